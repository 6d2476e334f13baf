#!/usr/bin/env python3
"""Computes the rows that the models must hold after a run on the recordings.

    make_expected.py [--full] RECORDINGS_DIR OUT_DIR

Reads the recorded answers and nothing else of the program; the figures come from pandas and exact
integers (reference.py). Same input, same bytes. Without --full, fx_trend_daily is left at USD and
every 29th row of the other currencies, to keep the file small.
"""

import argparse
import io
import sys
from pathlib import Path

import pandas as pd
import zstandard

import read_recordings
import reference

SAMPLE = 29
# Files up to this size are left uncompressed.
PLAIN_BYTES = 20_000
DAILY = "analytics.fx_trend_daily"


def raw_tables(recordings: Path) -> dict[str, pd.DataFrame]:
    return {
        "raw_data.fear_greed_daily": pd.DataFrame(
            read_recordings.fear_greed_daily(recordings),
            columns=["market_day", "score", "rating", "source"]),
        "raw_data.fear_greed_component_daily": pd.DataFrame(
            read_recordings.fear_greed_component_daily(recordings),
            columns=["market_day", "component", "value", "source"]),
        "raw_data.fx_rate_daily": pd.DataFrame(
            read_recordings.fx_rate_daily(recordings),
            columns=["quote_day", "currency", "deal_base_rate", "source"])}


def analytics_tables(raw: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    trend = reference.fear_greed_trend(raw["raw_data.fear_greed_daily"])
    daily = reference.fx_trend_daily(raw["raw_data.fx_rate_daily"])
    return {"analytics.fear_greed_trend": trend,
            "analytics.fear_greed_rating_share": reference.fear_greed_rating_share(trend),
            DAILY: daily,
            "analytics.fx_trend_monthly": reference.fx_trend_monthly(daily)}


def counts(raw: dict[str, pd.DataFrame], analytics: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Rows of each table: raw ones by source, the exchange rates' by currency."""
    groups = {name: "source" for name in raw}
    groups |= {name: "currency" if "currency" in frame else "source" if "source" in frame
               else "rating" for name, frame in analytics.items()}
    rows = [(table, column, value, size) for table, column in groups.items()
            for value, size in (raw | analytics)[table].groupby(column).size().items()]
    return pd.DataFrame(rows, columns=["table_name", "column_name", "value", "rows"])


def sample(daily: pd.DataFrame) -> pd.DataFrame:
    others = daily[daily["currency"] != "USD"].iloc[::SAMPLE]
    return pd.concat([daily[daily["currency"] == "USD"], others]).sort_values(
        ["quote_day", "currency"])


def text(value) -> str:
    """null is empty; doubles by their shortest text that reads back the same."""
    if value is None or value != value:
        return ""
    if str(value) in ("True", "False"):
        return str(value).lower()
    return repr(float(value)) if isinstance(value, float) else str(value)


def csv_text(frame: pd.DataFrame) -> bytes:
    out = io.StringIO()
    frame.map(text).to_csv(out, index=False, lineterminator="\n")
    return out.getvalue().encode("utf-8")


def write(recordings: Path, out: Path, full: bool) -> None:
    raw = raw_tables(recordings)
    analytics = analytics_tables(raw)
    out.mkdir(parents=True, exist_ok=True)
    (out / "counts.csv").write_bytes(csv_text(counts(raw, analytics)))
    if not full:
        analytics[DAILY] = sample(analytics[DAILY])
    for name, frame in analytics.items():
        data = csv_text(frame)
        if len(data) < PLAIN_BYTES:
            (out / f"{name}.csv").write_bytes(data)
        else:
            packed = zstandard.ZstdCompressor(level=3 if full else 19).compress(data)
            (out / f"{name}.csv.zst").write_bytes(packed)


def main() -> int:
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("recordings", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    write(options.recordings, options.out, options.full)
    return 0


if __name__ == "__main__":
    sys.exit(main())
