#!/usr/bin/env python3
"""Writes rsi.csv: RSI(14) of recorded and seeded series, by TA-Lib and by exact fractions.

    rsi_expected.py recordings tests/golden/rsi.csv

Columns: series; close; wilder, TA-Lib's RSI; cutler, 100 × gains / (gains + losses) of the newest
14 changes, 0 without movement, each sum an exact fraction. Empty where there is no value yet.
Doubles are the shortest text that reads back the same.
"""
import csv
import io
import json
import sys
import zipfile
from fractions import Fraction
from pathlib import Path

import numpy as np
import talib
from fastwarc.warc import ArchiveIterator, WarcRecordType

PERIOD = 14
SYMBOLS = ["AAPL", "TSLA", "AZN", "RVSN", "BRK/B", "ABR^D"]


def bodies(path):
    for file in sorted(path.glob("*.warc.zst")):
        with open(file, "rb") as stream:
            for record in ArchiveIterator(stream, WarcRecordType.response, parse_http=True):
                yield record.reader.read()


def dollar_series(root):
    """Won per dollar of the newest 400 days of the European Central Bank."""
    body = next(bodies(root / "ecb" / "reference_rates"))
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        text = archive.read("eurofxref-hist.csv").decode("ascii")
    rows = [row for row in csv.DictReader(io.StringIO(text))
            if row["KRW"] != "N/A" and row["USD"] != "N/A"]
    return [float(row["KRW"]) / float(row["USD"]) for row in rows[:400]][::-1]


def listed_series(root):
    """Last sales of a few symbols, a day each."""
    closes = {symbol: [] for symbol in SYMBOLS}
    for body in bodies(root / "nasdaq" / "screener"):
        for row in json.loads(body)["data"]["rows"]:
            if row["symbol"].strip() in closes:
                closes[row["symbol"].strip()].append(float(row["lastsale"].lstrip("$")))
    return {f"nasdaq {symbol}": series for symbol, series in closes.items() if series}


def random_series():
    rng = np.random.default_rng(20260413)
    ticks = np.round(100 + np.cumsum(rng.normal(0, 0.5, 600)), 2)
    penny = np.round(0.05 + np.abs(np.cumsum(rng.choice([-1, 0, 0, 0, 1], 300))) * 0.0001, 4)
    wild = np.exp(np.cumsum(rng.normal(0, 0.2, 300)))
    dear = np.round(700_000 + np.cumsum(rng.normal(0, 900, 200)), 2)
    return {"random ticks": ticks, "random penny": penny, "random wild": wild,
            "random dear": dear, "flat tail": np.concatenate([ticks[:60], np.full(300, 99.5)])}


def special_series():
    return {
        "constant": [12.5] * 40,
        "one jump": [10.0] * 20 + [11.0] * 40,
        "one drop": [11.0] * 20 + [10.0] * 40,
        "all gain": [10 + 0.1 * i for i in range(40)],
        "all loss": [10 - 0.1 * i for i in range(40)],
        "flat then moving": [5.0] * 30 + [5.0 + 0.25 * (i % 3) for i in range(40)],
        "one bar": [3.0],
        "14 bars": [3.0 + i % 4 for i in range(14)],
        "15 bars": [3.0 + i % 4 for i in range(15)],
    }


def cutler(closes):
    exact = [Fraction(close) for close in closes]
    values = [None] * len(closes)
    for i in range(PERIOD, len(closes)):
        changes = [exact[j] - exact[j - 1] for j in range(i - PERIOD + 1, i + 1)]
        gains = sum(change for change in changes if change > 0)
        movement = sum(abs(change) for change in changes)
        values[i] = float(100 * gains / movement) if movement else 0.0
    return values


def text(value):
    return "" if value is None or value != value else repr(float(value))


def main():
    root = Path(sys.argv[1])
    series = {"ecb USD": dollar_series(root)} | listed_series(root)
    series |= random_series() | special_series()
    with open(sys.argv[2], "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["series", "close", "wilder", "cutler"])
        for name, closes in series.items():
            closes = [float(close) for close in closes]
            wilder = talib.RSI(np.array(closes), PERIOD)
            for row in zip(closes, wilder, cutler(closes)):
                writer.writerow([name, *map(text, row)])


main()
