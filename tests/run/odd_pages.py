#!/usr/bin/env python3
"""The dashboard over odd data, through the real pipelines and server: nothing yet, one market day with
markup in a name, a damaged warehouse, a server that goes and comes back. tests/e2e/odd.mjs looks at
the pages. Needs the packages of tools/recordings/requirements.txt.
"""
import json
import subprocess
import sys

from altered import cnn, eximbank, rate, screener, stock, write
from program import BINARY, ROOT, case, expect, run_cases

MARKUP = "<img src=x onerror=alert(1)>"


def look(home, name, *words):
    """Runs the browser's tests of that name; the server is started there, in this home."""
    command = home.command(*words, "serve", "--json")
    done = subprocess.run(["node", "--test-reporter=spec", str(ROOT / "tests/e2e/odd.mjs"), name,
                           json.dumps(command)], env=home.environment(), cwd=ROOT, text=True,
                          capture_output=True, timeout=300)
    expect(done.returncode == 0, f"{done.stdout[-6000:]}{done.stderr[-2000:]}")


def stocks(count, sector):
    """Stocks that rise and fall by up to `count` per cent and trade a sum that counts."""
    return [stock(f"{sector[0]}{number:03}", "$100.00", netchange=f"{number - count / 2:.2f}",
                  volume=str(100_000 + number), sector=sector, marketCap="2000000000.00")
            for number in range(count)]


@case
def nothing_yet(home):
    # `serve` fills an empty home by itself: from a holiday's answer, which holds no rate.
    write(home.path / "nothing", {"eximbank.rates": eximbank(b"[]")})
    look(home, "empty", "--recordings", home.path / "nothing")


@case
def one_market_day_with_markup_in_a_name(home):
    evil = stock("EVIL", "$150.00", name=MARKUP, netchange="60.00", volume="90000000",
                 sector="<b>Bold</b>", industry=MARKUP, marketCap="900000000000.00")
    directory = home.path / "altered"
    write(directory, {
        "nasdaq.screener": screener(NASDAQ=[evil, *stocks(30, "Technology")],
                                    NYSE=stocks(20, "Finance"), AMEX=stocks(10, "Energy")),
        "cnn.graphdata": cnn([{"x": 1776038400000, "y": 50, "rating": "neutral"}]),
        "eximbank.rates": eximbank(json.dumps([rate("USD", "1,300.5")]).encode())})
    home.run("--recordings", directory, "run")
    days = home.query("SELECT COUNT(DISTINCT market_day) AS days FROM analytics.price_daily")
    expect(days == [{"days": 1}], days)
    look(home, "one_day", "--recordings", directory)


def blocks(home, source):
    rows = home.query(f"SELECT DISTINCT block_id FROM {source} WHERE block_id >= 0")
    return {row["block_id"] for row in rows}


@case
def a_damaged_warehouse(home):
    home.run("run", "listing", "price_daily")
    # Rubbish in the blocks of the prices, but where a block also tells what is where.
    prices = blocks(home, "pragma_storage_info('analytics.price_daily')")
    file = next(home.path.rglob("*.duckdb"))
    head, block = 3 * 4096, 256 * 1024
    with open(file, "r+b") as stored:
        for number in prices - blocks(home, "pragma_metadata_info()"):
            stored.seek(head + number * block + block // 2)
            stored.write(b"\xa5" * 64)
    look(home, "damaged")


@case
def a_server_that_goes_and_comes_back(home):
    home.run("run", "fear_greed")
    look(home, "gone")


if __name__ == "__main__":
    sys.exit(run_cases())
