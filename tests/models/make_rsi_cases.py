#!/usr/bin/env python3
"""Writes the cases of the RSI tables.

    make_rsi_cases.py

What is given is spelt out here; what is expected comes from tests/golden/reference_rsi.py: TA-Lib
(Wilder) and NumPy (Cutler).
"""

import sys

import numpy as np
import pandas as pd

from market_rows import session, steps, write_case
import reference_rsi

MINUTE = pd.Timedelta(minutes=1)
OPENING = pd.Timestamp("2026-01-20 14:30")


def wave(count: int, base: float, size: float) -> list[float]:
    """Goes up and down without a pattern that hides a wrong window."""
    return [base + size * ((i * i * 7 + i * 3) % 23 - 11) for i in range(count)]


SERIES = {
    "WAVE": wave(40, 100, 0.5),
    "RISES": [10 + i / 4 for i in range(20)],
    "FALLS": [30 - i / 4 for i in range(20)],
    "FLAT": [7.5] * 20,
    "JUMP": [5.0] * 16 + [9.0] * 4,
    "FIFTEEN": wave(15, 50, 0.25),
    "FOURTEEN": wave(14, 50, 0.25),
    "ONE": [1.0],
}
# Falls to the middle, stays there, then rises: the present status began within the series.
RUNS = {
    "RISING": wave(20, 80, 0.01) + [80 + 2 * i for i in range(12)],
    "FALLING": wave(20, 80, 0.01) + [80 - 2 * i for i in range(12)],
    "ALWAYS": [10 + i / 4 for i in range(18)],
    "NEUTRAL": wave(30, 60, 0.01),
    "SHORT": wave(14, 60, 0.01),
}


def daily(series: dict[str, list[float]]) -> pd.DataFrame:
    """Rows of price_daily; every third session is missing in WAVE, which does not reset it."""
    rows = []
    for symbol, closes in series.items():
        for i, close in enumerate(closes):
            number = i + i // 2 if symbol == "WAVE" else i
            rows.append({"market_day": session(number), "symbol": symbol, "source": "nasdaq",
                         "exchange": "NYSE", "open": np.nan, "high": np.nan, "low": np.nan,
                         "close": steps(close), "adj_close": np.nan, "previous_close": np.nan,
                         "volume": 100, "provisional": False, "contradicted": False,
                         "contradiction": None})
    return pd.DataFrame(rows)


def minutes(series: dict[str, list[float]]) -> pd.DataFrame:
    """Rows of price_minute: ten bars a day over as many days as that takes; WAVE has holes."""
    rows = []
    for symbol, closes in series.items():
        for i, close in enumerate(closes):
            day = session(i // 10)
            at = OPENING + (day - session(0)) + i % 10 * (3 if symbol == "WAVE" else 1) * MINUTE
            rows.append({"bar_start": at, "symbol": symbol, "market_day": day,
                         "open": np.nan, "high": np.nan, "low": np.nan, "close": steps(close),
                         "volume": 100, "kind": "bar", "source": "feed"})
    return pd.DataFrame(rows)


def without_status() -> pd.DataFrame:
    """Series too short for a status, one whose newest bar has none, and one with a status after a
    bar without: the run begins behind it."""
    rows = reference_rsi.with_rsi(minutes({
        "ONE": [1.0], "FOURTEEN": wave(14, 60, 0.01), "LOST": RUNS["ALWAYS"],
        "HOLE": RUNS["ALWAYS"], "KEPT": RUNS["ALWAYS"]}), "bar_start")
    last = rows.groupby("symbol").cumcount(ascending=False)
    gone = (rows["symbol"] == "LOST") & (last == 0) | (rows["symbol"] == "HOLE") & (last == 2)
    rows.loc[gone, ["rsi_wilder", "rsi_cutler", "status"]] = np.nan
    return rows


def main() -> int:
    given = daily(SERIES)
    write_case("stock_rsi_daily", "flat_short_gapped_and_waving", {"analytics.price_daily": given},
               reference_rsi.with_rsi(given, "market_day"))
    given = minutes(SERIES)
    write_case("stock_rsi_minute", "flat_short_gapped_and_waving", {"analytics.price_minute": given},
               reference_rsi.with_rsi(given, "bar_start"))
    given = reference_rsi.with_rsi(minutes(RUNS), "bar_start")
    write_case("stock_rsi_status", "since_the_run_began", {"analytics.stock_rsi_minute": given},
               reference_rsi.stock_rsi_status(given))
    given = without_status()
    write_case("stock_rsi_status", "no_status_no_row", {"analytics.stock_rsi_minute": given},
               reference_rsi.stock_rsi_status(given))
    return 0


if __name__ == "__main__":
    sys.exit(main())
