#!/usr/bin/env python3
"""What `seohak backfill` promises: the tables of a run, in parts, cut off anywhere and gone on with.
Needs the packages of tools/recordings/requirements.txt.

backfill.py [CASE...]    SEOHAK_KILLS: how many random kills (3), SEOHAK_SEED: of which seed
"""
import json
import os
import pathlib
import random
import signal
import sys
import time

from program import ROOT, case, compare, expect, kill, run_cases

sys.path.insert(0, str(ROOT / "tools/recordings"))
import make_recordings as recordings  # noqa: E402
from warc_writer import write_warc  # noqa: E402

DAY_FIELDS = {"yy_efee_r": "0", "ten_dd_efee_r": "0", "kftc_bkpr": "0", "kftc_deal_bas_r": "0"}
FIRST, LAST, BROKEN = "2024-01-02", "2024-03-15", "2024-02-06"


def rows(home):
    """Every row of every table, but for which landed file and answer it came from: a backfill lands
    the same answers in other files. (The scope of an overlap is such an answer.)"""
    tables = {}
    for name in home.tables():
        columns = {row["column_name"] for row in home.query(f"DESCRIBE {name}")}
        of_answers = {"load_id", "record"} | ({"scope"} if name == "analytics.data_issue" else set())
        left_out = ", ".join(sorted(columns & of_answers))
        chosen = f"* EXCLUDE ({left_out})" if left_out else "*"
        tables[name] = home.run("query", "--format", "csv",
                                f"SELECT {chosen} FROM {name} ORDER BY ALL").stdout
    return tables


def last_run(home):
    return json.loads(home.run("runs", "--limit", "1", "--json").stdout)[0]


def weekdays(first, last):
    day = recordings.utc(f"{first}T00:00:00Z")
    end = recordings.utc(f"{last}T00:00:00Z")
    while day <= end:
        if day.weekday() < 5:
            yield day.strftime("%Y-%m-%d")
        day += recordings.dt.timedelta(days=1)


def write_rates(out: pathlib.Path, broken=None):
    """Recordings of one rate a weekday; of `broken` a web page came in place of it."""
    days = list(weekdays(FIRST, LAST))
    answers = []
    for number, day in enumerate(days):
        uri = recordings.EXIMBANK_URI.format(day=day.replace("-", ""))
        body = json.dumps([{"result": 1, "cur_unit": "USD", "ttb": "0", "tts": "0",
                            "deal_bas_r": f"{1300 + number}", "bkpr": "0", "cur_nm": "",
                            **DAY_FIELDS}]).encode()
        if day == broken:
            body = b"<!DOCTYPE html><html><body>maintenance</body></html>"
        answers.append(recordings.exchange(uri, recordings.utc("2026-04-13T15:00:00Z"), "*/*",
                                           "application/json", body, "made for a test"))
    path = "eximbank/rates/made.warc.zst"
    write_warc(out / path, recordings.info("made", "test"), answers)
    index = {"layout": 1, "clock": recordings.CLOCK, "last_common_day": recordings.LAST_COMMON_DAY,
             "settings": {"sources.eximbank.key": "recorded"},
             "datasets": {"eximbank.rates": recordings.dataset(
                 out, [path], len(days), days[0], days[-1], ["made"], days[0], days[-1])}}
    (out / "index.json").write_text(json.dumps(index))
    return len(days)


@case
def it_leaves_the_tables_of_a_run_whatever_its_order(home):
    home.run("run")
    expected = rows(home)
    for words in (["--parallel", "1", "--oldest-first"], ["--parallel", "6"]):
        with type(home)() as other:
            done = other.run("backfill", *words)
            expect("rows" in done.stderr and " left" in done.stderr, done.stderr[-500:])
            difference = compare(expected, rows(other))
            expect(difference is None, (words, difference))


@case
def killed_anywhere_the_same_command_goes_on(home):
    started = time.monotonic()
    home.run("backfill", "listing", "price_daily")
    length = time.monotonic() - started
    expected = home.dump()
    seed = int(os.environ.get("SEOHAK_SEED", time.time()))
    print(f"seed {seed}", flush=True)
    chance = random.Random(seed)
    for _ in range(int(os.environ.get("SEOHAK_KILLS", "3"))):
        with type(home)() as other:
            delay = chance.uniform(0, length)
            process = other.start("backfill", "listing", "price_daily")
            time.sleep(delay)  # the point of the kill, not a wait for something
            kill(process)
            before = json.loads(other.run("runs", "--json").stdout)
            other.run("backfill", "listing", "price_daily")
            after = {run["run"]: run for run in json.loads(other.run("runs", "--json").stdout)}
            for run in before:
                expect(run["state"] in ("interrupted", "done"), run["state"])
                expect(after[run["run"]]["state"] == "done", "it was not gone on with")
                finished = {t["task"] for t in run["tasks"] if t["state"] == "done"
                            and t["task"].startswith("extract:")}
                again = [t["task"] for t in after[run["run"]]["tasks"]
                         if t["task"] in finished and t["tries"] > 1]
                expect(not again, f"asked twice for {again[:3]}")
            difference = compare(expected, other.dump())
            expect(difference is None, f"killed after {delay:.3f} s: {difference}")


@case
def interrupted_it_says_so_and_goes_on(home):
    process = home.start("backfill", "listing", "--json")
    for line in process.stdout:  # until something was loaded
        event = json.loads(line)
        if event.get("state") == "done" and event["task"].startswith("load:nasdaq"):
            break
    process.send_signal(signal.SIGINT)
    process.communicate()
    expect(process.returncode == 130, process.returncode)
    stopped = last_run(home)
    expect(stopped["state"] == "cancelled", stopped["state"])
    done = home.run("backfill", "listing")
    expect("goes on where it stopped" in done.stderr, done.stderr[:500])
    resumed = last_run(home)
    expect(resumed["run"] == stopped["run"] and resumed["state"] == "done", resumed["run"])
    home.run("backfill", "listing")
    expect(last_run(home)["run"] != stopped["run"], "a finished backfill is begun anew")


@case
def a_part_that_fails_is_done_again_and_no_other(home):
    directory = home.path / "made"
    write_rates(directory, broken=BROKEN)
    words = ["--recordings", directory, "backfill", "exchange_rate"]
    done = home.run(*words, code=75)
    expect("web page" in done.stderr and "The same command goes on" in done.stderr, done.stderr)
    days = home.query("SELECT count(*) AS n FROM raw_data.fx_rate_daily")[0]["n"]
    total = write_rates(directory)
    expect(0 < days < total, days)
    home.run(*words)
    run = last_run(home)
    tries = {t["task"]: t["tries"] for t in run["tasks"] if t["task"].startswith("extract:eximbank")}
    expect(len(tries) == 3 and sorted(tries.values()) == [1, 1, 2], tries)
    expect(home.query("SELECT count(*) AS n FROM raw_data.fx_rate_daily") == [{"n": total}], "rows")
    home.run(*words, "--restart")
    expect(last_run(home)["run"] != run["run"], "--restart begins anew")


@case
def only_the_named_days_are_asked_for_newest_first(home):
    words = ["backfill", "listing", "--from", "2026-02-02", "--to", "2026-02-06", "--parallel", "1"]
    done = home.run(*words, "--json")
    loads = [event["task"] for event in map(json.loads, done.stdout.splitlines())
             if event.get("state") == "running" and event["task"].startswith("load:nasdaq")]
    days = ["2026-02-05", "2026-02-04", "2026-02-03", "2026-02-02"]
    expect(loads == [f"load:nasdaq.screener@{day}" for day in days], loads)
    stored = home.query("SELECT DISTINCT snapshot_day FROM raw_data.listing_daily "
                        "WHERE source = 'nasdaq' ORDER BY 1 DESC")
    expect([row["snapshot_day"] for row in stored] == days, stored)


@case
def a_dry_run_names_the_parts_and_asks_nothing(home):
    done = home.run("backfill", "listing", "--dry-run", "--oldest-first", "--json")
    parts = [json.loads(line) for line in done.stdout.splitlines()]
    days = [part["part"] for part in parts if part["dataset"] == "nasdaq.screener"]
    expect(len(days) == 56 and days == sorted(days), days)
    expect(all(part["calls"] == 3 for part in parts if part["dataset"] == "nasdaq.screener"), parts)
    expect(not list(home.path.rglob("*.warc.zst")), "a dry run landed something")


@case
def wrong_words_are_refused(home):
    near = home.run("backfill", "price_dayly", code=2)
    expect("did you mean price_daily?" in near.stderr, near.stderr)
    few = home.run("backfill", "--parallel", "0", code=2)
    expect("--parallel" in few.stderr and "64" in few.stderr, few.stderr)
    home.run("backfill", "--from", "2026-02-02", code=2)
    live = home.run("--profile", "live", "backfill", "exchange_rate", code=2)
    expect("--from DAY --to DAY" in live.stderr, live.stderr)
    ko = home.run("--lang", "ko", "--profile", "live", "backfill", code=2)
    expect("백필에는 날짜가 필요합니다" in ko.stderr, ko.stderr)


@case
def the_program_that_holds_the_warehouse_does_it(home):
    server = home.start("serve", "--listen", "127.0.0.1:0", "--json")
    try:
        expect("url" in server.stdout.readline(), "serve did not start")
        done = home.run("backfill", "listing", "--from", "2026-02-02", "--to", "2026-02-04")
        expect("run by the program that holds the warehouse" in done.stderr, done.stderr)
        expect("listing" in done.stderr and "rows" in done.stderr, done.stderr)
        found = home.query("SELECT count(DISTINCT snapshot_day) AS n FROM raw_data.listing_daily")
        expect(found[0]["n"] >= 2, found)
    finally:
        kill(server)


@case
def a_year_mistyped_is_refused(home):
    for days in (("0202-01-01", "2026-01-01"), ("2026-01-01", "9999-12-31")):
        done = home.run("backfill", "price_minute", "--from", days[0], "--to", days[1], code=2)
        expect("100 years at most" in done.stderr, done.stderr)


if __name__ == "__main__":
    sys.exit(run_cases())
