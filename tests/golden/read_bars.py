"""Reads the recorded one-minute bars, from CSV files and chart answers, into one frame.

Prices are whole steps of 10^-6 USD as in read_screener.py. The files differ in column order, in the
zone of their times and in whether a time is the start or the end of its minute: see LAYOUTS.
"""

import csv
import gzip
import io
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import zstandard

NEW_YORK = "America/New_York"
STEPS = Decimal(1_000_000)
MINUTE = np.timedelta64(1, "m")


def price_steps(text: str) -> float:
    """A price in steps of 10^-6; of a widened float32 by its shortest text: 249.47000122070312 is
    249.47."""
    if text is None or text.strip() == "":
        return np.nan
    narrow = np.float32(text)
    number = Decimal(str(narrow)) if float(narrow) == float(text) else Decimal(text)
    return float((number * STEPS).quantize(Decimal(1), ROUND_HALF_UP))


def file_text(path: Path) -> str:
    data = path.read_bytes()
    if path.suffix == ".zst":
        data = zstandard.ZstdDecompressor().decompressobj().decompress(data)
    elif path.suffix == ".gz":
        data = gzip.decompress(data)
    return data.decode("utf-8-sig")


def bar_starts(times: list[str], zone: str, label: str) -> np.ndarray:
    """Instants, UTC, of the starts of the minutes that `times` name by their "start" or "end"."""
    stamps = pd.to_datetime(pd.Series(times), utc=zone == "UTC")
    if zone != "UTC":
        stamps = stamps.dt.tz_localize(zone).dt.tz_convert("UTC")
    starts = stamps.dt.tz_localize(None).to_numpy().astype("datetime64[us]")
    return starts - MINUTE if label == "end" else starts


def market_days(starts: np.ndarray) -> np.ndarray:
    local = pd.Series(starts).dt.tz_localize("UTC").dt.tz_convert(NEW_YORK)
    return local.dt.tz_localize(None).dt.normalize().to_numpy().astype("datetime64[s]")


def file_bars(path: Path, symbol: str, source: str, zone: str, label: str) -> pd.DataFrame:
    rows = list(csv.DictReader(io.StringIO(file_text(path), newline="")))
    names = {name.strip().lower(): name for name in rows[0]}
    time = next(names[name] for name in ("datetime", "date", "dt") if name in names)
    starts = bar_starts([row[time] for row in rows], zone, label)
    prices = {name: [price_steps(row[names[name]]) for row in rows]
              for name in ("open", "high", "low", "close")}
    return pd.DataFrame({
        "bar_start": starts, "symbol": symbol, "market_day": market_days(starts), **prices,
        "volume": [float(row[names["volume"]]) for row in rows], "kind": "bar", "source": source})


# Folder of the drop folder: source, zone of the times, what they label, whether there are volumes.
LAYOUTS = {
    "us-2026-03": ("yahoo", "UTC", "start", True),
    "us-2025-07": ("minute_2025_07", NEW_YORK, "start", True),
    "us-2019-02": ("minute_2019_02", NEW_YORK, "end", True),
    "us-2019-02-index": ("minute_2019_02", NEW_YORK, "end", False),
}


def recorded_files(recordings: Path) -> pd.DataFrame:
    """All rows of the minute files; a bar that two captures tell comes twice."""
    parts = []
    for folder, (source, zone, label, volumes) in LAYOUTS.items():
        for path in sorted((recordings / "files/minute" / folder).iterdir()):
            rows = file_bars(path, path.name.split("_")[0], source, zone, label)
            parts.append(rows if volumes else rows.assign(volume=np.nan))
    return pd.concat(parts, ignore_index=True)


def overlaps(recordings: Path) -> list[set[str]]:
    """How data_issue tells of two captures of a symbol that share bars: by one file or the other,
    whichever was landed as the lesser one."""
    names: dict[str, list[Path]] = {}
    for path in sorted((recordings / "files/minute/us-2026-03").iterdir()):
        names.setdefault(path.name.split("_")[0], []).append(path)
    found = []
    for symbol, paths in names.items():
        starts = [file_bars(path, symbol, *LAYOUTS["us-2026-03"][:3])["bar_start"] for path in paths]
        shared = len(pd.Index(starts[0]).intersection(pd.Index(starts[-1])))
        if len(paths) == 2 and shared:
            found.append({f"{shared} of {len(rows)} rows told again: {path.name}"
                          for rows, path in zip(starts, paths)})
    return found


def korean_names(recordings: Path) -> pd.DataFrame:
    """Rows of listing_daily, of the last recorded day."""
    text = file_text(recordings / "files/names/korean-names.csv.zst")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    return pd.DataFrame({
        "market_day": np.datetime64("2026-04-13", "s"),
        "symbol": [row["symbol"].strip() for row in rows],
        "name_ko": [row["name_ko"].strip() for row in rows], "source": "korean_names"})
