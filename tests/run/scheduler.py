#!/usr/bin/env python3
"""The scheduler inside `serve`: what was missed, kills, ends, pauses; and runs that are stepped in.

Time is made by the state database: how far the schedules were looked at is set back, so that
instants are due at once.
"""
import contextlib
import datetime
import fcntl
import http.server
import json
import os
import pathlib
import signal
import sqlite3
import sys
import threading
import urllib.request

from disk_full import build as build_full_disk
from program import Home, Serving, case, compare, expect, kill, run_cases
from run_history import ask, history_is_sound, state

ON = {"SEOHAK__SCHEDULER__ENABLED": "on"}
PIPELINES = ["fear_greed", "exchange_rate", "listing", "price_daily", "price_minute"]


def look_back(file, days=3, pipelines=PIPELINES):
    """As if nothing had run for so many days."""
    since = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=days)
    for name in pipelines:
        ask(file, "INSERT INTO scheduled_pipeline (pipeline, looked_until) VALUES (?1, ?2) "
                  "ON CONFLICT (pipeline) DO UPDATE SET looked_until = ?2", name,
            int(since.timestamp() * 1e6))


def events(server):
    """The names of what the server tells, from now on; the first comes at once."""
    with urllib.request.urlopen(f"{server.url}/api/v1/events", timeout=60) as stream:
        for line in stream:
            if line.startswith(b"event:"):
                yield line.decode().partition(":")[2].strip()


def ended(server, file, wanted):
    """Waits until so many scheduled runs have ended well."""
    def count():
        return ask(file, "SELECT count(*) FROM run WHERE kind = 'scheduled' AND state = 'done'")[0][0]
    for name in events(server):
        if count() >= wanted:
            return
        expect(name != "reload", "the stream fell behind")


@case
def what_was_missed_is_made_up_for_once(home):
    home.run("runs")
    file = state(home)
    home.run("-q", "run")
    look_back(file)
    with Serving(home, env=ON) as server:
        ended(server, file, len(PIPELINES))
    history_is_sound(file)
    first = ask(file, "SELECT pipeline, state, due_at FROM run WHERE kind = 'scheduled' ORDER BY 1")
    expect([row[:2] for row in first] == [(name, "done") for name in sorted(PIPELINES)], first)
    with Serving(home, env=ON):
        pass
    again = ask(file, "SELECT pipeline, state, due_at FROM run WHERE kind = 'scheduled' ORDER BY 1")
    expect(again == first, (first, again))


@case
def killed_at_any_task_the_next_start_goes_on(home):
    home.run("-q", "run")
    file = state(home)
    look_back(file)
    before = home.dump()
    for at in (1, 4, 9, 15):
        server = Serving(home, env=ON)
        seen = 0
        for name in events(server):
            seen += name == "task"
            if seen >= at or name == "ready" and not ask(
                    file, "SELECT 1 FROM run WHERE state IN ('running', 'queued')"):
                break
        kill(server.process)
    with Serving(home, env=ON) as server:
        ended(server, file, len(PIPELINES))
    history_is_sound(file)
    runs = ask(file, "SELECT pipeline, count(*) FROM run WHERE kind = 'scheduled' GROUP BY 1 ORDER BY 1")
    expect(runs == [(name, 1) for name in sorted(PIPELINES)], runs)
    after = home.dump()
    expect(after == before, "the tables differ")


@case
def a_first_fill_that_is_cut_off_goes_on_in_its_order(home):
    """Killed in its first and its third pipeline: the next start goes on as if nothing had been."""
    server = None
    for pipeline in ("fear_greed", "listing"):
        server = Serving(home)
        file = state(home)
        for _ in events(server):
            if ask(file, "SELECT 1 FROM task JOIN run USING (run) WHERE pipeline = ? AND "
                         "task.state IN ('running', 'done')", pipeline):
                break
        kill(server.process)
    with Serving(home) as server:
        for _ in events(server):
            if not ask(file, "SELECT 1 FROM run WHERE state IN ('running', 'queued')"):
                break
    history_is_sound(file)
    runs = ask(file, "SELECT pipeline, state, exit_code, ended_at, (SELECT min(started_at) FROM task "
                     "WHERE task.run = run.run) FROM run ORDER BY run")
    expect([run[:3] for run in runs] == [(name, "done", 0) for name in PIPELINES], runs)
    overlaps = [second for first, second in zip(runs, runs[1:]) if second[4] < first[3]]
    expect(overlaps == [], f"begun before the one before it had ended: {overlaps}")
    with Home() as other:
        other.run("-q", "run")
        difference = compare(other.dump(), home.dump())
        expect(difference is None, difference)


@case
def a_full_disk_is_told_and_the_next_start_goes_on(home):
    home.run("-q", "run")
    file = state(home)
    look_back(file)
    library = build_full_disk(home.path)
    for room in (60_000, 200_000):
        env = {**ON, "LD_PRELOAD": str(library), "FULL_DISK_FILES": "/state.sqlite",
               "FULL_DISK_BYTES": str(room), "FULL_DISK_REPORT": str(home.path / "report")}
        server = Serving(home, env=env)
        for line in server.process.stderr:
            if "trying again" in line:
                break
        expect("full" in line or "no space" in line or "room" in line, line)
        server.process.send_signal(signal.SIGTERM)
        server.process.communicate(timeout=60)
    with Serving(home, env=ON) as server:
        ended(server, file, len(PIPELINES))
    history_is_sound(file)


@case
def a_second_scheduler_says_so_and_stops(home):
    home.run("-q", "run", "fear_greed")
    lock = state(home).parent / "scheduler.lock"
    with open(lock, "w", encoding="ascii") as held:
        held.write("4242\n")
        held.flush()
        fcntl.flock(held, fcntl.LOCK_EX)
        done = home.run("serve", "--listen", "127.0.0.1:0", code=75, env=ON)
    expect("another scheduler (pid 4242)" in done.stderr, done.stderr)


@case
def a_state_of_a_newer_version_is_refused_and_kept(home):
    home.run("-q", "run", "fear_greed")
    [(version,)] = ask(state(home), "PRAGMA user_version")
    ask(state(home), "PRAGMA user_version = 99")
    done = home.run("serve", "--listen", "127.0.0.1:0", code=2, env=ON)
    expect("newer version (99" in done.stderr and "update seohak" in done.stderr, done.stderr)
    ask(state(home), f"PRAGMA user_version = {version}")
    expect(len(json.loads(home.run("runs", "--json").stdout)) == 1, "the run is there")


@case
def a_paused_pipeline_waits_and_makes_nothing_up(home):
    home.run("-q", "run", "listing")
    file = state(home)
    home.run("pause", "listing")
    expect(ask(file, "SELECT paused FROM scheduled_pipeline WHERE pipeline = 'listing'") == [(1,)], "")
    ask(file, "UPDATE scheduled_pipeline SET looked_until = looked_until - 864000000000")
    with Serving(home, env=ON) as server:
        home.run("resume", "listing")  # through the server
        home.run("pause", "exchange_rate")
        with urllib.request.urlopen(f"{server.url}/api/v1/status") as answer:
            answer.read()
    expect(ask(file, "SELECT count(*) FROM run WHERE kind = 'scheduled'") == [(0,)], "made up for")
    expect(ask(file, "SELECT pipeline, paused FROM scheduled_pipeline WHERE pipeline IN "
                     "('listing', 'exchange_rate') ORDER BY 1")
           == [("exchange_rate", 1), ("listing", 0)], "kept")
    done = home.run("pause", "lisitng", code=2)
    expect("did you mean listing?" in done.stderr, done.stderr)


@case
def a_run_whose_end_was_not_stored_is_settled_by_the_next(home):
    """As a full disk would leave it: it seems to run in the server, which does nothing of it."""
    home.run("-q", "run", "listing")
    file = state(home)
    with Serving(home) as server:
        home.run("-q", "run", "fear_greed")
        lost = json.loads(home.run("runs", "--json").stdout)[0]
        ask(file, "UPDATE run SET state = 'running', ended_at = NULL, exit_code = NULL, pid = ?, "
                  "process_start = (SELECT process_start FROM run WHERE pid = ? LIMIT 1) WHERE run = ?",
            server.process.pid, server.process.pid, lost["run"])
        request = urllib.request.Request(f"{server.url}/api/v1/pipelines/exchange_rate/runs", b"{}",
                                         {"Content-Type": "application/json"})
        told = events(server)
        next(told)
        with urllib.request.urlopen(request) as answer:
            answer.read()
        for _ in told:
            if ask(file, "SELECT 1 FROM run WHERE pipeline = 'exchange_rate' AND state = 'done'"):
                break
    ends = ask(file, "SELECT state, exit_code, ended_at IS NULL FROM run")
    expect(ends == [("done", 0, 0)] * 3, ends)  # as its tasks had ended
    history_is_sound(file)


class Source(http.server.ThreadingHTTPServer):
    """A source that hangs until it is told to answer."""
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answer)
        self.asked = threading.Event()
        self.go = threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def settings(self):
        off = {f"SEOHAK__PIPELINES__{name.upper()}__ENABLED": "false" for name in PIPELINES[1:]}
        return {"SEOHAK__PROFILE": "live", "SEOHAK__SOURCES__GSHEETS__ENABLED": "false",
                "SEOHAK__SOURCES__CNN__ENDPOINTS__DATAVIZ": f"http://127.0.0.1:{self.server_port}",
                **off}


class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):  # noqa: N802, the library's name
        self.server.asked.set()
        self.server.go.wait(60)
        with contextlib.suppress(OSError):
            self.send_response(404)
            self.end_headers()

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def source():
    server = Source()
    try:
        yield server
    finally:
        server.go.set()
        server.shutdown()
        server.server_close()


@case
def a_task_that_hangs_is_stopped_by_its_timeout(home):
    with source() as hangs:
        env = {**hangs.settings(), "SEOHAK__PIPELINES__FEAR_GREED__TIMEOUT_S": "1"}
        done = home.run("run", "fear_greed", code=75, env=env, timeout=30)
    expect("took longer than 1 s" in done.stderr, done.stderr)


@case
def a_run_and_a_task_are_cancelled_by_another_command(home):
    with source() as hangs:
        env = hangs.settings()
        for words in ((), ("extract:cnn.graphdata",)):
            hangs.asked.clear()
            running = home.start("run", "fear_greed", env=env)
            expect(hangs.asked.wait(30), "asked")
            home.run("cancel", "last", *words, env=env)
            said = running.communicate(timeout=30)[1]
            expect(running.returncode == 130 and "cancelled" in said, (running.returncode, said))
        expect("ended" in home.run("cancel", "last", code=2, env=env).stderr, "it has ended")


@case
def a_hanging_task_is_skipped_and_the_rest_goes_on(home):
    with source() as hangs:
        env = hangs.settings()
        running = home.start("run", "fear_greed", env=env)
        expect(hangs.asked.wait(30), "asked")
        home.run("mark", "last", "skipped", "extract:cnn.graphdata", env=env)
        said = running.communicate(timeout=30)[1]
        expect(running.returncode == 0, said)
        log = home.run("logs", "last", env=env).stdout
        expect("skipped by hand" in log and "load:cnn.graphdata" in log, log)


@case
def a_log_is_followed_to_the_end_of_its_run(home):
    with source() as hangs:
        env = hangs.settings()
        running = home.start("run", "fear_greed", env=env)
        expect(hangs.asked.wait(30), "asked")
        following = home.start("logs", "last", "-f", env=env)
        first = following.stdout.readline()
        home.run("mark", "last", "skipped", "extract:cnn.graphdata", env=env)
        running.communicate(timeout=30)
        rest = following.communicate(timeout=30)[0]
        expect(following.returncode == 0, following.returncode)
        expect(first and "skipped by hand" in rest and "model:analytics.fear_greed_trend" in rest,
               (first, rest))
        task = home.run("logs", "last", "load:cnn.graphdata", "--json", env=env).stdout
        lines = [json.loads(line) for line in task.splitlines()]
        expect(lines and all(line["task"] == "load:cnn.graphdata" and line["try"] == 1
                             for line in lines), lines)


@case
def ended_by_sigterm_it_is_taken_up_by_the_next_start(home):
    with source() as hangs:
        env = {**hangs.settings(), "SEOHAK__SCHEDULER__DRAIN_S": "0"}
        home.run("runs", env=env)
        file = home.path / "live/state.sqlite"
        look_back(file, pipelines=["fear_greed"])
        home.run("-q", "query", "SELECT 1", env=env)
        server = Serving(home, env=env)
        expect(hangs.asked.wait(30), "asked")
        server.process.send_signal(signal.SIGTERM)
        said = server.process.communicate(timeout=30)[1]
        expect(server.process.returncode == 0, said)
        # The scheduled run or the one that fills an empty warehouse: the other waits for it.
        runs = ask(file, "SELECT run, state FROM run WHERE run IN (SELECT run FROM try)")
        expect(len(runs) == 1 and runs[0][1] == "interrupted", runs)
        hangs.go.set()
        with Serving(home, env=env) as server:
            for _ in events(server):
                if ask(file, "SELECT state FROM run WHERE run = ?", runs[0][0])[0][0] == "failed":
                    break
        tries = ask(file, "SELECT attempt, state FROM try WHERE run = ? AND task = 'extract:cnn.graphdata'",
                    runs[0][0])
        expect(tries == [(1, "interrupted"), (2, "failed")], tries)


@case
def a_scheduled_run_that_was_cut_off_is_taken_up_though_its_schedule_is_off_by_now(home):
    home.run("-q", "run", "listing")
    file = state(home)
    run = ask(file, "SELECT run FROM run")[0][0]
    ask(file, "UPDATE run SET kind = 'scheduled', unattended = 1, state = 'interrupted'")
    ask(file, "INSERT INTO due VALUES ('listing', 1, 0, ?)", run)
    off = {f"SEOHAK__PIPELINES__{name.upper()}__ENABLED": "false" for name in PIPELINES}
    with Serving(home, env={**ON, **off}) as server:
        for _ in events(server):
            if ask(file, "SELECT state FROM run")[0][0] == "done":
                break
    history_is_sound(file)


@case
def a_run_is_taken_up_again_with_what_follows(home):
    home.run("-q", "run", "exchange_rate")
    run = json.loads(home.run("runs", "--json").stdout)[0]["run"]
    expect("is done; name one" in home.run("retry", "last", code=2).stderr, "nothing to do")
    home.run("retry", run, "load:ecb.reference_rates")
    tries = dict(ask(state(home), "SELECT task, tries FROM task"))
    again = {task for task, count in tries.items() if count == 2}
    expect(again == {"load:ecb.reference_rates", "model:analytics.fx_trend_daily",
                     "model:analytics.fx_trend_monthly"}, tries)
    home.run("retry", run, "load:ecb.reference_rates", "--only")
    tries = dict(ask(state(home), "SELECT task, tries FROM task"))
    expect(tries["load:ecb.reference_rates"] == 3 and tries["model:analytics.fx_trend_daily"] == 2, tries)
    home.run("mark", run, "failed", "extract:ecb.reference_rates")
    expect(json.loads(home.run("runs", "--json").stdout)[0]["state"] == "failed", "settled")
    home.run("retry", "last")
    expect(json.loads(home.run("runs", "--json").stdout)[0]["state"] == "done", "done again")
    expect('did you mean "load:ecb.reference_rates"' in home.run(
        "retry", run, "load:ecb.reference_rate", code=None).stderr, "nearest")
    home.run("mark", run, "nonsense", "load:ecb.reference_rates", code=2)
    home.run("retry", "20200101T000000-0000", code=None)


if __name__ == "__main__":
    sys.exit(run_cases())
