#!/usr/bin/env python3
"""The socket of a home: who holds the warehouse answers and runs for the other commands."""
import filecmp
import http.client
import json
import pathlib
import signal
import socket
import stat
import sys
import urllib.request

from program import ROOT, Serving, case, expect, run_cases


@case
def who_holds_the_warehouse_answers_for_it(home):
    """The socket rule: query and run go through `serve`, replay and a second serve say who holds it."""
    home.run("run", "fear_greed")
    server = home.start("serve", "--listen", "127.0.0.1:0", "--json")
    try:
        url = json.loads(server.stdout.readline())["url"]
        mode = stat.S_IMODE((home.path / "seohak.sock").stat().st_mode)
        expect(mode == 0o600, oct(mode))
        days = home.query("SELECT count(*) AS n FROM analytics.fear_greed_trend")
        expect(days == [{"n": 22}], days)
        home.run("query", "DROP TABLE analytics.fear_greed_trend", code=2)
        done = home.run("run", "exchange_rate", "--for", "2024-03-05")
        expect(f"pid {server.pid}" in done.stderr and "done: 11 tasks" in done.stderr, done.stderr)
        with urllib.request.urlopen(f"{url}/api/v1/fx/USD?range=all") as answer:
            rows = json.load(answer)["data"]["rows"]
        expect(any(row["quote_day"] == "2024-03-05" and row["source"] == "eximbank" for row in rows),
               "the page's API does not show the day that was run")
        for words in (["replay"], ["serve", "--listen", "127.0.0.1:0"]):
            refused = home.run(*words, code=75)
            expect(f"pid {server.pid}" in refused.stderr, refused.stderr)
    finally:
        server.terminate()
        out, err = server.communicate(timeout=30)
    expect(server.returncode == 0, (server.returncode, err))
    expect(not (home.path / "seohak.sock").exists(), "the socket was left behind")


@case
def commands_that_begin_in_the_same_instant_join(home):
    """Whoever comes second asks the first as soon as it can be asked; nobody waits the time-out."""
    wait = {"SEOHAK__WAREHOUSE__LOCK_WAIT_S": "60"}
    started = [home.start("run", name, env=wait) for name in ("listing", "fear_greed", "exchange_rate")]
    for process in started:
        said = process.communicate(timeout=50)[1]
        expect(process.returncode == 0, said)
    runs = json.loads(home.run("--json", "runs").stdout)
    expect(sorted(run["pipeline"] for run in runs) == ["exchange_rate", "fear_greed", "listing"], runs)
    expect({run["state"] for run in runs} == {"done"}, runs)


@case
def other_settings_than_those_of_who_runs_it_are_told(home):
    env = {"SEOHAK__HTTP__PARALLEL": "3", "SEOHAK__SOURCES__EXIMBANK__KEY": "a-secret-key"}
    with Serving(home, env=env):
        done = home.run("run", "listing", "--for", "2026-03-05", env={**env, "SEOHAK__LANG": "en"})
        expect("warning" not in done.stderr, done.stderr)
        done = home.run("run", "listing", "--for", "2026-03-05", env={"SEOHAK__HTTP__PARALLEL": "4"})
        expect("not those of this command (http.parallel, sources.eximbank.key); restart it"
               in done.stderr and "a-secret-key" not in done.stderr, done.stderr)
        status, _, said = ask_socket(home, "/owner", "{}")
        expect(status == 200 and "a-secret-key" not in said, said)


@case
def a_warehouse_held_by_another_program_is_waited_for_then_named(home):
    home.run("run", "fear_greed")
    holder = home.start("serve", "--listen", "127.0.0.1:0", "--json")
    try:
        holder.stdout.readline()
        (home.path / "seohak.sock").unlink()  # as a program that knows nothing of the socket
        done = home.run("query", "SELECT 1", code=75, env={"SEOHAK__WAREHOUSE__LOCK_WAIT_S": "0"})
        expect(str(holder.pid) in done.stderr and "wait for it or stop it" in done.stderr, done.stderr)
    finally:
        holder.terminate()
        holder.communicate(timeout=30)


def ask_socket(home, path, body, timeout=30):
    """POSTs to the home's socket; status, headers and the whole answer."""
    connection = http.client.HTTPConnection("localhost", timeout=timeout)
    connection.sock = socket.socket(socket.AF_UNIX)
    connection.sock.settimeout(timeout)
    connection.sock.connect(str(home.path / "seohak.sock"))
    connection.request("POST", path, body=json.dumps(body))
    answer = connection.getresponse()
    return answer.status, dict(answer.getheaders()), answer.read().decode()


class SilentSource:
    """Takes connections and answers nothing, so that a run against it lasts until it is stopped."""

    def __enter__(self):
        self.listening = socket.socket()
        self.listening.bind(("127.0.0.1", 0))
        self.listening.listen(64)
        self.port = self.listening.getsockname()[1]
        return self

    def __exit__(self, *_):
        self.listening.close()

    def wait_for_a_caller(self):
        """Returns once somebody has connected, whom it then keeps waiting."""
        self.listening.settimeout(60)
        self.caller, _ = self.listening.accept()

    def environment(self):
        endpoint = f"http://127.0.0.1:{self.port}"
        return {"SEOHAK__PROFILE": "live", "SEOHAK__SOURCES__GSHEETS__ENABLED": "false",
                "SEOHAK__SOURCES__CNN__ENDPOINTS__DATAVIZ": endpoint}


@case
def words_of_a_run_that_name_no_day_are_refused(home):
    home.run("run", "fear_greed")
    with Serving(home):
        for words in ({"from": "2024-03-05", "to": "2024-03-05"}, {"from": "2024-03-05"},
                      {"form": "2024-03-05"}, {"pipelines": "fear_greed"}):
            status, _, text = ask_socket(home, "/run", words)
            expect(status == 400 and "bad_request" in text, (words, status, text[:300]))


@case
def other_recordings_than_those_of_the_holder_are_refused(home):
    home.run("run", "fear_greed")
    with Serving(home) as server:
        pid = f"pid {server.process.pid}"
        done = home.run("--recordings", home.path, "run", "fear_greed", code=75)
        expect(pid in done.stderr and "stop it to run those" in done.stderr, done.stderr)
        done = home.run("--recordings", ROOT / "recordings", "run", "fear_greed")
        expect(pid in done.stderr, done.stderr)


@case
def a_signal_of_somebody_else_ends_no_watching(home):
    home.run("run", "fear_greed")
    server = home.start("serve", "--listen", "127.0.0.1:0", "--json")
    server.stdout.readline()
    for _ in range(3):
        server.send_signal(signal.SIGUSR2)
    server.terminate()
    server.communicate(timeout=30)
    expect(server.returncode == 0, server.returncode)


@case
def an_answer_of_any_size_takes_little_memory(home):
    """Through a holder and without: 12 million rows in less memory than they take."""
    home.run("run", "fear_greed")
    sql = "SELECT i AS n, i * 2 AS m FROM range(12000000) AS t(i)"
    target = home.path / "rows.csv"

    def memory(pid):
        lines = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
        return int(next(line.split()[1] for line in lines if line.startswith("VmHWM"))) // 1024

    with Serving(home) as server:
        before = memory(server.process.pid)
        home.run("query", "--format", "csv", "-o", target, sql)
        grown = memory(server.process.pid) - before
        expect(grown < 120, f"{grown} MiB more")
    size = target.stat().st_size
    expect(size > 190_000_000, size)
    home.run("query", "--format", "csv", "-o", home.path / "own.csv", sql)
    expect(filecmp.cmp(target, home.path / "own.csv", shallow=False), "the two answers differ")


@case
def a_holder_that_hangs_is_named(home):
    home.run("run", "fear_greed")
    with Serving(home) as server:
        server.process.send_signal(signal.SIGSTOP)
        pid = str(server.process.pid)
        for words in (["query", "SELECT 1"], ["run", "fear_greed"]):
            done = home.run(*words, code=75, timeout=30)
            expect(f"kill {pid}" in done.stderr and "does not answer" in done.stderr, done.stderr)


def wait_for_line(process, part):
    for line in process.stdout:
        if part in line:
            return line
    raise AssertionError(f"no line with {part}: {process.communicate()}")


@case
def runs_that_wait_keep_nobody_else_waiting(home):
    home.run("--profile", "live", "runs")
    with SilentSource() as source, Serving(home, source.environment()) as server:
        # The warehouse is empty, so the server's own first run begins; once it asks, it does not end.
        source.wait_for_a_caller()
        waiting = [home.start("run", "fear_greed", "--json", env=source.environment())
                   for _ in range(4)]
        for process in waiting:
            wait_for_line(process, '"waiting"')
        done = home.run("run", "fear_greed", code=75, env=source.environment())
        expect("run again later" in done.stderr, done.stderr)
        status, headers, _ = ask_socket(home, "/run", {"pipelines": ["fear_greed"]})
        expect(status == 503 and int(headers["Retry-After"]) > 0, (status, headers))
        rows = home.run("query", "--format", "csv", "SELECT 1 AS a", env=source.environment())
        expect(rows.stdout == "a\n1\n", rows.stdout)
        with urllib.request.urlopen(f"{server.url}/healthz", timeout=10) as answer:
            expect(answer.status == 200, answer.status)
        # One whose reader leaves gives up its place.
        waiting[0].terminate()
        waiting[0].communicate(timeout=30)
        expect(waiting[0].returncode == 143, waiting[0].returncode)
        waiting[0] = home.start("run", "fear_greed", "--json", env=source.environment())
        wait_for_line(waiting[0], '"waiting"')
        server.process.terminate()
        for process in waiting:
            _, err = process.communicate(timeout=60)
            expect(process.returncode == 75 and "run again" in err, (process.returncode, err))
        expect(server.process.wait(timeout=60) == 0, server.process.returncode)


@case
def a_run_that_ends_finishes_what_another_asked_of_it(home):
    first = home.start("run", "exchange_rate", "--json")
    first.stdout.readline()
    second = home.start("run", "fear_greed")
    first.communicate(timeout=180)
    _, err = second.communicate(timeout=180)
    expect(first.returncode == 0 and second.returncode == 0, (first.returncode, second.returncode, err))
    expect(f"pid {first.pid}" in err and "done: " in err, err)


if __name__ == "__main__":
    sys.exit(run_cases())
