#!/usr/bin/env python3
"""Writes the cases of price_minute and security.

    make_minute_cases.py

What is given is spelt out here; what is expected comes from tests/golden/reference_minute.py and
reference_security.py (pandas).
"""

import sys

import numpy as np
import pandas as pd

from market_rows import LANDED, SESSIONS, market_session, steps, write_case
import reference_minute
import reference_security

BARS = "bar_start symbol kind source close volume"
LISTS = "snapshot_day symbol name name_ko exchange sector industry source"


def records(columns: str, lines: str) -> list[dict]:
    """Rows of a table from text, fields between |; an empty field is null."""
    names = columns.split()
    return [dict(zip(names, (field.strip() or None for field in line.split("|")), strict=True))
            for line in lines.strip().splitlines()]


def bars(lines: str) -> pd.DataFrame:
    """Rows of stock_price_minute; the market day is the bar's date in New York."""
    rows = []
    for row in records(BARS, lines):
        at = pd.Timestamp(row["bar_start"])
        day = at.tz_localize("UTC").tz_convert("America/New_York").date()
        close = steps(row["close"])
        whole = row["kind"] == "bar"
        rows.append({
            "bar_start": at, "symbol": row["symbol"], "market_day": pd.Timestamp(day),
            "open": close - steps("0.01") if whole else np.nan,
            "high": close + steps("0.02") if whole else np.nan,
            "low": close - steps("0.03") if whole else np.nan, "close": close,
            "volume": None if row["volume"] is None else int(row["volume"]),
            "kind": row["kind"], "source": row["source"], **LANDED})
    return pd.DataFrame(rows)


# Winter: the session is 14:30 to 21:00 UTC; summer: 13:30 to 20:00.
EDGES = """
    2026-01-20 14:29 | AAPL | bar | feed | 10.1 | 100
    2026-01-20 14:30 | AAPL | bar | feed | 10.2 | 0
    2026-01-20 20:59 | AAPL | bar | feed | 10.3 | 100
    2026-01-20 21:00 | AAPL | bar | feed | 10.4 | 100
    2026-07-15 13:29 | AAPL | bar | feed | 11.1 | 100
    2026-07-15 13:30 | AAPL | bar | feed | 11.2 | 100
    2026-07-15 19:59 | AAPL | bar | feed | 11.3 | 100
    2026-07-15 20:00 | AAPL | bar | feed | 11.4 | 100
"""
HALF_DAY = """
    2025-12-24 17:59 | SPY | bar | feed | 690.1 | 100
    2025-12-24 18:00 | SPY | bar | feed | 690.2 | 100
    2025-12-24 20:30 | SPY | bar | feed | 690.3 | 100
    2025-12-25 15:00 | SPY | bar | feed | 690.4 | 100
    2025-12-27 15:00 | SPY | bar | feed | 690.5 | 100
    2025-12-26 20:59 | SPY | bar | feed | 690.6 | 100
"""
SOURCES = """
    2026-01-20 15:00 | AAPL | bar      | kis   | 10.1 | 1
    2026-01-20 15:00 | AAPL | bar      | yahoo | 10.2 | 2
    2026-01-20 15:00 | AAPL | bar      | alpha | 10.3 | 3
    2026-01-20 15:01 | AAPL | bar      | yahoo | 10.2 | 4
    2026-01-20 15:01 | AAPL | bar      | alpha | 10.3 | 5
    2026-01-20 15:02 | AAPL | bar      | beta  | 10.2 | 6
    2026-01-20 15:02 | AAPL | bar      | alpha | 10.3 | 7
    2026-01-20 15:03 | AAPL | snapshot | kis   | 10.2 | 8
    2026-01-20 15:03 | AAPL | bar      | alpha | 10.3 | 9
    2026-01-20 15:04 | AAPL | snapshot | kis   | 10.2 | 10
    2026-01-20 15:04 | VIX  | bar      | alpha | 16.5 |
"""
NEWEST = """
    2026-01-20 | AAPL | Apple Inc.       | | NASDAQ | Technology | Computers | nasdaq
    2026-01-21 | AAPL | Apple Inc. Stock | | NASDAQ | Tech       |           | nasdaq
    2026-01-20 | GONE | Gone Corp.       | | NYSE   | Energy     | Oil       | nasdaq
    2026-01-21 | JPM  | JP Morgan        | | NYSE   |            |           | nasdaq
    2026-01-20 | AZN  | AstraZeneca PLC  | | NASDAQ | Health     | Drugs     | nasdaq
    2026-01-21 | AZN  | AstraZeneca      | | NYSE   | Health     | Drugs     | nasdaq
    2026-01-19 | BRK/B | Berkshire        | | NYSE   |           |           | nasdaq
    2026-01-21 | BRK/B |                  | | NYSE   | Finance   | Insurance | nasdaq
    2026-01-21 | ABR^D | Arbor preferred  | | NYSE   | Finance   | REIT      | nasdaq
"""
KOREAN = """
    2026-01-20 | AAPL | Apple Inc. | | NASDAQ | Technology | Computers | nasdaq
    2026-01-21 | AAPL | Apple Inc. | | NASDAQ | Technology | Computers | nasdaq
    2026-01-10 | AAPL | | 애플 | | | | names
    2026-01-09 | AAPL | | 애플 (구) | | | | names
    2026-01-20 | JPM | JP Morgan | 제이피모간 | NYSE | Finance | Banks | nasdaq
    2026-01-21 | JPM | JP Morgan | | NYSE | Finance | Banks | nasdaq
"""


def lists(lines: str) -> pd.DataFrame:
    return pd.DataFrame([{**row, "snapshot_day": pd.Timestamp(row["snapshot_day"]),
                          "market_day": pd.Timestamp(row["snapshot_day"]), "country": None,
                          "ipo_year": None, "market_cap_usd": None, "source_symbol": None, **LANDED}
                         for row in records(LISTS, lines)])


def main() -> int:
    for name, lines in (("edges_of_the_session", EDGES), ("half_day_and_closed_days", HALF_DAY),
                        ("first_source_of_bars", SOURCES)):
        given = bars(lines)
        write_case("price_minute", name,
                   {"raw_data.market_session": market_session(given["market_day"]),
                    "raw_data.stock_price_minute": given},
                   reference_minute.price_minute(given, SESSIONS))
    for name, lines in (("newest_named_list", NEWEST), ("korean_names", KOREAN)):
        given = lists(lines)
        write_case("security", name, {"raw_data.listing_daily": given},
                   reference_security.security(given))
    return 0


if __name__ == "__main__":
    sys.exit(main())
