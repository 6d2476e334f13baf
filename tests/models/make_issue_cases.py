#!/usr/bin/env python3
"""Writes the cases of price_issue_daily, minute_issue_daily and data_issue.

    make_issue_cases.py

Both what is given and what is expected are spelt out here; tables between come from
tests/golden/reference_market.py.
"""

import sys

import pandas as pd

from make_market_cases import (change_of_exchange, days_of, reverse_split,
                               reverse_split_after_a_stale_day)
from make_minute_cases import bars, records
from market_rows import SESSIONS, Market, market_session, session, write_case
import reference_market
import reference_minute

ISSUES = "day source scope kind detail"
LOADED = pd.Timestamp("2026-04-14 01:30")


def issues(lines: str) -> pd.DataFrame:
    rows = records(ISSUES, lines) if lines.strip() else []
    return pd.DataFrame([{**row, "day": pd.Timestamp(row["day"])} for row in rows],
                        columns=ISSUES.split())


def missing_days() -> tuple[Market, str]:
    """NYSE has 2026-01-20, 22 and 26, NASDAQ 22 and 23: only sessions between count."""
    market = Market()
    for number in (0, 2, 4):
        market.row(number, "JPM", 300 + number, 100 + number)
    for number in (2, 3):
        market.row(number, "NVDA", 100 + number, 100 + number, exchange="NASDAQ")
    return market, """
        2026-01-21 | nasdaq | NYSE | missing_day | no snapshot between 2026-01-20 and 2026-01-26
        2026-01-23 | nasdaq | NYSE | missing_day | no snapshot between 2026-01-20 and 2026-01-26
    """


def stale_and_provisional_days() -> tuple[Market, str]:
    market = Market()
    for number, told, off in [(0, 0, 0), (1, 0, 0), (2, 2, 0), (3, 3, 0.5), (4, 4, 0)]:
        for i in range(3):
            market.row(number, f"S{i}", 10 + told + i, 100 + told,
                       before=9 + told + i + (off if i else 0))
    for i in range(2):
        market.row(0, f"N{i}", 10, 100, exchange="NASDAQ", before=9, provisional=True)
    return market, """
        2026-01-20 | nasdaq | NASDAQ | provisional_day | captured before the close
        2026-01-21 | nasdaq | NYSE | stale_day | 100.00 % of 3 symbols repeat the day before
        2026-01-22 | nasdaq | NYSE | provisional_day | the next session confirms 33.33 % of the closes
    """


def exchange_changes() -> tuple[Market, str]:
    return change_of_exchange(), """
        2026-01-21 | nasdaq | AZN | exchange_change | NASDAQ on 2026-01-20, now NYSE
        2026-01-21 | nasdaq | BOTH | contradicted_price | previous close 20, stored close 10 of 2026-01-20
        2026-01-21 | nasdaq | BOTH | exchange_change | AMEX on 2026-01-20, now NYSE
        2026-01-21 | nasdaq | BOTH | reverse_split | previous close 20, last stored close 10 of 2026-01-20
        2026-01-28 | nasdaq | LATE | exchange_change | AMEX on 2026-01-20, now NASDAQ
    """ + "\n".join(f"2026-01-{day} | nasdaq | NASDAQ | missing_day | no snapshot between 2026-01-20"
                      " and 2026-01-28" for day in (21, 22, 23, 26, 27))


def splits() -> tuple[Market, str]:
    """Beyond 1.9 x, not at it; from another source's close there is no telling."""
    market = reverse_split()
    for symbol, told in [("TIMES", 19.000001), ("AT", 19), ("PARTS", 5.26), ("ZERO", 0)]:
        market.row(0, symbol, 10, 100)
        market.row(1, symbol, 11, 100, before=told)
    for i in range(6):  # the most are confirmed, so that the day counts as final
        for number in (0, 1):
            market.row(number, f"S{i}", 10 + number, 50)
            market.row(number, f"N{i}", 10 + number, 50, exchange="NASDAQ")
    market.row(2, "S0", 12, 51)
    market.row(-2, "NVDA", 19, 100, source="yahoo", exchange=None)
    market.row(0, "NVDA", 180, 101, before=178)
    told = "contradicted_price | previous close"
    return market, f"""
        2026-01-21 | nasdaq | RVSN | {told} 4.45, stored close 0.1946 of 2026-01-20
        2026-01-21 | nasdaq | RVSN | reverse_split | previous close 4.45, last stored close 0.1946 of 2026-01-20
        2026-01-21 | nasdaq | TIMES | {told} 19.000001, stored close 10 of 2026-01-20
        2026-01-21 | nasdaq | TIMES | reverse_split | previous close 19.000001, last stored close 10 of 2026-01-20
        2026-01-21 | nasdaq | AT | {told} 19, stored close 10 of 2026-01-20
        2026-01-21 | nasdaq | PARTS | {told} 5.26, stored close 10 of 2026-01-20
        2026-01-21 | nasdaq | PARTS | split_suspected | previous close 5.26, last stored close 10 of 2026-01-20
        2026-01-21 | nasdaq | ZERO | {told} 0, stored close 10 of 2026-01-20
    """


def split_behind_a_stale_day() -> tuple[Market, str]:
    return reverse_split_after_a_stale_day(), """
        2026-01-22 | nasdaq | NASDAQ | stale_day | 100.00 % of 1 symbols repeat the day before
        2026-01-23 | nasdaq | RVSN | reverse_split | previous close 4.45, last stored close 0.1946 of 2026-01-21
    """


def symbols_return() -> tuple[Market, str]:
    """Away for five stored days, and for four; a missing session is no stored day."""
    market = Market()
    for number in [number for number in range(9) if number != 3]:
        market.row(number, "STAYS", 10 + number / 8, 100 + number)
        if number in (0, 7):
            market.row(number, "FIVE", 10, 50 + number)
        if number in (1, 7):
            market.row(number, "FOUR", 10, 60 + number)
    return market, """
        2026-01-23 | nasdaq | NYSE | missing_day | no snapshot between 2026-01-20 and 2026-01-30
        2026-01-29 | nasdaq | FIVE | symbol_returned | no row since 2026-01-20, on 5 stored days
    """


def spellings() -> tuple[Market, str]:
    market = Market()
    for symbol in ("BRK/B", "ABR^D", "ABR^E", "PLAIN"):
        market.row(0, symbol, 10, 100)
    market.row(0, "ECC", 10, 100)
    market.lists[-1]["source_symbol"] = "ECC "
    market.row(0, "NVDA", 10, 100, exchange="NASDAQ")
    return market, """
        2026-01-20 | nasdaq | NYSE | symbol_spelling | 1 symbols padded with blanks, 1 with a slash, 2 with a caret
    """


def write_price_issues() -> None:
    for make in (missing_days, stale_and_provisional_days, exchange_changes, splits,
                 split_behind_a_stale_day, symbols_return, spellings):
        market, expected = make()
        prices = market.price_frame()
        days = days_of(prices)
        daily = reference_market.price_daily(prices, days, SESSIONS)
        given = {"analytics.exchange_day": days, "analytics.price_daily": daily,
                 "raw_data.listing_daily": market.list_frame(),
                 "raw_data.market_session": market_session(prices["market_day"])}
        write_case("price_issue_daily", make.__name__, given, issues(expected))


def feed(symbol: str, minutes: list[int], volume: int = 1) -> str:
    """Bars from 14:30 UTC of 2026-01-20 on, at the minutes that are named."""
    first = session(0) + pd.Timedelta(hours=14, minutes=30)
    return "".join(f"{first + pd.Timedelta(minutes=i)} | {symbol} | bar | feed | 10 | {volume}\n"
                   for i in minutes)


def lacking(*absent: int) -> list[int]:
    return [i for i in range(60) if i not in absent]


GAPS = (feed("AAPL", lacking(5, 40, 41)) + feed("MSFT", lacking(40, 41, 50))
        + feed("JPM", lacking(40, 59)) + feed("SPY", lacking(20)) + feed("QQQ", lacking())
        + feed("UGA", list(range(0, 60, 3))))
NINE_OF_TEN = feed("AAPL", [0, *range(2, 10)]) + feed("JPM", [0, 1, *range(3, 9)])
OUTSIDE = """
    2026-01-20 14:29 | AAPL | bar      | feed  | 10 | 1
    2026-01-20 14:30 | AAPL | bar      | feed  | 10 | 1
    2026-01-20 21:00 | JPM  | bar      | feed  | 10 | 1
    2026-01-20 22:00 | AAPL | snapshot | feed  | 10 | 1
    2026-01-24 15:00 | AAPL | bar      | other | 10 | 1
"""
VOLUMES = (feed("AAPL", [0, 1], 100) + feed("MSFT", [0, 1], 100) + feed("JPM", [0, 2], 0)
           + feed("JPM", [1], 7) + feed("SPY", [0], 900))
MINUTE_ISSUES = {
    "gaps_of_a_feed": (GAPS, """
        2026-01-20 | feed | NASDAQ | minute_gap | 2 minutes without a bar in 1 gaps, from 15:10 to 15:11 UTC
        2026-01-20 | feed | NYSE | minute_gap | 1 minutes without a bar in 1 gaps, from 15:10 to 15:10 UTC
        2026-01-20 | feed | SPY | minute_gap | 1 minutes without a bar in 1 gaps, from 14:50 to 14:50 UTC
    """),
    "thin_trading_is_no_gap": (NINE_OF_TEN, """
        2026-01-20 | feed | NASDAQ | minute_gap | 1 minutes without a bar in 1 gaps, from 14:31 to 14:31 UTC
    """),
    "bars_outside_the_session": (OUTSIDE, """
        2026-01-20 | feed | feed | outside_session | 2 bars outside the regular session left out
        2026-01-24 | other | other | outside_session | 1 bars outside the regular session left out
    """),
    "volumes_too_great_and_zero": (VOLUMES, """
        2026-01-20 | feed | MSFT | minute_volume_excess | minute volumes sum to 200, the day had 99
        2026-01-20 | feed | JPM | zero_volume_bars | 2 of 3 bars
    """),
}


def write_minute_issues() -> None:
    market = Market()
    for symbol, exchange, volume in [("AAPL", "NASDAQ", 100), ("MSFT", "NASDAQ", 99),
                                     ("JPM", "NYSE", 3)]:
        market.row(0, symbol, 10, volume, exchange=exchange)
    market.row(0, "JPM", 10, 5000)
    prices = market.price_frame().drop_duplicates("symbol", keep="last")
    daily = reference_market.price_daily(prices, days_of(prices), SESSIONS)
    names = market.list_frame().drop_duplicates("symbol").assign(
        kis_code=None, naver_code=None, yahoo_symbol=lambda rows: rows["symbol"],
        first_day=session(0), last_day=session(0), listed=True)
    for name, (lines, expected) in MINUTE_ISSUES.items():
        given = bars(lines)
        write_case("minute_issue_daily", name,
                   {"analytics.price_daily": daily, "analytics.security": names,
                    "analytics.price_minute": reference_minute.price_minute(given, SESSIONS),
                    "raw_data.market_session": market_session(given["market_day"]),
                    "raw_data.stock_price_minute": given}, issues(expected))


def landed(load_id: str, record: int, rows: int, name: str) -> dict:
    return {"load_id": load_id, "record": record, "url": f"file:///drop/{name}", "fetched_at": LOADED,
            "status": 200, "digest": "sha256:00", "file": "file/minute/1.warc.zst",
            "byte_offset": 0, "rows": rows}


def loaded(load_id: str, source: str) -> dict:
    return {"load_id": load_id, "source": source, "dataset": "minute", "days_from": session(0),
            "days_to": session(1), "file": "file/minute/1.warc.zst", "records": 2, "rows": 9,
            "quarantined": 0, "newest_fetched_at": LOADED, "parser": "1"}


def refused(row_no: int, table: str, at: str, reason: str) -> dict:
    return {"table_name": table, "source": "feed", "dataset": "minute",
            "fetched_at": pd.Timestamp(at), "load_id": "q", "record": 0, "row_no": row_no,
            "reason": reason, "row_text": "…"}


def write_data_issues() -> None:
    """Record 0 of "drop" lost two of its three bars to a later answer, record 2 all of its names;
    what sources tell again on a later call is their way."""
    kept = bars(feed("AAPL", [0, 1, 2, 3])).assign(
        load_id=["drop", "drop", "drop", "later"], record=[0, 1, 1, 0])
    table = "raw_data.stock_price_minute"
    given = {
        "analytics.price_issue_daily": issues("2026-01-20 | nasdaq | AZN | exchange_change | moved"),
        "analytics.minute_issue_daily": issues("2026-01-21 | feed | SPY | minute_gap | 1 minute"),
        "meta.landed_record": pd.DataFrame([
            landed("drop", 0, 3, "AAPL_1m_earlier.csv"), landed("drop", 1, 2, "AAPL_1m.csv"),
            landed("drop", 2, 5, "names.csv"), landed("drop", 3, 0, "empty.csv"),
            landed("later", 0, 4, "chart")]),
        "meta.load": pd.DataFrame([loaded("drop", "file"), loaded("later", "yahoo")]),
        "raw_data.quarantine": pd.DataFrame([
            refused(0, table, "2026-04-14 23:59:59", "high is below low"),
            refused(1, table, "2026-04-14 00:00", "close is 0"),
            refused(2, table, "2026-04-15 00:00", "high is below low")]),
        "raw_data.stock_price_minute": kept,
        **{name: pd.DataFrame() for name in (
            "raw_data.fear_greed_daily", "raw_data.fx_rate_daily", "raw_data.fx_rate_intraday",
            "raw_data.listing_daily", "raw_data.stock_price_daily")}}
    write_case("data_issue", "all_kinds_in_one", given, issues(f"""
        2026-01-20 | nasdaq | AZN | exchange_change | moved
        2026-01-21 | feed | SPY | minute_gap | 1 minute
        2026-04-14 | file | drop/0 | overlap | 2 of 3 rows told again: AAPL_1m_earlier.csv
        2026-04-14 | file | drop/2 | overlap | 5 of 5 rows told again: names.csv
        2026-04-14 | feed | {table} | quarantined | 2 rows, such as: close is 0
        2026-04-15 | feed | {table} | quarantined | 1 rows, such as: high is below low
    """))


def main() -> int:
    write_price_issues()
    write_minute_issues()
    write_data_issues()
    return 0


if __name__ == "__main__":
    sys.exit(main())
