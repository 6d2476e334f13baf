#!/usr/bin/env python3
"""Tables follow what changes: a day more rewrites the days that it must and no others, a changed
calendar and back, and always the tables are those of one whole run.
"""
import sys

from program import Home, case, compare, expect, run_cases

DAILY = ("listing", "price_daily")
MARKET = (*DAILY, "price_minute")
FIRST, LAST, AFTER = "1999-01-01", "2026-04-13", "2026-04-14"
# What a new last day of the market writes: the day before is settled by it, and the sessions
# without a snapshot, whose detail names the newest stored day, are told anew.
WRITTEN = {
    "analytics.exchange_day": ("2026-04-10", AFTER),
    "analytics.price_daily": (LAST, AFTER),
    "analytics.sector_volume_daily": (LAST, AFTER),
    "analytics.sector_volume_weekly": (LAST, AFTER),
    "analytics.volume_rank_weekly": (LAST, AFTER),
    "analytics.top_mover_daily": (LAST, AFTER),
    "analytics.stock_rsi_daily": (LAST, AFTER),
    "analytics.price_issue_daily": ("2026-02-19", AFTER),
    "analytics.data_issue": ("2026-02-19", AFTER),
    "analytics.security": (None, None),
}
# A session of July 2025 with minute bars, one of the two without a snapshot, an early close.
CALENDAR = {"SEOHAK__CALENDAR__CLOSURES": "XNYS 2025-07-16, XNYS 2026-02-19",
            "SEOHAK__CALENDAR__HALF_DAYS": "XNYS 2025-07-17 13:00"}


def newest_change(home):
    return home.query("SELECT MAX(change_no) AS newest FROM meta.change")[0]["newest"]


def changes_after(home, number):
    """Days that models wrote after change `number`, by table."""
    rows = home.query("SELECT table_name, MIN(days_from) AS days_from, MAX(days_to) AS days_to FROM "
                      f"meta.change WHERE change_no > {number} AND table_name LIKE 'analytics.%' "
                      "GROUP BY table_name")
    return {row["table_name"]: (row["days_from"], row["days_to"]) for row in rows}


def equal(home, other, words):
    difference = compare(other, home.dump("analytics"))
    expect(difference is None, f"{words}: {difference}")


@case
def a_new_day_rewrites_only_the_days_that_it_must(home):
    home.run("run", *DAILY, "--from", FIRST, "--to", LAST)
    home.run("run", "price_minute")
    before = newest_change(home)
    home.run("run", *DAILY, "--for", LAST)
    written = changes_after(home, before)
    expect(written == WRITTEN, f"{written}")
    with Home() as whole:
        whole.run("run", *MARKET)
        equal(home, whole.dump("analytics"), "day by day and whole")
        home.run("replay")  # writes the models of every pipeline
        whole.run("replay")
        equal(home, whole.dump("analytics"), "a replay of days and of the whole")


@case
def a_changed_calendar_is_followed_and_back(home):
    home.run("run", *MARKET)
    original = home.dump("analytics")
    bars = "SELECT COUNT(*) AS n FROM analytics.price_minute WHERE market_day = DATE '{}'"
    issues = "SELECT day, kind FROM analytics.data_issue WHERE kind = 'missing_day' AND scope = 'NYSE'"
    stored = [home.query(bars.format(day))[0]["n"] for day in ("2025-07-16", "2025-07-17")]
    expect(min(stored) > 0 and len(home.query(issues)) == 2, (stored, home.query(issues)))
    home.run("run", *MARKET, env=CALENDAR)
    day = home.query("SELECT kind FROM raw_data.market_session WHERE exchange = 'XNYS' AND "
                     "market_day IN (DATE '2025-07-16', DATE '2025-07-17') ORDER BY market_day")
    expect(day == [{"kind": "closed"}, {"kind": "half"}], day)
    left = [home.query(bars.format(day))[0]["n"] for day in ("2025-07-16", "2025-07-17")]
    expect(left[0] == 0 and 0 < left[1] < stored[1], (stored, left))
    expect(len(home.query(issues)) == 1, home.query(issues))
    with Home() as whole:
        whole.run("run", *MARKET, env=CALENDAR)
        equal(home, whole.dump("analytics"), "a changed calendar")
    home.run("run", *MARKET)
    equal(home, original, "the calendar as it was")


if __name__ == "__main__":
    sys.exit(run_cases())
