#!/usr/bin/env python3
"""Writes the cases of fx_trend_daily and fx_trend_monthly that are too long to write by hand.

    make_cases.py

What is given is spelt out here; what is expected comes from tests/golden/reference.py (pandas).
The cases of the other models, and those here not named, are written by hand.
"""

import csv
import datetime as dt
import sys
from decimal import Decimal
from pathlib import Path

import pandas as pd

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "golden"))
import reference  # noqa: E402

RAW = ["quote_day", "currency", "deal_base_rate", "ttb", "tts", "source", "fetched_at", "load_id",
       "record"]
DAILY = ["quote_day", "currency", "rate", "source", "change", "change_pct", "direction",
         "average_5d", "average_20d", "volatility_20d_pct", "percentile_1y"]
MONTHLY = ["month", "currency", "average", "low", "high", "close", "source", "mixed", "days"]


def weekdays(first: str, count: int) -> list[dt.date]:
    day, days = dt.date.fromisoformat(first), []
    while len(days) < count:
        if day.weekday() < 5:
            days.append(day)
        day += dt.timedelta(days=1)
    return days


def series(currency: str, source: str, days: list[dt.date], rates: list[str]) -> list[tuple]:
    return [(day, currency, Decimal(rate).quantize(Decimal("0.000001")), source)
            for day, rate in zip(days, rates, strict=True)]


def listed(currency: str, source: str, text: str) -> list[tuple]:
    """From "2024-01-02 1300, 2024-01-03 1301"."""
    pairs = [pair.split() for pair in text.split(",")]
    return series(currency, source, [dt.date.fromisoformat(day) for day, _ in pairs],
                  [rate for _, rate in pairs])


def wave(count: int, base: int) -> list[str]:
    """Rates that go up and down without a pattern that hides a wrong window."""
    return [f"{base + (i * i * 7 + i * 3) % 23}.{(i * 37) % 100:02d}" for i in range(count)]


def daily_cases() -> dict[str, list[tuple]]:
    days = weekdays("2024-01-02", 30)
    far = "2010-03-01 9.1, 2010-03-02 9.2"
    return {
        "windows_fill": series("USD", "ecb", days, wave(30, 1300)),
        "series_side_by_side": (series("AUD", "ecb", days[:23], wave(23, 850))
                                + series("USD", "ecb", days[3:25], wave(22, 1310))
                                + series("USD", "eximbank", days[:4], wave(4, 1290))),
        "source_changes_without_a_price_change": (
            series("USD", "ecb", days[:24], wave(24, 1300))
            + series("USD", "eximbank", [day for i, day in enumerate(days[:24]) if i not in (7, 15)],
                     wave(22, 1400))),
        # Yahoo has every day, and days after the others end; its rates are of another level.
        "yahoo_beside_the_others": (
            series("USD", "ecb", days[:26], wave(26, 1300))
            + series("USD", "eximbank", days[4:24:2], wave(10, 1290))
            + series("USD", "yahoo", days, wave(30, 1500))),
        "flat_rate_has_no_volatility": series("USD", "eximbank", days[:22], ["1300"] * 22),
        "gap_of_years": listed("ISK", "ecb", far + ", 2018-02-05 10.5, 2018-02-06 10.5"),
        "year_of_365_days": listed(
            "USD", "ecb", "2022-12-31 1000, 2023-01-01 1200, 2023-06-30 1100, 2023-12-31 1100, "
            "2024-01-01 1150, 2024-12-30 1099, 2024-12-31 1100"),
    }


def monthly_cases() -> dict[str, list[tuple]]:
    days = weekdays("2023-11-27", 50)
    return {"three_months_two_currencies": (series("EUR", "ecb", days, wave(50, 1400))
                                            + series("USD", "ecb", days[:30], wave(30, 1290)))}


def text(value) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return repr(float(value)) if isinstance(value, float) else str(value)


def write(path: Path, names: list[str], rows: list[tuple]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([text(value) for value in row] for row in rows)


def tuples(frame: pd.DataFrame) -> list[tuple]:
    return list(frame.itertuples(index=False, name=None))


def check_undisturbed(rows: list[tuple], expected: pd.DataFrame, names: list[str]) -> None:
    """Rows of yahoo leave those of the sources before it as they are without it."""
    others = [row for row in rows if row[3] in ("eximbank", "ecb")]
    if not others:
        return
    without = reference.fx_trend_daily(pd.DataFrame(others, columns=names))
    kept = expected[expected["source"].isin(["eximbank", "ecb"])]
    pd.testing.assert_frame_equal(kept.reset_index(drop=True), without.reset_index(drop=True))


def main() -> int:
    raw_names = ["quote_day", "currency", "deal_base_rate", "source"]
    for name, rows in daily_cases().items():
        folder = HERE / "fx_trend_daily" / name
        given = [(*row[:3], None, None, row[3], "2024-12-31T12:00:00Z", "load-1", 0)
                 for row in rows]
        write(folder / "given.raw_data.fx_rate_daily.csv", RAW, given)
        expected = reference.fx_trend_daily(pd.DataFrame(rows, columns=raw_names))
        check_undisturbed(rows, expected, raw_names)
        write(folder / "expect.csv", DAILY, tuples(expected))
    for name, rows in monthly_cases().items():
        folder = HERE / "fx_trend_monthly" / name
        daily = reference.fx_trend_daily(pd.DataFrame(rows, columns=raw_names))
        write(folder / "given.analytics.fx_trend_daily.csv", DAILY, tuples(daily))
        write(folder / "expect.csv", MONTHLY, tuples(reference.fx_trend_monthly(daily)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
