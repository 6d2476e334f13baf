#!/usr/bin/env python3
"""`seohak task`: a pipeline's tasks one at a time, as another scheduler calls them."""
import json
import sys

from program import Home, Serving, case, compare, expect, run_cases


def tasks_of(home, pipeline):
    """The pipeline's tasks in an order in which they may run, as the command lists them."""
    listed = home.run("task", pipeline, code=2).stderr
    names = listed.partition(f"name a task of pipeline {pipeline}: ")[2].split(",")
    return [name.strip() for name in names]


def runs_of(home):
    return json.loads(home.run("runs", "--json", "--limit", "1000").stdout)


@case
def all_tasks_one_after_another_leave_the_tables_of_a_run(home):
    for pipeline in ("exchange_rate", "listing"):
        names = tasks_of(home, pipeline)
        expect(len(names) > 5 and names[0].split(":")[0] in ("calendar", "extract"), names)
        for name in names:
            home.run("task", pipeline, name)
    kinds = {run["kind"] for run in runs_of(home)}
    expect(kinds == {"task"}, kinds)
    with Home() as other:
        other.run("-q", "run", "exchange_rate", "listing")
        difference = compare(other.dump(), home.dump())
        expect(difference is None, difference)


@case
def one_day_is_asked_for_alone(home):
    home.run("task", "exchange_rate", "extract:eximbank.rates", "--for", "2024-03-05")
    home.run("task", "exchange_rate", "load:eximbank.rates", "--for", "2024-03-05")
    days = home.query("SELECT DISTINCT quote_day::varchar AS day FROM raw_data.fx_rate_daily")
    expect(days == [{"day": "2024-03-05"}], days)


@case
def it_runs_in_the_program_that_holds_the_warehouse(home):
    home.run("-q", "run", "fear_greed")
    with Serving(home) as server:
        done = home.run("task", "fear_greed", "model:analytics.fear_greed_trend", "--json")
        expect(f"pid {server.process.pid}" in done.stderr, done.stderr)
        last = json.loads(done.stdout.splitlines()[-1])
        expect(last == {"event": "finished", "exit_code": 0}, last)
        refused = home.run("task", "fear_greed", "model:nothing", code=2)
        expect("has no task" in refused.stderr, refused.stderr)


@case
def a_task_that_cannot_be_named_is_usage(home):
    for words, part in ((["listing", "load:nasdaq.screner"], 'did you mean "load:nasdaq.screener"?'),
                        (["listing", "a", "b"], "one task at a time"),
                        (["listin", "a"], "did you mean listing?"), ([], "pipeline is missing")):
        done = home.run("task", *words, code=2)
        expect(part in done.stderr, (words, done.stderr))
    expect(runs_of(home) == [], "a run was stored")


if __name__ == "__main__":
    sys.exit(run_cases())
