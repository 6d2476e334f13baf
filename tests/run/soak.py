#!/usr/bin/env python3
"""`serve` over many runs: its memory, file handles and threads stay as they are.
SEOHAK_SOAK_RUNS: how many (240; ./dev test full takes thousands).
"""
import json
import os
import pathlib
import sys
import urllib.request

from program import Serving, case, expect, run_cases

RUNS = int(os.environ.get("SEOHAK_SOAK_RUNS", "240"))
WARM = 160  # caches, pools and the arenas of its threads are full by then
PAGES = ("/", "/api/v1/pipelines", "/api/v1/runs", "/api/v1/fear-greed", "/metrics",
         "/api/v1/pipelines/fear_greed/grid")


class Watched:
    """One process and what it takes."""

    def __init__(self, process):
        self.folder = pathlib.Path("/proc") / str(process.pid)

    def measure(self):
        status = dict(line.split(":", 1) for line in (self.folder / "status").read_text().splitlines())
        return {"resident": int(status["RssAnon"].split()[0]), "threads": int(status["Threads"]),
                "files": len(list((self.folder / "fd").iterdir()))}


def post(server, path, body):
    request = urllib.request.Request(server.url + path, json.dumps(body).encode(),
                                     {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def runs_until(server, stream, count):
    """Starts runs one after another, each once the one before has ended, and looks at pages."""
    for i in range(count):
        post(server, "/api/v1/pipelines/fear_greed/runs", {"kind": "run"})
        with urllib.request.urlopen(server.url + PAGES[i % len(PAGES)], timeout=30) as answer:
            answer.read()
        for line in stream:
            if b'"run_ended"' in line:
                break


@case
def memory_handles_and_threads_stay(home):
    home.run("-q", "run", "fear_greed")
    with Serving(home) as server:
        watched = Watched(server.process)
        with urllib.request.urlopen(server.url + "/api/v1/events", timeout=60) as stream:
            runs_until(server, stream, WARM)
            before = watched.measure()
            runs_until(server, stream, RUNS)
            after = watched.measure()
    print(f"     {RUNS} runs: {before} -> {after}")
    expect(after["files"] <= before["files"] + 2, "file handles grew")
    expect(after["threads"] <= before["threads"] + 2, "threads grew")
    most = 12 * 1024 + 8 * RUNS  # KiB: an allocator's slack and 8 KiB a run
    expect(after["resident"] - before["resident"] <= most, "memory grew")


if __name__ == "__main__":
    sys.exit(run_cases())
