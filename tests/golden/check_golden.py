#!/usr/bin/env python3
"""Compares a warehouse, filled from the recordings, with the independent figures beside this file.

    check_golden.py SEOHAK [ARGUMENT...]        arguments go in front of `query`, as --home DIR
    check_golden.py --expected DIR SEOHAK ...   DIR: made by make_expected.py --full

Prints each difference; the last line counts passed and failed checks; ends with 1 on a failure.
"""

import csv
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE.parent / "tools"))
from compare_tables import differences, read_records, typed_rows  # noqa: E402
from table_schema import find_table  # noqa: E402


def query(program: list[str], sql: str, folder: Path) -> list[dict]:
    out = folder / "out.csv"
    subprocess.run([*program, "query", sql, "--format", "csv", "-o", str(out)], check=True)
    return read_records(out)


def check_table(program: list[str], expected: Path, folder: Path) -> list[str]:
    table = find_table(ROOT / "models", expected.name.split(".csv")[0])
    names = ", ".join(column.name for column in table.columns)
    wanted = typed_rows(table, read_records(expected))
    actual = typed_rows(table, query(program, f"SELECT {names} FROM {table.name}", folder))
    # The file beside this one holds a part of the daily rates; counts.csv holds all their numbers.
    subset = expected.parent == HERE and table.name == "analytics.fx_trend_daily"
    found = differences(table, wanted, actual, subset)
    return found if wanted else [f"{expected.name} is empty"]


def check_counts(program: list[str], expected: Path, folder: Path) -> list[str]:
    wanted: dict[tuple[str, str], dict[str, int]] = {}
    with open(expected / "counts.csv", encoding="utf-8", newline="") as file:
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


def main() -> int:
    arguments, expected = sys.argv[1:], HERE
    if arguments[:1] == ["--expected"]:
        expected, arguments = Path(arguments[1]).resolve(), arguments[2:]
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    passed = failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        checks = {"counts.csv": lambda: check_counts(arguments, expected, folder)}
        for path in sorted(expected.glob("analytics.*.csv*")):
            checks[path.name] = lambda path=path: check_table(arguments, path, folder)
        for what, check in checks.items():
            try:
                found = check()
            except subprocess.CalledProcessError as error:
                found = [f"{' '.join(arguments)} query ended with {error.returncode}"]
            for line in found[:10]:
                print(f"{what}: {line}")
            print(f"{what}: {len(found)} differences")
            passed, failed = passed + (not found), failed + bool(found)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or passed < 5 else 0


if __name__ == "__main__":
    sys.exit(main())
