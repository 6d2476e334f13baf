"""Servers under load: starts them, asks them with h2load, and reads what it cost them."""

import json
import os
import signal
import socket
import statistics
import subprocess
import time
import urllib.request
from pathlib import Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A server of some processes; ended, with its children, at the end. `ready` is asked until it
    answers, for half a minute or so many seconds of `patience`."""

    def __init__(self, command: list[str], base: str, ready: str,
                 environment: dict[str, str] | None = None, directory: Path | None = None,
                 patience: float = 30) -> None:
        self.base = base
        self.process = subprocess.Popen(command, env=environment, cwd=directory,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                        start_new_session=True)
        self.wait(base + ready, patience)

    def wait(self, url: str, patience: float) -> None:
        for _ in range(round(patience / 0.05)):
            try:
                with urllib.request.urlopen(url, timeout=5):
                    return
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.05)
        self.stop()
        raise RuntimeError(f"no server answers at {url}")

    def cpu_seconds(self) -> float:
        """Processor time of all its processes up to now, user and system."""
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:  # ended meanwhile
                continue
            if int(fields[3]) == self.process.pid:  # its session
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def memory_mb(self) -> float:
        """Of all its processes now, what they share counted once."""
        kilobytes = 0
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if os.getsid(int(folder.name)) == self.process.pid:
                    kilobytes += int((folder / "smaps_rollup").read_text().split("Pss:")[1].split()[0])
            except (OSError, IndexError):  # ended meanwhile
                continue
        return kilobytes / 1024

    def get(self, path: str) -> dict:
        with urllib.request.urlopen(self.base + path, timeout=30) as answer:
            return json.load(answer)

    def stop(self) -> None:
        for how in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, how)
                self.process.wait(timeout=30)
                return
            except ProcessLookupError:
                return
            except subprocess.TimeoutExpired:
                continue


def h2load(*words: object) -> str:
    done = subprocess.run(["h2load", "--h1", *map(str, words)], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"h2load {words}: {done.stderr[-1000:]}{done.stdout[-1000:]}")
    return done.stdout


def ask_many(server: Server, paths: list[str], count: int, directory: Path) -> float:
    """Processor seconds of `count` answers over 16 connections; all must succeed."""
    urls = directory / "urls"
    urls.write_text("".join(f"{server.base}{path}\n" for path in paths))
    before = server.cpu_seconds()
    told = h2load("-n", count, "-c", 16, "-i", urls)
    if f"status codes: {count} 2xx" not in told:
        raise RuntimeError(f"not all of {count} answers came:\n{told}")
    return server.cpu_seconds() - before


def latencies(server: Server, path: str, rate: int, seconds: int, directory: Path) -> list[float]:
    """Seconds of each answer, at `rate` requests a second over 50 connections. A connection sends
    its next request when it is due and the answer before has come."""
    clients = 50
    log = directory / "answers.tsv"
    h2load("-D", seconds, "-c", clients, f"--rps={rate // clients}", f"--log-file={log}",
           server.base + path)
    rows = [line.split("\t") for line in log.read_text().splitlines()]
    refused = [row for row in rows if row[1] != "200"]
    if refused or len(rows) < rate * seconds * 0.8:
        raise RuntimeError(f"{server.base}{path}: {len(rows)} answers of {rate * seconds}, "
                           f"{len(refused)} of them refusals")
    return [int(row[2]) / 1e6 for row in rows]


def percentile(values: list[float], share: float) -> float:
    return statistics.quantiles(values, n=1000, method="inclusive")[round(share * 1000) - 1]
