"""The benchmarks `serve` and `serve_p99`: the served movers, beside Python's stacks."""

import os
import shutil
import subprocess
import sys
import zlib
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from measure import HERE, OURS, Bench, Sample
from program import Home
from serve_load import Server, ask_many, free_port, latencies, percentile

KEPT, FRESH = "/kept/api/v1/movers", "/fresh/api/v1/movers"
OUR_PATH = "/api/v1/movers"
PIPELINES = ("listing", "price_daily")
END = "2026-04-14"  # the day after the recordings' last
DAYS = (*PIPELINES, "--from", "2026-04-09", "--to", END)
LAST_DAYS = (*PIPELINES, "--from", "2026-03-02", "--to", END)
RATE = 5000


def our_server(home: Home, stack: ExitStack) -> Server:
    port = free_port()
    server = Server(home.command("serve", "--listen", f"127.0.0.1:{port}"),
                    f"http://127.0.0.1:{port}", "/healthz", home.environment())
    stack.callback(server.stop)
    return server


def peer_server(name: str, warehouse: Path, stack: ExitStack) -> Server:
    port = free_port()
    words = {"fastapi": ["uvicorn", "--no-access-log", "--port", str(port),
                         "serve_peers:fastapi_app"],
             "flask": ["gunicorn", "--worker-class", "gthread", "--threads", "8", "--bind",
                       f"127.0.0.1:{port}", "serve_peers:flask_app"]}[name]
    server = Server([sys.executable, "-m", *words], f"http://127.0.0.1:{port}", KEPT,
                    {**os.environ, "SEOHAK_BENCH_DUCKDB": str(warehouse)}, HERE)
    stack.callback(server.stop)
    return server


def servers(program: Path, smoke: bool, directory: Path, stack: ExitStack) -> dict[str, Server]:
    """Ours over a recorded home, the peers over a copy of its warehouse."""
    home = stack.enter_context(Home(program))
    home.call("run", *(DAYS if smoke else ()))
    warehouse = directory / "warehouse.duckdb"
    shutil.copy(next(home.path.rglob("warehouse.duckdb")), warehouse)
    return {OURS: our_server(home, stack),
            **{name: peer_server(name, warehouse, stack) for name in ("fastapi", "flask")}}


def facts(server: Server, path: str) -> dict:
    """What must be the same of all: the answer's data, whatever its order of members."""
    data = server.get(path)["data"]
    return {"rows": len(data["rows"]), "kept_out": len(data["kept_out"]),
            "answer": zlib.crc32(repr(canonical(data)).encode())}


def canonical(value: object) -> object:
    if isinstance(value, dict):
        return sorted((name, canonical(one)) for name, one in value.items())
    if isinstance(value, list):
        return [canonical(one) for one in value]
    return float(value) if isinstance(value, (int, float)) else value


def cpu(program: Path, smoke: bool, directory: Path, stack: ExitStack) -> Bench:
    running = servers(program, smoke, directory, stack)
    count = 400 if smoke else 40_000
    fresh = 40 if smoke else 2_000
    # Days after the last are the last day: other words for one answer, so that none is kept.
    days = [f"{OUR_PATH}?day={year}-{month:02}-{day:02}" for year in range(2030, 2060)
            for month in range(1, 13) for day in range(1, 29)]

    def sample(server: Server, paths: list[str], many: int) -> Sample:
        seconds = ask_many(server, paths, many, directory)
        return Sample(seconds * count / many, facts(server, paths[0]))
    contenders = {OURS: partial(sample, running[OURS], [OUR_PATH], count)}
    for name in ("fastapi", "flask"):
        contenders[f"{name}, kept"] = partial(sample, running[name], [KEPT], count)
    contenders[f"{OURS}, made anew"] = partial(sample, running[OURS], days, fresh)
    for name in ("fastapi", "flask"):
        contenders[f"{name}, made anew"] = partial(sample, running[name], [FRESH], fresh)
    return Bench("serve", "processor time of the movers, 16 connections", count, "µs/answer",
                 contenders)


def p99(program: Path, smoke: bool, directory: Path, stack: ExitStack) -> Bench:
    running = servers(program, smoke, directory, stack)
    rate, seconds = (500, 1) if smoke else (RATE, 10)
    loading = stack.enter_context(Home(program))
    rest = DAYS if smoke else LAST_DAYS
    first = "2026-04-08" if smoke else "2025-01-01"
    loading.call("run", *PIPELINES, "--from", first, "--to", rest[3])
    server = our_server(loading, stack)

    def sample(asked: Server, path: str) -> Sample:
        return Sample(percentile(latencies(asked, path, rate, seconds, directory), 0.99), {})

    def while_loading() -> Sample:
        load = subprocess.Popen(loading.command("run", *rest),
                                env=loading.environment(), stdout=subprocess.DEVNULL,
                                stderr=subprocess.PIPE, text=True)
        told = sample(server, OUR_PATH)
        if load.wait() != 0:
            raise RuntimeError(f"the run beside failed: {load.stderr.read()[-2000:]}")
        return told
    return Bench("serve_p99", f"the 99th percentile of the movers, {rate:,} requests a second",
                 rate * seconds, "ms",
                 {OURS: partial(sample, running[OURS], OUR_PATH),
                  f"{OURS}, a run loading": while_loading,
                  **{f"{name}, kept": partial(sample, running[name], KEPT)
                     for name in ("fastapi", "flask")}})
