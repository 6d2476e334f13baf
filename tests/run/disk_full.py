#!/usr/bin/env python3
"""A disk that fills up at many points of a run: the run says so and what to do, and exits 75;
nothing half-written is left; with room again, a run leaves the tables of an undisturbed one.

disk_full.py [--points N]      N points for each of the PARTS; default: as many as they name

The disk is tests/tools/full_disk.c, preloaded: no root and no mount are needed.
"""
import argparse
import concurrent.futures
import pathlib
import re
import subprocess
import sys
import tempfile

from program import ROOT, Home, compare

# What fills up, a part of its files' paths, and at how many points.
PARTS = {"everything": ("/recorded/", 6), "warehouse": ("/warehouse.duckdb", 6),
         "landing": ("/landing/", 4), "run history": ("/state.sqlite", 4)}
RUN = ["run", "fear_greed", "exchange_rate"]
FULL = re.compile(r"no space left|disk is full|no room for")
ADVICE = re.compile(r"free some and run again|free space on its disk|make room and run again")


def build(folder):
    library = pathlib.Path(folder) / "full_disk.so"
    subprocess.run(["cc", "-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-o", library,
                    ROOT / "tests/tools/full_disk.c"], check=True)
    return library


def limited_run(home, library, files, room=None):
    """A run on a disk with room for so many bytes: the process, its refused writes, its bytes."""
    report = home.path / "disk-report"
    env = {"LD_PRELOAD": str(library), "FULL_DISK_FILES": files, "FULL_DISK_REPORT": str(report)}
    if room is not None:
        env["FULL_DISK_BYTES"] = str(room)
    done = home.run(*RUN, code=None, env=env)
    words = re.fullmatch(r"refused (\d+), most (\d+) bytes\n", report.read_text())
    report.unlink()
    return done, int(words.group(1)), int(words.group(2))


def half_written(home):
    """Files that an interrupted write has left."""
    whole = (".warc.zst", ".warc.zst.manifest.json")
    return [str(path.relative_to(home.path)) for path in home.path.rglob("*")
            if path.name.startswith(".new-") or path.name.endswith(".tmp")
            or ("landing" in path.parts and path.is_file() and not path.name.endswith(whole))]


def wrong_words(done):
    """What the run should have said otherwise; None when it was right."""
    lines = [line for line in done.stderr.splitlines() if FULL.search(line)]
    if not lines:
        return f"the run does not say that the disk is full: {done.stderr[-800:]}"
    for line in lines:
        if not ADVICE.search(line) or "/recorded/" not in line:
            return f"no file or no advice in: {line}"
        if "next try" in line:
            return f"the run waited for room: {line}"
    return None


def check_point(library, files, room, expected):
    """What is wrong when the disk has so much room; None when nothing is."""
    with Home() as home:
        done, refused, _ = limited_run(home, library, files, room)
        if refused == 0:
            return "the disk was never full"
        if half_written(home):
            return f"left half-written: {half_written(home)}"
        if done.returncode == 0:  # only tidying was refused, all rows are stored
            return compare(expected, home.dump())
        if done.returncode != 75:
            return f"exit {done.returncode}: {done.stderr[-800:]}"
        if wrong_words(done):
            return wrong_words(done)
        again = home.run(*RUN, code=None)
        if again.returncode != 0:
            return f"with room again, exit {again.returncode}: {again.stderr[-800:]}"
        return compare(expected, home.dump())


def points(library, wanted):
    """(part, files, bytes of room), spread over what an undisturbed run of the part writes."""
    for part, (files, count) in PARTS.items():
        count = wanted or count
        with Home() as home:
            _, _, most = limited_run(home, library, files)
        yield from ((part, files, most * i // count) for i in range(count))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--points", type=int, default=0)
    options = parser.parse_args()
    results = []
    with tempfile.TemporaryDirectory() as folder, Home() as home:
        library = build(folder)
        home.run(*RUN)
        expected = home.dump()
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            waiting = [(part, room, pool.submit(check_point, library, files, room, expected))
                       for part, files, room in points(library, options.points)]
            for part, room, point in waiting:
                difference = point.result()
                results.append(difference is None)
                print(f"{'ok  ' if difference is None else 'FAIL'} {part}, room for {room} bytes" +
                      (f": {difference}" if difference else ""), flush=True)
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    return 0 if results and all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
