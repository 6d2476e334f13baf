#!/usr/bin/env python3
"""Compares the market's tables of a warehouse, every row, with figures computed without the program.

    check_market.py SEOHAK --home DIR [TABLE…]      DIR: a home in which the recorded profile ran

check.py runs these checks with its own. Prints each difference; ends with 1 when there is one.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Callable

import pandas as pd

import compare_frames
import make_market
import market_tables
import read_bars

# The program's own columns.
OWN = {"fetched_at", "load_id", "record"}
ISSUES = "analytics.data_issue"
# Kinds that tell of the program's own files: three older captures of minutes (AAPL, NVDA, TSLA)
# tell again what the newer ones tell, and no recorded row is fit for the quarantine.
OWN_KINDS = ("overlap", "quarantined")


def check_table(program: list[str], name: str, expected: pd.DataFrame, folder: Path) -> list[str]:
    table = make_market.schema(name)
    columns = [column for column in table.columns if column.name not in OWN]
    unknown = [column.name for column in columns if column.name not in expected]
    if unknown:
        return [f"no figures for the columns {', '.join(unknown)}"]
    out = folder / f"{name}.parquet"
    sql = f"SELECT {', '.join(column.name for column in columns)} FROM {name}"
    if name == ISSUES:
        sql += f" WHERE kind NOT IN ({', '.join(repr(kind) for kind in OWN_KINDS)})"
    subprocess.run([*program, "query", sql, "--format", "parquet", "-o", str(out)], check=True,
                   timeout=300)
    types = {column.name: column.type for column in columns}
    return compare_frames.differences(expected, compare_frames.read_table(out, types), types,
                                      table.grain, market_tables.ABSOLUTE)


def check_issues(program: list[str], folder: Path) -> list[str]:
    """Kinds that check_table leaves out: of two captures that tell the same, one is named."""
    out = folder / "kinds.csv"
    sql = (f"SELECT kind, detail FROM {ISSUES} WHERE kind IN "
           f"({', '.join(repr(kind) for kind in OWN_KINDS)})")
    subprocess.run([*program, "query", sql, "--format", "csv", "-o", str(out)], check=True,
                   timeout=300)
    left = read_bars.overlaps(make_market.ROOT / "recordings")
    found = []
    for row in pd.read_csv(out).itertuples():
        pair = next((pair for pair in left if row.detail in pair), None)
        if row.kind != "overlap" or pair is None:
            found.append(f"{row.kind}, {row.detail}: not expected")
        else:
            left.remove(pair)
    return found + [f"neither of {pair} is told" for pair in left]


def check_digests(tables: dict[str, pd.DataFrame]) -> list[str]:
    wanted = (make_market.HERE / make_market.DIGESTS).read_text("utf-8").splitlines()
    actual = make_market.digests(tables).decode("utf-8").splitlines()
    return [f"{line} is not what the recordings give" for line in wanted if line not in actual] + [
        f"{line} is missing in the file" for line in actual if line not in wanted]


def checks(program: list[str], tables: dict[str, pd.DataFrame],
           folder: Path) -> dict[str, Callable[[], list[str]]]:
    """By name, functions that say what differs."""
    found = {f"{make_market.DIGESTS} is current": lambda: check_digests(tables)}
    for name, frame in tables.items():
        found[f"{name} of the warehouse"] = (
            lambda name=name, frame=frame: check_table(program, name, frame, folder))
    found[f"{ISSUES}, what it says of files"] = lambda: check_issues(program, folder)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("seohak", type=Path)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("tables", nargs="*")
    options = parser.parse_intermixed_args()
    program = [str(options.seohak.resolve()), "--home", str(options.home)]
    tables = market_tables.tables(make_market.ROOT / "recordings")
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, check in checks(program, tables, Path(folder)).items():
            if options.tables and not any(table in name for table in options.tables):
                continue
            started = time.monotonic()
            try:
                found = check()
            except (OSError, subprocess.SubprocessError) as error:
                found = [str(error)]
            failed += bool(found)
            print(f"{name}: {time.monotonic() - started:.1f} s" + "".join(
                f"\n    {line}" for line in found), flush=True)
    print(f"{failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
