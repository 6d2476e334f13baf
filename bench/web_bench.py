"""The benchmark `web`: how soon the page of today stands in a browser, on the served program."""

import json
import statistics
import subprocess
from contextlib import ExitStack
from pathlib import Path

from measure import HERE
from program import Home
from serve_bench import DAYS, our_server

# Targets: milliseconds of a warm cache, bytes of gzipped JavaScript, share of the screen that moved.
MOST = {"paint": 1000, "first": 300, "script": 250_000, "shift": 0.005}
WORDS = {"paint": "first paint, ms", "first": "first tile with its value, ms",
         "all": "all tiles in view, ms", "lcp": "greatest paint, ms", "shift": "layout shift",
         "tiles": "tiles with values", "script": "JavaScript as sent, bytes"}


def web(program: Path, smoke: bool, rounds: int) -> dict:
    """Medians by cache and measure. Errors: RuntimeError when the page moves, lacks tiles or carries
    more JavaScript than it may; times are told, not judged."""
    with ExitStack() as stack:
        home = stack.enter_context(Home(program))
        home.call("run", *(("fear_greed", "exchange_rate") if smoke else ()))
        if smoke:
            home.call("run", *DAYS)
        server = our_server(home, stack)
        done = subprocess.run(["node", str(HERE / "web.mjs"), server.base, str(rounds)],
                              capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"web.mjs failed:\n{done.stderr[-3000:]}")
    visits = json.loads(done.stdout)
    medians = {cache: {name: statistics.median(one[name] for one in all_of) for name in WORDS}
               for cache, all_of in visits.items()}
    cold = medians["cold"]
    if cold["script"] > MOST["script"] or cold["shift"] > MOST["shift"] or cold["tiles"] < 1:
        raise RuntimeError(f"web: the page breaks its limits {MOST}: {cold}")
    return {"name": "web", "title": "the page of today in Chromium, 1440 × 900", "rounds": rounds,
            "medians": medians}


def table(document: dict) -> str:
    medians = document["medians"]
    lines = [f"web: {document['title']}", f"  {'':32}{'cold':>10}{'warm':>10}"]
    for name, words in WORDS.items():
        shown = [f"{medians[cache][name]:,.{3 if name == 'shift' else 0}f}" for cache in medians]
        lines.append(f"  {words:32}{shown[0]:>10}{shown[1]:>10}")
    return "\n".join(lines)
