"""Runs the program's PostgreSQL DDL of every table and compares what the server then holds with the
tables' headers under models/.
"""

import os
import re
import subprocess
import tempfile
from pathlib import Path

import psycopg2

from table_schema import Table, read_table

ROOT = Path(__file__).resolve().parents[2]
LOAD_TEST = Path(os.environ.get("SEOHAK_LOAD_TEST", ROOT / "build/release/load_test"))
FOLDERS = ["raw_data", "meta", "analytics"]

COLUMNS = """
SELECT column_name, data_type, numeric_precision, numeric_scale, character_maximum_length,
       is_nullable = 'YES'
FROM information_schema.columns WHERE table_schema = %s AND table_name = %s
ORDER BY ordinal_position"""
KEY = """
SELECT attname FROM pg_index
CROSS JOIN LATERAL unnest(indkey) WITH ORDINALITY AS part (attnum, place)
JOIN pg_attribute ON attrelid = indrelid AND pg_attribute.attnum = part.attnum
WHERE indrelid = %s::regclass AND indisprimary ORDER BY place"""


def statements() -> dict[str, str]:
    """Table name -> its statement, as the program writes it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ddl.sql"
        subprocess.run([LOAD_TEST, "--gtest_filter=DdlPostgres.*"], check=True,
                       stdout=subprocess.DEVNULL,
                       env={**os.environ, "SEOHAK_TEST_DDL_FILE": str(file)})
        parts = re.split(r"^-- (\S+)\n", file.read_text("utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2]))


def _type(kind: str, precision, scale, length) -> str:
    if kind == "numeric":
        return f"DECIMAL({precision},{scale})"
    if kind == "character varying":
        return "VARCHAR" if length is None else f"VARCHAR({length})"
    return kind.upper()


def check_table(cursor, table: Table, statement: str) -> list[str]:
    """What the server holds otherwise than the header says."""
    schema, name = table.name.split(".")
    cursor.execute(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
    cursor.execute(statement)
    cursor.execute(statement)  # IF NOT EXISTS: a second time changes nothing
    cursor.execute(COLUMNS, (schema, name))
    held = [(column, _type(*kind), nullable) for column, *kind, nullable in cursor.fetchall()]
    wanted = [(column.name, column.type, column.nullable) for column in table.columns]
    found = [f"column {got} where the header says {want}"
             for got, want in zip(held, wanted) if got != want]
    if len(held) != len(wanted):
        found.append(f"{len(held)} columns, the header has {len(wanted)}")
    cursor.execute(KEY, (f'"{schema}"."{name}"',))
    key = [row[0] for row in cursor.fetchall()]
    return found + ([] if key == table.grain else [f"key {key}, the grain is {table.grain}"])


def run(connection) -> tuple[int, int]:
    """Numbers of tables that are as their header says, and that are not."""
    made = statements()
    passed = failed = 0
    for path in sorted(path for folder in FOLDERS for path in (ROOT / "models" / folder).glob("*.sql")):
        table = read_table(path)
        try:
            with connection.cursor() as cursor:
                found = check_table(cursor, table, made.pop(table.name))
        except KeyError:
            found = ["the program has no DDL for it"]
        except psycopg2.Error as error:
            found = [str(error).strip()]
        connection.rollback()
        for line in found:
            print(f"DDL of {table.name}: {line}")
        passed, failed = passed + (not found), failed + bool(found)
    for name in made:
        print(f"DDL of {name}: it has no file under models/")
    return passed, failed + len(made)
