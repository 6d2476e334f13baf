#!/usr/bin/env python3
"""Compares a warehouse, filled from the recordings, with figures computed without the program.

    check.py SEOHAK [--home DIR]        without --home: runs the recorded profile in a fresh one

The market's tables are those of check_market.py, checked here too. First the figures are computed anew and compared with the files beside this one; then every row of
every model, and the number of rows of every raw table, is read with `SEOHAK query` and compared.
Prints each difference; the last line counts passed and failed checks; ends with 1 on a failure.
"""

import argparse
import csv
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE.parent / "tools"))
import check_market  # noqa: E402
import make_expected  # noqa: E402
import make_market  # noqa: E402
import market_tables  # noqa: E402
from compare_tables import differences, read_records, typed_rows  # noqa: E402
from table_schema import Table, find_table  # noqa: E402

CHECKS = 32


def model_of(path: Path) -> Table:
    return find_table(ROOT / "models", path.name.split(".csv")[0])


def query(program: list[str], sql: str, folder: Path) -> list[dict]:
    out = folder / "out.csv"
    subprocess.run([*program, "query", sql, "--format", "csv", "-o", str(out)], check=True,
                   timeout=300)
    return read_records(out)


def check_committed(committed: Path, full: Path) -> list[str]:
    """The file beside this script against the figures computed now; of fx_trend_daily a part."""
    table = model_of(committed)
    wanted = typed_rows(table, read_records(committed))
    actual = typed_rows(table, read_records(full / committed.name))
    found = differences(table, wanted, actual, subset=table.name == make_expected.DAILY)
    return found if wanted else [f"{committed.name} is empty"]


def check_table(program: list[str], expected: Path, folder: Path) -> list[str]:
    table = model_of(expected)
    names = ", ".join(column.name for column in table.columns)
    wanted = typed_rows(table, read_records(expected))
    actual = typed_rows(table, query(program, f"SELECT {names} FROM {table.name}", folder))
    return differences(table, wanted, actual)


def check_counts(program: list[str], folder: Path) -> list[str]:
    wanted: dict[tuple[str, str], dict[str, int]] = {}
    with open(HERE / "counts.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            table = wanted.setdefault((row["table_name"], row["column_name"]), {})
            table[row["value"]] = int(row["rows"])
    found = [] if wanted else ["counts.csv is empty"]
    for (table, column), values in wanted.items():
        rows = query(program, f"SELECT {column} AS value, COUNT(*) AS n FROM {table} GROUP BY 1",
                     folder)
        actual = {row["value"]: int(row["n"]) for row in rows}
        found += [f"{table}, {column} {value}: {actual.get(value, 0)} rows, not "
                  f"{values.get(value, 0)}" for value in sorted(values | actual)
                  if values.get(value, 0) != actual.get(value, 0)]
    return found


def run_checks(program: list[str], folder: Path) -> dict[str, list[str]]:
    """What differs, by check."""
    full = folder / "full"
    make_expected.write(ROOT / "recordings", full, full=True)
    market = market_tables.tables(ROOT / "recordings")
    results = {"counts.csv is current": [] if (full / "counts.csv").read_bytes()
               == (HERE / "counts.csv").read_bytes() else ["counts.csv differs"]}
    checks = {"counts of the warehouse": lambda: check_counts(program, folder)}
    for path in sorted(full.glob("analytics.*")):
        checks[f"{path.name} is current"] = lambda path=path: check_committed(HERE / path.name, full)
        checks[f"{path.name} of the warehouse"] = lambda path=path: check_table(program, path, folder)
    kept = folder / "market"
    kept.mkdir()
    for name in make_market.KEPT:
        checks[f"{name}.csv is current"] = lambda name=name: check_committed(
            HERE / f"{name}.csv", make_market.write_kept(name, market, kept).parent)
    checks |= check_market.checks(program, market, folder)
    for name, check in checks.items():
        try:
            results[name] = check()
        except (OSError, subprocess.SubprocessError) as error:
            results[name] = [str(error)]
    return results


def main() -> int:
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("seohak", type=Path)
    parser.add_argument("--home", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = options.home or folder / "home"
        program = [str(options.seohak.resolve()), "--home", str(home)]
        if options.home is None:
            subprocess.run([*program, "-q", "run", "--profile", "recorded"], check=True, timeout=600)
        results = run_checks(program, folder)
    for check, found in results.items():
        for line in found[:10]:
            print(f"{check}: {line}")
    failed = sum(1 for found in results.values() if found)
    print(f"{len(results) - failed} passed, {failed} failed")
    return 1 if failed or len(results) != CHECKS else 0


if __name__ == "__main__":
    sys.exit(main())
