#!/usr/bin/env python3
"""Writes what is kept here of the market's tables: digests of all, a few of them in full.

    make_market.py RECORDINGS_DIR OUT_DIR

market_digests.csv holds, for each table, its rows and the SHA-256 of its exact columns (all but the
doubles) in the order of the grain; see compare_frames.digest.
"""

import argparse
import sys
from pathlib import Path

import pandas as pd

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE.parent / "tools"))
import market_tables  # noqa: E402
from compare_frames import digest, plain  # noqa: E402
from table_schema import Table, find_table  # noqa: E402

# Tables kept in full; the others are too large.
KEPT = ("analytics.exchange_day", "analytics.sector_volume_weekly", "analytics.top_mover_daily",
        "analytics.stock_rsi_status")
DIGESTS = "market_digests.csv"


def schema(name: str) -> Table:
    return find_table(ROOT / "models", name)


def types_of(name: str, frame: pd.DataFrame) -> dict[str, str]:
    """Columns of the table that the frame has, with their types."""
    return {column.name: column.type for column in schema(name).columns if column.name in frame}


def text(value, kind: str) -> str:
    """null is empty; doubles by their shortest text that reads back the same."""
    if pd.isna(value):
        return ""
    if kind.startswith("DECIMAL"):
        return f"{int(value) // 1_000_000}.{int(value) % 1_000_000:06d}"
    if kind == "DATE":
        return value.strftime("%Y-%m-%d")
    if kind == "TIMESTAMP WITH TIME ZONE":
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if kind == "BOOLEAN":
        return "true" if value else "false"
    if kind == "DOUBLE PRECISION":
        return repr(float(value))
    return value if kind == "VARCHAR" else str(int(value))


def csv_text(name: str, frame: pd.DataFrame) -> bytes:
    types = types_of(name, frame)
    rows = pd.DataFrame({column: plain(frame[column], kind) for column, kind in types.items()})
    rows = rows.sort_values(schema(name).grain)
    out = pd.DataFrame({column: [text(value, kind) for value in rows[column]]
                        for column, kind in types.items()})
    return out.to_csv(index=False, lineterminator="\n").encode("utf-8")


def digests(tables: dict[str, pd.DataFrame]) -> bytes:
    lines = ["table_name,rows,sha256"]
    lines += [f"{name},{len(frame)},{digest(frame, types_of(name, frame), schema(name).grain)}"
              for name, frame in tables.items()]
    return ("\n".join(lines) + "\n").encode("utf-8")


def write_kept(name: str, tables: dict[str, pd.DataFrame], out: Path) -> Path:
    """Writes one of KEPT into the folder `out`; its path."""
    path = out / f"{name}.csv"
    path.write_bytes(csv_text(name, tables[name]))
    return path


def main() -> int:
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("recordings", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    tables = market_tables.tables(options.recordings)
    options.out.mkdir(parents=True, exist_ok=True)
    for name in KEPT:
        write_kept(name, tables, options.out)
    (options.out / DIGESTS).write_bytes(digests(tables))
    return 0


if __name__ == "__main__":
    sys.exit(main())
