#!/usr/bin/env python3
"""Runs every table's DDL and every model case on a PostgreSQL server, each twice.

    run_postgres.py [DSN]        without DSN: starts a server of its own and stops it at the end

The DDL comes from the program ($SEOHAK_LOAD_TEST, default build/release/load_test) and is compared
with the headers under models/. Where a model has kernels, the program computes them over the rows
of the server's SELECT ($SEOHAK_MODEL_TEST, default build/release/model_test). Each table and case has a transaction of its own that is rolled
back, so the server keeps nothing. Ends with 1 when something fails or there is nothing to check.
"""

import contextlib
import csv
import os
import re
import socket
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import psycopg2

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/tools"))
import postgres_ddl  # noqa: E402
from compare_tables import differences, read_records, typed_rows  # noqa: E402
from table_schema import Table, find_table  # noqa: E402

MODELS = ROOT / "models"
MODEL_TEST = Path(os.environ.get("SEOHAK_MODEL_TEST", ROOT / "build/release/model_test"))


def without_kernels(model: Table) -> Table:
    """The table without the columns that kernels compute, not the server."""
    return replace(model, columns=[column for column in model.columns
                                   if column.name not in model.computed])


def create(cursor, table: Table) -> None:
    schema = table.name.partition(".")[0]
    columns = ", ".join(f"{column.name} {column.type}{'' if column.nullable else ' NOT NULL'}"
                        for column in table.columns)
    cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    cursor.execute(f"CREATE TABLE {table.name} ({columns})")


def fill(cursor, table: Table, path: Path) -> None:
    with open(path, encoding="utf-8", newline="") as file:
        names = next(csv.reader(file))
        file.seek(0)
        cursor.copy_expert(f"COPY {table.name} ({', '.join(names)}) FROM STDIN"
                           " WITH (FORMAT csv, HEADER true, NULL '')", file)


def bound(model: Table) -> str:
    """The SELECT for all days, with the settings of its header."""
    values = {"from": "DATE '0001-01-01'", "to": "DATE '9999-12-31'", **model.settings}
    return re.sub(r"@([a-z_]+)", lambda found: values[found[1]], model.sql)


def stored(cursor, table: Table) -> list[dict]:
    names = [column.name for column in table.columns]
    cursor.execute(f"SELECT {', '.join(names)} FROM {table.name}")
    return [dict(zip(names, row)) for row in cursor.fetchall()]


def kernels(folder: Path) -> None:
    """Writes the SELECT of each model with kernels; computes them where its rows are there."""
    subprocess.run([MODEL_TEST, "--gtest_filter=KernelRows.*", "--gtest_brief=1"], check=True,
                   stdout=subprocess.DEVNULL,
                   env={**os.environ, "SEOHAK_TEST_KERNEL_DIR": str(folder)})


def with_kernels(cursor, model: Table) -> list[dict]:
    """The model's rows: the server's SELECT, then the kernels over what it gives."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        kernels(folder)
        select = (folder / f"{model.name}.sql").read_text("utf-8")
        with open(folder / f"{model.name}.rows.csv", "wb") as rows:
            cursor.copy_expert(f"COPY ({select}) TO STDOUT WITH (FORMAT csv, HEADER true)", rows)
        kernels(folder)
        return read_records(folder / f"{model.name}.csv")


def run_case(cursor, model: Table, folder: Path) -> list[str]:
    """What is wrong with the case; empty when it passes."""
    given = {path.name.removeprefix("given.").removesuffix(".csv"): path
             for path in folder.glob("given.*.csv")}
    if sorted(given) != sorted(model.reads):
        return [f"given {sorted(given)}, the model reads {sorted(model.reads)}"]
    for name, path in given.items():
        table = find_table(MODELS, name)
        create(cursor, table)
        fill(cursor, table, path)
    found = []
    if model.computed:
        expected = typed_rows(model, read_records(folder / "expect.csv"))
        found += [f"kernels: {line}" for line in
                  differences(model, expected, typed_rows(model, with_kernels(cursor, model)))]
        model = without_kernels(model)
    create(cursor, model)
    expected = typed_rows(model, read_records(folder / "expect.csv"))
    for turn in ("first run", "second run"):
        cursor.execute(f"DELETE FROM {model.name}")
        names = ", ".join(column.name for column in model.columns)
        cursor.execute(f"INSERT INTO {model.name} ({names}) SELECT {names} FROM ({bound(model)}) AS m")
        actual = typed_rows(model, stored(cursor, model))
        found += [f"{turn}: {line}" for line in differences(model, expected, actual)]
    return found


@contextlib.contextmanager
def server(arguments: list[str]):
    """The DSN of a running server."""
    if arguments:
        yield arguments[0]
        return
    script = ROOT / "tests/tools/start-postgres.sh"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # the server's account must get through
        try:
            subprocess.run([script, "start", folder, str(port), "etl"], check=True,
                           stdout=sys.stderr)
            yield f"postgresql://etl:etl@127.0.0.1:{port}/etl"
        finally:
            subprocess.run([script, "stop", folder], check=False, stdout=sys.stderr)


def run_cases(connection) -> tuple[int, int]:
    """Numbers of passed and failed cases."""
    passed = failed = 0
    for folder in sorted(path.parent for path in (ROOT / "tests/models").glob("*/*/expect.csv")):
        model = find_table(MODELS, "analytics." + folder.parent.name)
        try:
            with connection.cursor() as cursor:
                found = run_case(cursor, model, folder)
        except psycopg2.Error as error:
            found = [str(error).strip()]
        connection.rollback()
        for line in found[:10]:
            print(f"{folder.parent.name}/{folder.name}: {line}")
        passed, failed = passed + (not found), failed + bool(found)
    return passed, failed


def main() -> int:
    with server(sys.argv[1:2]) as dsn, contextlib.closing(psycopg2.connect(dsn)) as connection:
        tables, wrong = postgres_ddl.run(connection)
        passed, failed = run_cases(connection)
    print(f"DDL: {tables} passed, {wrong} failed; cases: {passed} passed, {failed} failed")
    return 1 if failed or wrong or not passed or not tables else 0


if __name__ == "__main__":
    sys.exit(main())
