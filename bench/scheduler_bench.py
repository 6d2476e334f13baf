"""The benchmark `scheduler`: runs, rest and history of the program beside a real Airflow in the same
minutes, on the same disk."""

import datetime as dt
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from airflow_server import Airflow
from measure import Disagreement
from program import Home
from serve_bench import our_server
from serve_load import percentile

# The whole, and what `--smoke` takes.
SIZES = {"chain": (21, 5), "fan": (100, 10), "wide": (10_000, 200), "pruned": (20_000, 100),
         "history": (100_000, 1_000), "rest_s": (60, 1), "asked": (30, 3)}
# Kept from being deleted while it is asked for.
SETTINGS = "[history]\ndays = 0\nmegabytes = 0\n"
# Pages of a long history: how many runs each has, ours and Airflow's; {id} and {skipped} differ with
# each question, so that no kept answer is given.
PAGES = {"a page of runs": (50, "/api/v1/runs?limit=50&before={id}",
                            "/api/v2/dags/fan/dagRuns?limit=50&offset={skipped}&order_by=-run_after"),
         "a pipeline's grid": (60, "/api/v1/pipelines/fear_greed/grid?limit=60&before={id}",
                               "/ui/grid/runs/fan?limit=60&offset={skipped}&order_by=-run_after")}


@dataclass
class Row:
    """One figure of the program and of Airflow; `theirs` says why where there is none."""
    measure: str
    unit: str
    ours: float
    theirs: float | str

    def ratio(self) -> float | None:
        return self.theirs / self.ours if isinstance(self.theirs, float) and self.ours > 0 else None


class Bench:
    def __init__(self, program: Path, smoke: bool, rounds: int, airflow: Airflow | None,
                 directory: Path) -> None:
        self.program, self.runner = program, program.parent / "bench_scheduler"
        self.rounds, self.airflow, self.directory = rounds, airflow, directory
        self.size = {name: sizes[1 if smoke else 0] for name, sizes in SIZES.items()}

    def ours(self, what: str, count: int) -> dict:
        """One run of the runner in a process and a directory of its own."""
        print(f"scheduler: {what} of {count}", file=sys.stderr)
        place = tempfile.mkdtemp(dir=self.directory)
        done = subprocess.run([self.runner, what, str(count), place], check=True, capture_output=True)
        shutil.rmtree(place)
        return json.loads(done.stdout)

    def row(self, measure: str, unit: str, ours: float, theirs: float | None,
            missing: str = "not run") -> Row:
        return Row(measure, unit, ours, missing if theirs is None else theirs)

    def chain(self) -> list[Row]:
        gaps, waits, theirs = [], [], []
        for _ in range(self.rounds):
            told = self.ours("chain", self.size["chain"])
            gaps += told["gaps"]
            waits += told["waits"]
            if self.airflow:
                theirs += self.airflow.chain_gaps()
        name = f"chain of {self.size['chain']}: one task to the next"
        return [self.row(f"{name}, median", "ms", 1e3 * statistics.median(gaps),
                         1e3 * statistics.median(theirs) if theirs else None),
                self.row(f"{name}, p99", "ms", 1e3 * percentile(gaps, 0.99),
                         1e3 * percentile(theirs, 0.99) if theirs else None),
                self.row("  of it: end stored to next started, median", "ms",
                         1e3 * statistics.median(waits), None, "not told"),
                self.row("  of it: end stored to next started, p99", "ms",
                         1e3 * percentile(waits, 0.99), None, "not told")]

    def fan(self) -> list[Row]:
        ours, theirs = [], []
        for _ in range(self.rounds):
            ours.append(self.ours("fan", self.size["fan"])["seconds"])
            if self.airflow:
                theirs.append(self.airflow.fan_seconds())
        return [self.row(f"{self.size['fan']} parallel tasks", "s", statistics.median(ours),
                         statistics.median(theirs) if theirs else None)]

    def wide(self) -> list[Row]:
        told = [self.ours("fan", self.size["wide"]) for _ in range(self.rounds)]
        name = f"{self.size['wide']:,} runnable tasks"
        return [self.row(name, "s", statistics.median(one["seconds"] for one in told), None),
                self.row(f"{name}: memory", "MB", max(one["peak_mb"] for one in told), None)]

    def prune(self) -> list[Row]:
        told = self.ours("prune", self.size["pruned"])
        if told["removed"] < self.size["pruned"] - 5:  # each pipeline's newest stays
            raise Disagreement(f"scheduler: of {self.size['pruned']} runs {told['removed']} went")
        name = f"deleting {self.size['pruned']:,} runs"
        return [self.row(name, "s", told["seconds"], None, "none"),
                self.row("  a task's start meanwhile, median", "ms", 1e3 * told["write_median"], None,
                         "none"),
                self.row("  a task's start meanwhile, slowest", "ms", 1e3 * told["write_most"], None,
                         "none")]

    def served(self, stack: ExitStack) -> list[Row]:
        """At rest, and asked for the newest runs of a long history."""
        home = stack.enter_context(Home(self.program, SETTINGS))
        home.call("run", "fear_greed")  # else it would run everything first
        count = self.size["history"]
        place = next(home.path.rglob("state.sqlite")).parent
        subprocess.run([self.runner, "history", str(count), place], check=True)
        server = our_server(home, stack)
        others = self.airflow.parts if self.airflow else []
        rows = self.at_rest(server, others)
        if self.airflow:
            self.airflow.add_history(count)
        for name, page in PAGES.items():
            rows += self.page(f"{name} of {count:,}", page, server)
        return rows

    def page(self, name: str, page: tuple[int, str, str], server) -> list[Row]:
        count, path, their_path = page
        skipped = [97 * number for number in range(self.size["asked"])]
        ours = [timed(lambda: server.get(path.format(id=self.run_id(skip)))["data"], count)
                for skip in skipped]
        theirs = [timed(lambda: self.airflow.ask("GET", their_path.format(skipped=skip)), count)
                  for skip in skipped] if self.airflow else []
        return [self.row(f"{name}, median", "ms", 1e3 * statistics.median(ours),
                         1e3 * statistics.median(theirs) if theirs else None),
                self.row(f"{name}, slowest", "ms", 1e3 * max(ours),
                         1e3 * max(theirs) if theirs else None)]

    def run_id(self, skipped: int) -> str:
        """Of the newest run but so many, as bench_scheduler made it."""
        at = 1_767_225_600 + 155 * (self.size["history"] - skipped)
        return dt.datetime.fromtimestamp(at, dt.timezone.utc).strftime("%Y%m%dT%H%M%S-0000")

    def at_rest(self, server, others: list) -> list[Row]:
        seconds = self.size["rest_s"]
        parts = [server, *others]
        before = [part.cpu_seconds() for part in parts]
        time.sleep(seconds)
        used = [1e3 * (part.cpu_seconds() - start) * 60 / seconds
                for part, start in zip(parts, before)]
        memory = [part.memory_mb() for part in parts]
        return [self.row("at rest: processor time a minute, by ticks of 10 ms", "ms", used[0],
                         sum(used[1:]) if others else None),
                self.row("at rest: memory", "MB", memory[0], sum(memory[1:]) if others else None)]


def timed(ask, count: int) -> float:
    """Seconds until the answer has come; it must be of so many runs."""
    start = time.perf_counter()
    answer = ask()
    took = time.perf_counter() - start
    runs = answer if isinstance(answer, list) else answer.get("runs", answer.get("dag_runs"))
    if len(runs) != count:
        raise Disagreement(f"scheduler: {len(runs)} runs in an answer of {count}")
    return took


def scheduler(program: Path, smoke: bool, rounds: int, airflow_environment: Path | None) -> dict:
    """Errors: Disagreement when a run or an answer is not what it must be."""
    with tempfile.TemporaryDirectory(prefix="seohak-bench-") as name, ExitStack() as stack:
        directory = Path(name)
        directory.chmod(0o755)  # PostgreSQL's own account must get through
        airflow = None
        if airflow_environment and not smoke:
            airflow = Airflow(airflow_environment, directory / "airflow", stack)
        bench = Bench(program, smoke, rounds, airflow, directory)
        rows = [*bench.chain(), *bench.fan(), *bench.wide(), *bench.served(stack), *bench.prune()]
    return {"name": "scheduler", "rounds": rounds,
            "title": "tasks that do nothing, rest and history, beside Airflow 3.3.2",
            "figures": [{**vars(row), "ratio": row.ratio()} for row in rows]}


def table(document: dict) -> str:
    lines = [f"scheduler: {document['title']}",
             f"  {'':58}{'seohak':>10}{'Airflow':>12}{'ratio':>10}"]
    for row in document["figures"]:
        theirs = row["theirs"] if isinstance(row["theirs"], str) else f"{row['theirs']:,.2f}"
        ratio = f"{row['ratio']:,.0f}x" if row["ratio"] else ""
        lines.append(f"  {row['measure'] + ', ' + row['unit']:58}{row['ours']:>10,.2f}{theirs:>12}"
                     f"{ratio:>10}")
    return "\n".join(lines)
