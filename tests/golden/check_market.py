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

# Columns that another check covers, or that are the program's own.
OWN = {"fetched_at", "load_id", "record"}


def check_table(program: list[str], name: str, expected: pd.DataFrame, folder: Path) -> list[str]:
    table = make_market.schema(name)
    columns = [column for column in table.columns if column.name not in OWN]
    unknown = [column.name for column in columns if column.name not in expected]
    if unknown:
        return [f"no figures for the columns {', '.join(unknown)}"]
    out = folder / f"{name}.parquet"
    sql = f"SELECT {', '.join(column.name for column in columns)} FROM {name}"
    subprocess.run([*program, "query", sql, "--format", "parquet", "-o", str(out)], check=True,
                   timeout=300)
    types = {column.name: column.type for column in columns}
    return compare_frames.differences(expected, compare_frames.read_table(out, types), types,
                                      table.grain, market_tables.ABSOLUTE)


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
    return found


def main() -> int:
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("seohak", type=Path)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("tables", nargs="*")
    options = parser.parse_args()
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
