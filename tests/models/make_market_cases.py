#!/usr/bin/env python3
"""Writes the cases of the market's daily tables.

    make_market_cases.py

What is given is spelt out here; what is expected comes from tests/golden/reference_market.py and
reference_security.py (pandas). The cases of the minute tables and of the issues are in
make_minute_cases.py and make_issue_cases.py.
"""

import sys

import pandas as pd

from market_rows import SESSIONS, Market, market_session, write_case
import reference_market as reference

EXCHANGES = {"N": "NASDAQ", "Y": "NYSE", "A": "AMEX"}


def crowd(market: Market, number: int, count: int, repeated: int) -> None:
    """`count` symbols of NASDAQ, of which the first `repeated` tell the session before again."""
    for i in range(count):
        again = i < repeated
        price, before = 10 + i, 9.5 + i
        if again:
            market.row(number, f"S{i:03d}", price, 1000 + i, before=before, exchange="NASDAQ")
        else:
            market.row(number, f"S{i:03d}", price + 0.25 * number, 2000 + i + number,
                       before=price, exchange="NASDAQ")


def stale_repeat() -> Market:
    """All of 100 symbols repeat the session before, then 99, which is stale too, then 98."""
    market = Market()
    for number, repeated in enumerate([100, 100, 100, 99, 100, 98]):
        crowd(market, number, 100, repeated)
    return market


def one_field_apart() -> Market:
    """Close, volume and net change each differ once; then nothing does."""
    market = Market()
    for number, (close, volume, before) in enumerate(
            [(10, 500, 9), (10, 501, 9), (10, 501, 8.5), (10.5, 501, 9), (10.5, 501, 9)]):
        market.row(number, "AAA", close, volume, before=before)
    return market


def provisional_day() -> Market:
    """Session 1 is confirmed for one of four, session 2 for two of four (which is enough)."""
    market = Market()
    symbols = ["AAA", "BBB", "CCC", "DDD"]
    for number, wrong in enumerate([0, 0, 3, 2, 0]):
        for i, symbol in enumerate(symbols):
            close = 20 + number + i
            off = 1.5 if i < wrong else 0
            market.row(number, symbol, close, 100 + number, before=(close - 1 + off))
    return market


def settled_within_the_tolerance() -> Market:
    """The next session's previous close at, and one step beyond, 0.01 USD + 0.05 %."""
    market = Market()
    for symbol, close, told in [("AT", 100, 100.06), ("BELOW", 100, 99.94),
                                ("OVER", 100, 100.060001), ("UNDER", 100, 99.939999)]:
        market.row(0, symbol, close, 100, before=close)
        market.row(1, symbol, 101, 200, before=told)
    return market


def next_session_not_stored() -> Market:
    """Session 1 is missing; of session 3 NYSE has nothing; 2026-02-16 is no session."""
    market = Market()
    for number in (0, 2, 3, 17, 18, 19):
        market.row(number, "AAA", 10 + number, 100 + number, exchange="NASDAQ", before=9 + number)
        if number != 3:
            market.row(number, "YYY", 30 + number, 100 + number, before=29 + number)
    return market


def told_provisional() -> Market:
    """Half of the rows were captured before the close, then fewer; rows without an exchange."""
    market = Market()
    for number, early in enumerate([2, 1]):
        for i in range(4):
            market.row(number, f"S{i}", 10 + i + number, 50, before=10 + i, provisional=i < early)
        market.row(number, "AAPL", 200, 10, exchange=None, source="yahoo", provisional=True)
    return market


def symbols_come_and_go() -> Market:
    """Shares are over the day's symbols for repeats, over those of both days for settling."""
    market = Market()
    market.row(0, "OLD", 5, 10)
    market.row(0, "STAYS", 6, 10, before=6)
    market.row(1, "STAYS", 6, 10, before=6)
    market.row(1, "NEW", 7, 10)
    market.row(2, "NEW", 7, 11)
    return market


def day_cases() -> dict[str, Market]:
    makers = [stale_repeat, one_field_apart, provisional_day, settled_within_the_tolerance,
              next_session_not_stored, told_provisional, symbols_come_and_go]
    return {maker.__name__: maker() for maker in makers}


def contradicted_by_a_fifth() -> Market:
    """Previous closes 20 % off (not contradicted), and a step more, up and down."""
    market = Market()
    for symbol, told in [("UP", 12), ("UPMORE", 12.000001), ("DOWN", 8), ("DOWNMORE", 7.999999)]:
        market.row(0, symbol, 10, 100)
        market.row(1, symbol, 11, 110, before=told)
    return market


def contradiction_needs_the_session_before() -> Market:
    """After a missing session and after a provisional day nothing contradicts."""
    market = Market()
    for number in (0, 2, 3, 4):
        market.row(number, "GAP", 10 + number / 100, 100 + number, before=30 if number == 2 else
                   "last")
        for i in range(3):
            off = 5 if number == 4 else 0
            market.row(number, f"P{i}", 10 + number / 100, 200 + number, before=10 + off
                       if number else 10)
    return market


def change_of_exchange() -> Market:
    """AZN: another exchange, the price doubled and no contradiction of the previous close."""
    market = Market()
    market.row(0, "AZN", 92.77, 3000, exchange="NASDAQ")
    market.row(1, "AZN", 188.41, 1000, exchange="NYSE", before=92.77)
    market.row(2, "AZN", 184.32, 1100, exchange="NYSE")
    market.row(0, "BOTH", 10, 100, exchange="AMEX")
    market.row(1, "BOTH", 21, 100, exchange="NYSE", before=20)
    market.row(0, "LATE", 10, 100, exchange="AMEX")
    market.row(6, "LATE", 10.1, 101, exchange="NASDAQ")
    return market


def reverse_split_after_a_stale_day() -> Market:
    """RVSN: the stored close of the session before is none, so that its row stays."""
    market = Market()
    for number, close, volume, told in [(0, 0.2274, 900, 0.321), (1, 0.1946, 800, 0.2274),
                                        (2, 0.1946, 800, 0.2274), (3, 4.19, 70, 4.45)]:
        market.row(number, "RVSN", close, volume, exchange="NASDAQ", before=told)
    market.row(2, "BA", 200, 10)
    return market


def reverse_split() -> Market:
    """The day after a stored day: the previous close is 23 x the stored one."""
    market = Market()
    market.row(0, "RVSN", 0.1946, 800, exchange="NASDAQ", before=0.2274)
    market.row(1, "RVSN", 4.19, 70, exchange="NASDAQ", before=4.45)
    market.row(2, "RVSN", 5.83, 60, exchange="NASDAQ")
    return market


def order_of_sources() -> Market:
    """kis, yahoo, nasdaq, then by name; one row a key."""
    market = Market()
    for symbol, sources in [("ALL", "zeta nasdaq yahoo kis"), ("THREE", "alpha nasdaq yahoo"),
                            ("TWO", "alpha nasdaq"), ("OTHERS", "beta alpha")]:
        for i, source in enumerate(sources.split()):
            market.row(0, symbol, 10 + i, 100 + i, exchange=None, source=source, before=9)
    return market


def previous_close_not_told() -> Market:
    """It is the last stored close then, however old; null at the first row."""
    market = Market()
    for number, close in [(0, 10), (1, 30), (9, 31)]:
        market.row(number, "AAPL", close, None if number == 1 else 5, exchange=None,
                   source="yahoo", before=None)
    return market


def price_cases() -> dict[str, Market]:
    makers = [contradicted_by_a_fifth, contradiction_needs_the_session_before, change_of_exchange,
              reverse_split_after_a_stale_day, reverse_split, order_of_sources,
              previous_close_not_told]
    return {maker.__name__: maker() for maker in makers}


def twelve_sessions() -> Market:
    """All exchanges from session 0 to 12, but session 11 lacks AMEX; see the symbols."""
    market = Market()
    for number in range(13):
        market.row(number, "NVDA", 100 + number, 5000 + 7 * number, exchange="NASDAQ",
                   sector="Technology")
        market.row(number, "JPM", 300 + number, 900 + number * number, sector="Finance")
        market.row(number, "TWIN", 50 + number, 900 + number * number, exchange="NASDAQ",
                   sector="Industrials")
        if number != 11:
            market.row(number, "CEF", 20 + number / 8, 300 + 11 * number, exchange="AMEX")
        # Changes its sector for two sessions.
        market.row(number, "MOVES", 40 + number, 77 + number,
                   sector="Energy" if number in (3, 4) else "Finance")
        if not 2 <= number <= 7:  # away for six sessions
            market.row(number, "AWAY", 10 + number / 4, 40 + number, sector="Energy")
        if number == 6:
            market.row(number, "ONCE", 8, 123, sector="Health Care", exchange="AMEX")
    return market


def flawed_sessions() -> Market:
    """Session 3 is missing, NASDAQ's 6 repeats 5, there is nothing before 2026-02-16's week."""
    market = Market()
    for number in [number for number in range(14) if number != 3]:
        told = 5 if number == 6 else number
        market.row(number, "AAA", 10 + told, 100 + told, exchange="NASDAQ", before=9 + told,
                   sector="Technology")
        market.row(number, "YYY", 20 + number, 500 - number, before=19 + number, sector="Finance")
        market.row(number, "XXX", 30 + number, 50, exchange="AMEX", before=29 + number,
                   sector="Finance")
    # Other sources' days make no week.
    market.row(-5, "AAA", 9, 1, exchange=None, source="yahoo")
    return market


def weeks_over_a_holiday() -> Market:
    """Sessions 14 to 24: 2026-02-16 is a holiday within; a volume of 0 has no change."""
    market = Market()
    for number in range(14, 25):
        for exchange in EXCHANGES.values():
            market.row(number, f"{exchange[:2]}1", 10 + number, 0 if number < 19 else number,
                       exchange=exchange, sector="Real Estate")
        market.row(number, "NULLS", 5, None, sector=None)
    return market


def volume_cases() -> dict[str, Market]:
    makers = [twelve_sessions, flawed_sessions, weeks_over_a_holiday]
    return {maker.__name__: maker() for maker in makers}


def limits_of_movers() -> Market:
    """Close 1 USD, close x volume 1,000,000 USD, previous close above 0, and a step below each."""
    market = Market()
    for symbol, close, volume, before in [
            ("AT", 1, 1_000_000, 0.5), ("CHEAP", 0.999999, 2_000_000, 0.5),
            ("THIN", 1.5, 666_666, 1), ("NOPREV", 2, 1_000_000, 0), ("FLAT", 3, 1_000_000, 3),
            ("NULLPREV", 3, 1_000_000, None), ("FALLS", 2, 600_000, 4)]:
        market.row(0, symbol, close, volume, before=before)
    market.row(0, "YAHOO", 9, 1_000_000, before=4, exchange=None, source="yahoo")
    return market


def ties_by_symbol() -> Market:
    """Twelve that rise alike, one more; eleven that fall alike."""
    market = Market()
    for i in range(12):
        market.row(0, f"UP{chr(76 - i)}", 11, 1_000_000, before=10)
        market.row(0, f"DN{chr(76 - i)}", 9, 1_000_000, before=10)
    market.row(0, "UPZ", 11.5, 1_000_000, before=10)
    return market


def contradicted_rows_stay_out() -> Market:
    """A change of exchange and a reverse split; the next day they are back."""
    market = Market()
    for source in (change_of_exchange(), reverse_split()):
        for row in source.prices:
            market.prices.append({**row, "volume": row["volume"] * 100_000})
        market.lists += source.lists
    return market


def mover_cases() -> dict[str, Market]:
    makers = [limits_of_movers, ties_by_symbol, contradicted_rows_stay_out]
    return {maker.__name__: maker() for maker in makers}


def main() -> int:
    for name, market in day_cases().items():
        prices = market.price_frame()
        given = {"raw_data.market_session": market_session(prices["market_day"]),
                 "raw_data.stock_price_daily": prices}
        write_case("exchange_day", name, given, reference.exchange_day(prices, SESSIONS))
    for name, market in price_cases().items():
        prices = market.price_frame()
        days = days_of(prices)
        given = {"analytics.exchange_day": days, "raw_data.stock_price_daily": prices,
                 "raw_data.market_session": market_session(prices["market_day"])}
        write_case("price_daily", name, given, reference.price_daily(prices, days, SESSIONS))
    for name, market in volume_cases().items():
        write_volumes(name, market)
    for name, market in mover_cases().items():
        prices = market.price_frame()
        daily = reference.price_daily(prices, days_of(prices), SESSIONS)
        rows = daily[daily["exchange"].notna()]
        write_case("top_mover_daily", name, {"analytics.price_daily": daily},
                   reference.top_mover_daily(rows))
    return 0


def days_of(prices: pd.DataFrame) -> pd.DataFrame:
    if prices["exchange"].notna().any():
        return reference.exchange_day(prices, SESSIONS)
    names = ["exchange", "source", "market_day", "symbols", "repeated_pct", "stale", "settled_pct",
             "provisional", "fresh"]
    return pd.DataFrame({name: pd.Series(dtype="datetime64[s]" if name == "market_day" else object)
                         for name in names})


def write_volumes(name: str, market: Market) -> None:
    prices, listing = market.price_frame(), market.list_frame()
    days = reference.exchange_day(prices, SESSIONS)
    daily = reference.price_daily(prices, days, SESSIONS)
    rows = reference.sector_rows(daily, listing)
    calendar = market_session(prices["market_day"])
    given = {"analytics.exchange_day": days, "analytics.price_daily": daily,
             "raw_data.listing_daily": listing, "raw_data.market_session": calendar}
    write_case("sector_volume_daily", name, given,
               reference.sector_volume_daily(rows, days, SESSIONS))
    write_case("sector_volume_weekly", name, given,
               reference.sector_volume_weekly(rows, days, SESSIONS))
    write_case("volume_rank_weekly", name,
               {"analytics.price_daily": daily, "raw_data.market_session": calendar},
               reference.volume_rank_weekly(rows, SESSIONS))


if __name__ == "__main__":
    sys.exit(main())
