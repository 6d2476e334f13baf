#!/usr/bin/env python3
"""A week of the scheduler, on the recordings of that week and with every schedule as it comes, killed
at random points: its tables and its history equal those of an undisturbed week.

week.py [--kills N] [--seed S]      default: 20 kills, a seed from the clock, printed
"""
import argparse
import random
import subprocess
import sys
import time

from program import BINARY, Home, compare, expect, kill
from run_history import ask, history_is_sound, state

# The clocks of New York go forward on its Sunday.
WEEK = ("2026-03-05T00:00:00Z", "2026-03-12T00:00:00Z")
RUNS = {"exchange_rate": 395, "fear_greed": 77, "listing": 10, "price_daily": 5, "price_minute": 140}
KILLS_A_WEEK = 20
LONGEST_DELAY_S = 0.03  # most tasks take less


def live(home):
    """Lives through the week, or what is left of it."""
    words = [BINARY.with_name("live_through"), *WEEK, "--home", home.path, "-q", "serve"]
    return subprocess.Popen(list(map(str, words)), env=home.environment(), cwd=home.path, text=True,
                            stdout=subprocess.PIPE)


def live_to_the_end(home):
    """The number of events that happened."""
    process = live(home)
    events = sum(1 for _ in process.stdout)
    expect(process.wait() == 0, f"live_through ended with {process.returncode}")
    return events


def live_and_be_killed(home, events, delay):
    """Whether the week was not over before."""
    process = live(home)
    seen = sum(1 for _ in zip(range(events), process.stdout))
    time.sleep(delay)  # the point of the kill, not a wait for something
    ended = process.poll() is not None
    kill(process)
    return seen == events and not ended


def history(home):
    """Every run that was due, with what it was of and how it and its tasks ended, as lines."""
    return "\n".join(str(row) for row in ask(
        state(home), "SELECT due.pipeline, due.due_at, due.data_from, run.kind, run.state, "
                     "run.exit_code, run.from_day, run.to_day, (SELECT group_concat(task || ' ' || "
                     "state) FROM (SELECT task, state FROM task WHERE task.run = due.run ORDER BY "
                     "task)) FROM due JOIN run USING (run) ORDER BY 1, 2"))


def check_history(home):
    """No run lost, doubled or left behind; nothing that succeeded ran twice."""
    history_is_sound(state(home))
    runs = dict(ask(state(home), "SELECT pipeline, count(*) FROM run WHERE state = 'done' GROUP BY 1"))
    expect(runs == RUNS, runs)
    twice = ask(state(home), "SELECT run, task FROM try WHERE state = 'done' GROUP BY 1, 2 "
                             "HAVING count(*) > 1")
    expect(twice == [], f"ran again though it had succeeded: {twice}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=KILLS_A_WEEK)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()

    with Home() as home:
        events = live_to_the_end(home)
        check_history(home)
        undisturbed = {**home.dump(), "history": history(home)}
    print(f"ok   an undisturbed week: {sum(RUNS.values())} runs, {events} events; killing with seed "
          f"{options.seed}", flush=True)
    chance = random.Random(options.seed)
    killed = 0
    while killed < options.kills:
        # A few events are gone unread with each kill.
        points = sorted(chance.sample(range(events * 19 // 20),
                                      min(KILLS_A_WEEK, options.kills - killed)))
        with Home() as home:
            hits = sum(live_and_be_killed(home, point - before, chance.uniform(0, LONGEST_DELAY_S))
                       for before, point in zip([0, *points], points))
            expect(hits > 0, "no kill came before the end of the week")
            live_to_the_end(home)
            check_history(home)
            difference = compare(undisturbed, {**home.dump(), "history": history(home)})
            expect(difference is None, difference)
        killed += hits
        print(f"ok   a week killed {hits} times", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
