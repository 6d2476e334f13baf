#!/usr/bin/env python3
"""Compares the rows of a table with the rows they should be.

    compare_tables.py TABLE EXPECTED ACTUAL [--subset] [--models DIR]

TABLE is a name such as analytics.fx_trend_daily; its columns, types and grain come from its file
under models/. EXPECTED and ACTUAL are .csv, .csv.zst or .parquet, in any order of rows; ACTUAL may
have more columns, not fewer. In CSV an empty field is null. Text, days, instants, integers and
decimals must be equal, doubles to 1e-12 of the larger. With --subset ACTUAL may have more rows.
Prints the first differences and ends with 1 when there is one.
"""

import argparse
import csv
import datetime as dt
import io
import sys
from decimal import Decimal
from pathlib import Path

from table_schema import Table, find_table

RELATIVE = 1e-12
SHOWN = 10


def parse(text: str, kind: str):
    """A CSV field or a Parquet value as a value of the column's type; None for null."""
    if text is None or text == "":
        return None
    if kind == "VARCHAR":
        return str(text)
    if kind == "BOOLEAN":
        return {"true": True, "t": True, "false": False, "f": False}[str(text).lower()]
    if kind == "DATE":
        return dt.date.fromisoformat(str(text)[:10])
    if kind == "TIMESTAMP WITH TIME ZONE":
        stamp = str(text).replace("Z", "+00:00")
        at = dt.datetime.fromisoformat(stamp + ":00" if stamp[-3] in "+-" else stamp)
        return (at if at.tzinfo else at.replace(tzinfo=dt.timezone.utc)).astimezone(dt.timezone.utc)
    if kind == "DOUBLE PRECISION":
        return float(text)
    return Decimal(str(text)) if kind.startswith("DECIMAL") else int(text)


def read_records(path: Path) -> list[dict]:
    if path.suffix == ".parquet":
        import pyarrow.parquet
        return pyarrow.parquet.read_table(path).to_pylist()
    data = path.read_bytes()
    if path.suffix == ".zst":
        import zstandard
        data = zstandard.ZstdDecompressor().decompressobj().decompress(data)
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))


def typed_rows(table: Table, records: list[dict]) -> list[tuple]:
    return [tuple(parse(record[column.name], column.type) for column in table.columns)
            for record in records]


def same(expected, actual) -> bool:
    if isinstance(expected, float) and isinstance(actual, float):
        return abs(expected - actual) <= RELATIVE * max(abs(expected), abs(actual))
    return expected == actual


def differences(table: Table, expected: list[tuple], actual: list[tuple],
                subset: bool = False) -> list[str]:
    """What differs, one line each; empty when nothing does. `subset`: more rows are welcome."""
    names = [column.name for column in table.columns]
    at = [names.index(name) for name in table.grain]
    keyed: dict[tuple, tuple] = {}
    found = []
    for row in actual:
        key = tuple(row[i] for i in at)
        if key in keyed:
            found.append(f"{_text(key)}: twice")
        keyed[key] = row
    for row in expected:
        key = tuple(row[i] for i in at)
        other = keyed.pop(key, None)
        if other is None:
            found.append(f"{_text(key)}: missing")
            continue
        found += [f"{_text(key)}: {name} is {got}, not {want}"
                  for name, want, got in zip(names, row, other) if not same(want, got)]
    return found + [f"{_text(key)}: not expected" for key in keyed if not subset]


def _text(key: tuple) -> str:
    return " ".join(str(value) for value in key)


def main() -> int:
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("table")
    parser.add_argument("expected", type=Path)
    parser.add_argument("actual", type=Path)
    parser.add_argument("--subset", action="store_true")
    parser.add_argument("--models", type=Path,
                        default=Path(__file__).resolve().parents[2] / "models")
    options = parser.parse_args()
    table = find_table(options.models, options.table)
    expected = typed_rows(table, read_records(options.expected))
    if not expected:
        print(f"{options.expected}: no rows to compare with", file=sys.stderr)
        return 1
    actual = typed_rows(table, read_records(options.actual))
    found = differences(table, expected, actual, options.subset)
    for line in found[:SHOWN]:
        print(f"{table.name}: {line}")
    if len(found) > SHOWN:
        print(f"{table.name}: and {len(found) - SHOWN} more")
    print(f"{table.name}: {len(expected)} rows expected, {len(found)} differences")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
