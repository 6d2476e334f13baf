"""Runs the built program in homes of their own, without the user's settings."""

import datetime as dt
import json
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path


class Home:
    """A data home that is removed at the end."""

    def __init__(self, program: Path, settings: str = "") -> None:
        self.program = program
        self.path = Path(tempfile.mkdtemp(prefix="seohak-bench-"))
        self.config = self.path / "bench.toml"
        self.config.write_text(settings)

    def __enter__(self) -> "Home":
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.path, ignore_errors=True)

    def command(self, *words: str) -> list[str]:
        return [str(self.program), "--home", str(self.path / "home"), "--config", str(self.config),
                "--lang", "en", *words]

    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("SEOHAK_", "XDG_"))}
        return {**kept, "HOME": str(self.path)}

    def call(self, *words: str) -> str:
        done = subprocess.run(self.command(*words), env=self.environment(), capture_output=True,
                              text=True)
        if done.returncode != 0:
            raise RuntimeError(f"seohak {' '.join(words)}: exit {done.returncode}\n"
                               f"{done.stderr[-2000:]}{done.stdout[-2000:]}")
        return done.stdout

    def timed(self, *words: str) -> float:
        """Seconds of the whole command, its start included."""
        start = time.perf_counter()
        self.call(*words)
        return time.perf_counter() - start

    def task_seconds(self, task: str, *words: str) -> float:
        """Seconds that one task of a run took, by the run's own events."""
        at = {}
        for line in self.call("run", *words, "--json").splitlines():
            event = json.loads(line)
            if event["event"] == "task" and event["task"] == task:
                at[event["state"]] = dt.datetime.fromisoformat(event["at"].replace("Z", "+00:00"))
        if "done" not in at:
            raise RuntimeError(f"the run did not finish {task}: {sorted(at)}")
        return (at["done"] - at["running"]).total_seconds()

    def facts(self, sql: str) -> dict:
        """The one row of a query."""
        rows = json.loads(self.call("query", "--format", "json", sql))
        return {name: float(value) if name.startswith("sum_of_") else int(value)
                for name, value in rows[0].items()}
