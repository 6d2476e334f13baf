"""Runs contenders on one input, interleaved, checks that they agree, and tells their medians.

A contender is a function that does the work once and returns a Sample. In every round each runs
once, in the same order, so that all meet the same noise of the machine.
"""

import json
import math
import os
import statistics
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

HERE = Path(__file__).resolve().parent
OURS = "seohak"
# Sums of doubles added in another order, or computed by another formula, differ by this much.
RELATIVE = 1e-9


@dataclass
class Sample:
    """One run: how long the work took, and facts of its result (counts, sums)."""
    seconds: float
    facts: dict[str, float]


class Disagreement(Exception):
    """Two contenders came to different results."""


@dataclass
class Bench:
    """`work` items of `unit` are done by each contender a round; `facts` are those of all."""
    name: str
    title: str
    work: int
    unit: str
    contenders: dict[str, Callable[[], Sample]]
    samples: dict[str, list[Sample]] = field(default_factory=dict)

    def run(self, rounds: int) -> None:
        for number in range(rounds):
            for name, contender in self.contenders.items():
                print(f"{self.name}: round {number + 1} of {rounds}: {name}", file=sys.stderr)
                self.samples.setdefault(name, []).append(contender())
        self.check()

    def check(self) -> None:
        """Every run of every contender has the facts of our first. Errors: Disagreement."""
        expected = self.samples[OURS][0].facts
        for name, samples in self.samples.items():
            for sample in samples:
                if not agree(expected, sample.facts):
                    raise Disagreement(
                        f"{self.name}: the results differ, so no figure is given\n"
                        f"  {OURS}: {json.dumps(expected)}\n  {name}: {json.dumps(sample.facts)}")

    def figures(self) -> list[dict]:
        ours = self.median(OURS)
        return [{"contender": name, "seconds": self.median(name), "spread_pct": self.spread(name),
                 "rate": self.rate(self.median(name)), "ratio": self.median(name) / ours}
                for name in self.samples]

    def rate(self, seconds: float) -> float:
        """In `unit`."""
        if self.unit == "s":
            return seconds
        if self.unit in ("µs", "ms"):
            return seconds * {"µs": 1e6, "ms": 1e3}[self.unit]
        if self.unit == "µs/answer":
            return seconds * 1e6 / self.work
        return seconds * 1e9 / self.work if self.unit == "ns/bar" else self.work / seconds

    def median(self, name: str) -> float:
        return statistics.median(sample.seconds for sample in self.samples[name])

    def spread(self, name: str) -> float:
        """How far slowest and fastest lie apart, in per cent of the median."""
        seconds = [sample.seconds for sample in self.samples[name]]
        return 100 * (max(seconds) - min(seconds)) / self.median(name)

    def document(self) -> dict:
        return {"name": self.name, "title": self.title, "work": self.work, "unit": self.unit,
                "rounds": len(self.samples[OURS]), "facts": self.samples[OURS][0].facts,
                "figures": self.figures()}

    def table(self) -> str:
        lines = [f"{self.name}: {self.title}",
                 f"  {'':24}{'seconds':>10}{self.unit:>14}{'± spread':>11}{'ratio':>9}"]
        for row in self.figures():
            rate = f"{row['rate']:,.3f}" if self.unit != "rows/s" else f"{row['rate']:,.0f}"
            lines.append(f"  {row['contender']:24}{row['seconds']:10.3f}{rate:>14}"
                         f"{row['spread_pct']:9.0f} %{row['ratio']:8.2f}x")
        return "\n".join(lines)


def agree(left: dict, right: dict) -> bool:
    """Whole numbers and texts equal, other numbers within RELATIVE."""
    if left.keys() != right.keys():
        return False
    return all(math.isclose(left[key], right[key], rel_tol=RELATIVE)
               if isinstance(left[key], float) else left[key] == right[key] for key in left)


def run_peer(script: str, *words: object, threads: int | None = None) -> Sample:
    """Runs a peer's script with this Python; it prints its own seconds and facts as JSON, so that
    starting Python and importing its packages costs the peer nothing."""
    limit = {} if threads is None else {"POLARS_MAX_THREADS": str(threads)}
    done = subprocess.run([sys.executable, str(HERE / script), *map(str, words)],
                          capture_output=True, text=True, env={**os.environ, **limit})
    if done.returncode != 0:
        raise RuntimeError(f"{script} {' '.join(map(str, words))} failed:\n{done.stderr[-3000:]}")
    told = json.loads(done.stdout.splitlines()[-1])
    return Sample(told["seconds"], told["facts"])
