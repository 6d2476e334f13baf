"""The run history of a home, read from its file."""
import contextlib
import os
import sqlite3

from program import expect


def state(home):
    return home.path / os.environ.get("PROFILE", "recorded") / "state.sqlite"


def ask(file, sql, *values):
    with contextlib.closing(sqlite3.connect(file, timeout=30)) as database, database:
        return database.execute(sql, values).fetchall()


def history_is_sound(file):
    """No run lost, doubled, or left behind."""
    expect(ask(file, "SELECT run FROM run WHERE state IN ('running', 'queued')") == [], "left behind")
    twice = ask(file, "SELECT run FROM due GROUP BY run HAVING count(*) > 1")
    expect(twice == [], twice)
    lost = ask(file, "SELECT run FROM run WHERE kind = 'scheduled' AND run NOT IN (SELECT run FROM due)")
    expect(lost == [], lost)
    expect(ask(file, "PRAGMA integrity_check") == [("ok",)], "the file")
    expect(ask(file, "SELECT * FROM try WHERE state = 'running'") == [], "a try is left behind")
