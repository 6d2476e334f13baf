"""usage: bench.py PROGRAM [NAME…] [--json] [--smoke] [--rounds N]

Times PROGRAM beside what a user would pick instead, on the same input; see docs/benchmarks.md.
NAME is screener, minute, rsi, rsi_bar, serve, serve_p99, web, scheduler or run; without one all are
measured. --smoke takes the smallest inputs and one round and ends with 1 when results differ. bench_rsi
and bench_scheduler stand beside PROGRAM; $SEOHAK_BENCH_AIRFLOW is the Python environment of Airflow.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import inputs
import scheduler_bench
import serve_bench
import web_bench
from measure import HERE, OURS, Bench, Disagreement, Sample, run_peer
from program import Home

RECORDINGS = HERE.parent / "recordings"
PEERS = ("duckdb", "polars", "pandas")
# Market days of the smoke test's screener answers, half-open.
SMOKE_DAYS = ("2026-04-10", "2026-04-14")

SCREENER_FACTS = """SELECT
    (SELECT COUNT(*) FROM raw_data.listing_daily WHERE source = 'nasdaq') AS listings,
    COUNT(*) AS prices, COUNT(DISTINCT market_day) AS days,
    CAST(1000000 * SUM(close) AS BIGINT) AS close,
    CAST(1000000 * SUM(previous_close) AS BIGINT) AS previous_close,
    CAST(SUM(volume) AS BIGINT) AS volume,
    (SELECT CAST(SUM(market_cap_usd) AS BIGINT) FROM raw_data.listing_daily
     WHERE source = 'nasdaq') AS market_cap
FROM raw_data.stock_price_daily WHERE source = 'nasdaq'"""

MINUTE_MAPPING = """
[[sources.file.mapping]]
name = "bench_minute"
pattern = "{symbol}_1m.csv"
table = "raw_data.stock_price_minute"
source = "bench"
numbers = "float32"
columns = { bar_start = "Datetime", market_day = "{new_york_day:bar_start}", symbol = "{symbol}", \
open = "Open", high = "High", low = "Low", close = "Close", volume = "Volume", kind = "=bar" }
"""

MINUTE_FACTS = """SELECT COUNT(*) AS bars, COUNT(DISTINCT market_day) AS days,
    CAST(1000000 * SUM("open") AS BIGINT) AS "open", CAST(1000000 * SUM(high) AS BIGINT) AS high,
    CAST(1000000 * SUM(low) AS BIGINT) AS low, CAST(1000000 * SUM(close) AS BIGINT) AS close,
    CAST(SUM(volume) AS BIGINT) AS volume
FROM raw_data.stock_price_minute WHERE source = 'bench'"""

# Of what the script does not read, Yahoo's charts, nothing is counted.
RUN_FACTS = """SELECT
    (SELECT COUNT(*) FROM raw_data.stock_price_daily WHERE source = 'nasdaq') AS prices,
    COUNT(*) AS minute_bars, CAST(SUM(volume) AS BIGINT) AS minute_volume,
    (SELECT COUNT(*) FROM analytics.sector_volume_weekly) AS weekly_rows,
    (SELECT CAST(SUM(volume) AS BIGINT) FROM analytics.sector_volume_weekly) AS weekly_volume,
    (SELECT COUNT(rsi_wilder) FROM analytics.stock_rsi_daily WHERE symbol NOT IN (
        SELECT symbol FROM raw_data.stock_price_daily WHERE source = 'yahoo')) AS rsi_values,
    (SELECT SUM(rsi_wilder) FROM analytics.stock_rsi_daily WHERE symbol NOT IN (
        SELECT symbol FROM raw_data.stock_price_daily WHERE source = 'yahoo')) AS sum_of_rsi
FROM raw_data.stock_price_minute
WHERE load_id IN (SELECT load_id FROM meta.load WHERE source = 'file')"""


class Benches:
    """Each method prepares the input of one benchmark and says who does the work."""

    def __init__(self, program: Path, smoke: bool, directory: Path, stack: ExitStack) -> None:
        self.program, self.smoke, self.directory, self.stack = program, smoke, directory, stack

    def peer(self, script: str, *words: object) -> Sample:
        """A peer's run, with a directory of its own as its last word."""
        out = Path(tempfile.mkdtemp(dir=self.directory))
        try:
            return run_peer(script, *words, out)
        finally:
            shutil.rmtree(out)

    def screener(self) -> Bench:
        source = self.directory / "screener"
        inputs.screener_files(RECORDINGS, source, SMOKE_DAYS[0] if self.smoke else "")
        days = ["--from", SMOKE_DAYS[0], "--to", SMOKE_DAYS[1]] if self.smoke else []
        rows = 2 * sum(file.read_bytes().count(b'"lastsale"') for file in source.iterdir())

        def ours() -> Sample:
            with Home(self.program) as home:
                seconds = home.task_seconds("load:nasdaq.screener", "listing", *days)
                return Sample(seconds, home.facts(SCREENER_FACTS))
        peers = {name: partial(self.peer, "screener_peers.py", name, source) for name in PEERS}
        return Bench("screener", "landed screener answers to committed tables", rows, "rows/s",
                     {OURS: ours, **peers})

    def minute(self) -> Bench:
        source = self.directory / "minute"
        bars = inputs.minute_files(RECORDINGS, source, 1 if self.smoke else 20)
        settings = f'[sources.file]\ndirectory = "{source}"\n{MINUTE_MAPPING}'

        def ours() -> Sample:
            with Home(self.program, settings) as home:
                seconds = home.task_seconds("load:file.bench_minute", "price_minute")
                return Sample(seconds, home.facts(MINUTE_FACTS))
        peers = {name: partial(self.peer, "minute_peers.py", name, source) for name in PEERS}
        return Bench("minute", "landed minute files to a committed table", bars, "rows/s",
                     {OURS: ours, **peers})

    def rsi(self) -> Bench:
        symbols, bars, repeats = (100, 390, 1) if self.smoke else (2000, 3900, 3)
        file = self.directory / "closes.f64"
        inputs.closes(file, symbols, bars)
        words = [str(self.program.parent / "bench_rsi"), str(symbols), str(bars), str(repeats),
                 str(file)]

        def ours(form: str) -> Sample:
            told = json.loads(subprocess.run(words, check=True, capture_output=True).stdout)
            if not told["largest_difference"] <= 1e-12:
                raise Disagreement(f"rsi: tiles differ from series by {told['largest_difference']}")
            took = [ns for name, ns in told["ns_per_bar"].items()
                    if (name.startswith("wilder_tiled") if form == "tiled" else name == form)]
            return Sample(min(took) * symbols * bars / 1e9,
                          {"values": told["values"], "sum_of_rsi": told["sum"]})
        peers = {name: partial(run_peer, "rsi_peers.py", name, file, symbols, bars, repeats,
                               threads=1)
                 for name in ("talib", "numba", "pandas", "polars", "duckdb")}
        return Bench("rsi", "RSI(14) of many series, one thread", symbols * bars, "ns/bar",
                     {OURS: partial(ours, "tiled"),
                      f"{OURS}, bar by bar": partial(ours, "wilder"),
                      "(copying the numbers)": partial(ours, "copy"), **peers})

    def rsi_bar(self) -> Bench:
        symbols, bars = (200, 60) if self.smoke else (10000, 400)
        file = self.directory / "closes.f64"
        inputs.closes(file, symbols, bars)
        words = [str(self.program.parent / "bench_rsi"), str(symbols), str(bars), "1", str(file)]

        def ours(simd: bool) -> Sample:
            told = json.loads(subprocess.run(words, check=True, capture_output=True).stdout)
            took = [us for name, us in told["new_bar_us"].items() if (name != "plain") == simd]
            return Sample(min(took or [told["new_bar_us"]["plain"]]) / 1e6,
                          {"values": told["new_bar_values"], "sum_of_rsi": told["new_bar_sum"]})
        peers = {name: partial(run_peer, "rsi_bar_peers.py", name, file, symbols, bars, threads=1)
                 for name in ("talib_c", "numba", "talib")}
        return Bench("rsi_bar", f"RSI(14), one new bar of each of {symbols:,} symbols, one thread",
                     symbols, "µs", {OURS: partial(ours, True),
                                     f"{OURS}, without SIMD": partial(ours, False), **peers})

    def serve(self) -> Bench:
        return serve_bench.cpu(self.program, self.smoke, self.directory, self.stack)

    def serve_p99(self) -> Bench:
        return serve_bench.p99(self.program, self.smoke, self.directory, self.stack)

    def run(self) -> Bench:
        screener, minute = self.directory / "run-screener", self.directory / "run-minute"
        answers = inputs.screener_files(RECORDINGS, screener, "")
        inputs.all_minute_files(RECORDINGS, minute)
        last = {}

        def cold() -> Sample:
            with Home(self.program) as home:
                seconds = home.timed("run")
                last["again"] = home.timed("run")
                facts = home.facts(RUN_FACTS)
                last["facts"] = facts
                return Sample(seconds, facts)

        def again() -> Sample:
            return Sample(last["again"], last["facts"])
        script = partial(self.peer, "run_peer.py", screener, minute)
        return Bench("run", "the whole recorded run; the script does a part of it", answers, "s",
                     {OURS: cold, f"{OURS}, again": again, "duckdb + TA-Lib script": script})


def machine() -> dict:
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo", encoding="utf-8")
                  if line.startswith("model name")), platform.machine())
    return {"cpu": model, "cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1)}


def measured(name: str, options: argparse.Namespace) -> tuple[dict, str]:
    """The document and the table of one benchmark. Errors: Disagreement."""
    program, rounds = options.program.resolve(), 1 if options.smoke else options.rounds
    if name == "web":
        document = web_bench.web(program, options.smoke, rounds)
        return document, web_bench.table(document)
    if name == "scheduler":
        airflow = os.environ.get("SEOHAK_BENCH_AIRFLOW")
        document = scheduler_bench.scheduler(program, options.smoke, rounds, airflow and Path(airflow))
        return document, scheduler_bench.table(document)
    with tempfile.TemporaryDirectory(prefix="seohak-bench-") as directory, ExitStack() as stack:
        benches = Benches(program, options.smoke, Path(directory), stack)
        bench = getattr(benches, name)()
        bench.run(rounds)
    return bench.document(), bench.table()


def main() -> int:
    names = ["screener", "minute", "rsi", "rsi_bar", "serve", "serve_p99", "web", "scheduler",
             "run"]
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("program", type=Path)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_intermixed_args()
    if unknown := set(options.names) - set(names):
        parser.error(f"no benchmark is called {', '.join(sorted(unknown))}; "
                     f"there are {', '.join(names)}")
    if options.rounds < 1:
        parser.error("--rounds must be 1 or more")
    wanted = options.names or (names[:-1] if options.smoke else names)
    documents = []
    for name in wanted:
        try:
            document, table = measured(name, options)
        except Disagreement as difference:
            print(difference, file=sys.stderr)
            return 1
        documents.append(document)
        if not options.json:
            print(table, flush=True)
    if options.smoke:
        print("the results are equal; times of inputs this small say little", file=sys.stderr)
    if options.json:
        print(json.dumps({"machine": machine(), "benches": documents}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
