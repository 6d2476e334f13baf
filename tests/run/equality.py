#!/usr/bin/env python3
"""Two runs, a replay and runs killed at random points leave equal tables; a run takes little memory.

equality.py [--kills N] [--seed S]      default: 20 kills, a seed from the clock, printed
"""
import argparse
import random
import resource
import sys
import time

from program import ROOT, Home, compare, kill

# What nothing is recorded of: no answer has a row for quarantine, and there is no intraday rate.
EMPTY = {"raw_data.quarantine", "raw_data.fx_rate_intraday"}
# Resident memory that the whole recorded run may take at its peak.
MEMORY_MIB = 512


def unlike_models(dump):
    """What tables of raw_data and analytics are missing, lack rows or have them against EMPTY."""
    tables = {f"{path.parent.name}.{path.stem}" for schema in ("raw_data", "analytics")
              for path in (ROOT / "models" / schema).glob("*.sql")}
    filled = {name for name, text in dump.items() if len(text.splitlines()) > 1}
    wrong = [f"{name} is missing" for name in sorted(tables - dump.keys())]
    wrong += [f"{name} has no rows" for name in sorted(tables - filled - EMPTY)]
    wrong += [f"{name} has rows" for name in sorted(filled & EMPTY)]
    return ", ".join(wrong) or None


def children_peak():
    """MiB that the largest child so far had resident at its peak."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024  # Linux counts in KiB


def above_limit(peak):
    """The peak in words if it is above MEMORY_MIB."""
    return f"{peak:.0f} MiB, {MEMORY_MIB} are allowed" if peak > MEMORY_MIB else None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    results = []

    def check(name, difference):
        results.append(difference is None)
        print(f"{'ok  ' if difference is None else 'FAIL'} {name}" +
              (f": {difference}" if difference else ""), flush=True)

    with Home() as home:
        started = time.monotonic()
        home.run("run")
        length = time.monotonic() - started
        peak = children_peak()  # of that run: nothing else was started before
        check(f"a run stays within {MEMORY_MIB} MiB, its peak was {peak:.0f}", above_limit(peak))
        first = home.dump()
        check("a run fills the tables", unlike_models(first))
        landed = sorted(p.relative_to(home.path) for p in home.path.rglob("*.warc.zst"))
        home.run("run")
        check("a second run changes nothing", compare(first, home.dump()))
        again = sorted(p.relative_to(home.path) for p in home.path.rglob("*.warc.zst"))
        check("a second run lands nothing twice", None if landed == again else f"{again}")
        home.run("replay")
        check("a replay over the tables changes nothing", compare(first, home.dump()))
        for file in home.path.rglob("warehouse.duckdb*"):
            file.unlink()
        home.run("replay")
        check("a replay into an emptied warehouse restores them", compare(first, home.dump()))
    with Home() as home:
        home.run("run")
        check("another home has equal tables", compare(first, home.dump()))

    print(f"killing {options.kills} runs within {length:.1f} s, seed {options.seed}", flush=True)
    chance = random.Random(options.seed)
    for number in range(1, options.kills + 1):
        delay = chance.uniform(0, length)
        with Home() as home:
            process = home.start("run")
            time.sleep(delay)  # the point of the kill, not a wait for something
            ended = process.poll() is not None
            kill(process)
            home.run("run")
            check(f"kill {number} after {delay:.3f} s{' (had ended)' if ended else ''}",
                  compare(first, home.dump()))
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
