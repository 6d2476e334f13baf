#!/usr/bin/env python3
"""Puts runs as half a year leaves them into the history of a home:
  history.py STATE_DATABASE RUNS
Each repeats the tasks of a run of the same pipeline that is there; one in twenty failed.
"""
import random
import sqlite3
import sys
import time

EVERY_SECONDS = 150


def tasks_by_pipeline(database):
    found = {}
    for run, pipeline in database.execute("SELECT run, pipeline FROM run ORDER BY run"):
        tasks = database.execute("SELECT task FROM task WHERE run = ? ORDER BY position", (run,))
        found[pipeline] = [task for task, in tasks]
    return found


def put_run(database, pipeline, tasks, at, part, state):
    run = f"{time.strftime('%Y%m%dT%H%M%S', time.gmtime(at))}-{part:04x}"
    begin, end = int(at * 1e6), int(at * 1e6) + 20_000_000
    database.execute(
        "INSERT INTO run (run, pipeline, profile, from_day, to_day, state, started_at, ended_at, pid, "
        "process_start, exit_code, kind, due_at) VALUES (?, ?, 'recorded', 0, 0, ?, ?, ?, 1, '', ?, "
        "'scheduled', ?)", (run, pipeline, state, begin, end, 0 if state == "done" else 75, begin))
    for position, task in enumerate(tasks):
        ended = state if position == len(tasks) // 2 else "done"
        database.execute("INSERT INTO task (run, position, task, state, tries, started_at, ended_at, message, "
                         "code, retryable) VALUES (?, ?, ?, ?, 1, ?, ?, '4 answers', '', 0)",
                         (run, position, task, ended, begin, end))
        database.execute("INSERT INTO try (run, task, attempt, state, started_at, ended_at) "
                         "VALUES (?, ?, 1, ?, ?, ?)", (run, task, ended, begin, end))
        database.execute("INSERT INTO task_count VALUES (?, ?, 'rows', 42)", (run, task))


def main(path, count):
    chance = random.Random(1)
    with sqlite3.connect(path) as database:
        pipelines = list(tasks_by_pipeline(database).items())
        first = time.time() - 3600 - count * EVERY_SECONDS
        for number in range(count):
            pipeline, tasks = pipelines[number % len(pipelines)]
            state = "failed" if chance.random() < 0.05 else "done"
            put_run(database, pipeline, tasks, first + number * EVERY_SECONDS, number % 65536, state)


main(sys.argv[1], int(sys.argv[2]))
