"""Writes the recorded answers as plain files: what peers read without unpacking anything."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import numpy as np
import zstandard
from fastwarc.warc import ArchiveIterator, WarcRecordType


def screener_files(recordings: Path, out: Path, first_day: str) -> int:
    """DAY_EXCHANGE.json of every recorded day from `first_day` on; returns how many."""
    out.mkdir(parents=True)
    count = 0
    for path in sorted((recordings / "nasdaq" / "screener").glob("*.warc.zst")):
        day = path.name.removesuffix(".warc.zst")
        if day < first_day:
            continue
        with open(path, "rb") as stream:
            for record in ArchiveIterator(stream, WarcRecordType.response, parse_http=True):
                query = parse_qs(urlsplit(record.headers["WARC-Target-URI"]).query)
                (out / f"{day}_{query['exchange'][0]}.json").write_bytes(record.reader.read())
                count += 1
    return count


def unpacked(path: Path) -> bytes:
    return zstandard.ZstdDecompressor().decompressobj().decompress(path.read_bytes())


def minute_files(recordings: Path, out: Path, copies: int) -> int:
    """SYMBOL_1m.csv of the newest recorded bars, `copies` times under other symbols; the rows."""
    out.mkdir(parents=True)
    rows = 0
    for path in sorted((recordings / "files/minute/us-2026-03").glob("*_1m.csv.zst")):
        body = unpacked(path)
        symbol = path.name.removesuffix("_1m.csv.zst")
        for copy in range(copies):
            name = symbol if copy == 0 else f"{symbol}.{copy}"
            (out / f"{name}_1m.csv").write_bytes(body)
        rows += copies * (body.count(b"\n") - 1)
    return rows


def all_minute_files(recordings: Path, out: Path) -> None:
    """Every recorded minute file, unpacked, in the folders it is recorded in."""
    for path in sorted((recordings / "files/minute").glob("*/*.csv.zst")):
        target = out / path.parent.name / path.name.removesuffix(".zst")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(unpacked(path))


def closes(out: Path, symbols: int, bars: int) -> None:
    """Seeded walks in cents, one series after the other, little-endian doubles."""
    random = np.random.default_rng(20260413)
    steps = random.integers(-20, 21, size=(symbols, bars))
    walk = np.maximum(1000 + random.integers(0, 40000, size=(symbols, 1)) + steps.cumsum(1), 100)
    (walk / 100.0).astype("<f8").tofile(out)
