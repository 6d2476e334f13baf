#!/usr/bin/env python3
"""What `seohak schedule` lists, and what a wrong schedule of the settings gets."""
import json
import re
import sys

from program import case, expect, run_cases

SCHEDULE = "SEOHAK__PIPELINES__PRICE_DAILY__SCHEDULE"


def planned(home, *words, env=None):
    """Pipeline -> what is planned of it."""
    listed = json.loads(home.run("schedule", "--json", *words, env=env).stdout)
    return {one["pipeline"]: one for one in listed["pipelines"]}, listed


def due(one):
    return [each["at"] for each in one["due"]]


@case
def a_week_is_listed_from_the_clock_of_the_recording(home):
    pipelines, listed = planned(home)
    expect(list(pipelines) == ["fear_greed", "exchange_rate", "listing", "price_daily",
                               "price_minute"], list(pipelines))
    expect(listed["from"] == listed["now"] and listed["profile"] == "recorded", listed)
    days = {at[:10] for at in due(pipelines["fear_greed"])}
    expect(7 <= len(days) <= 8, days)
    text = home.run("schedule")
    expect("recorded profile: the clock stands at" in text.stderr, text.stderr)
    expect(re.search(r"\d{2}:\d{2} ET · \d{4}-\d\d-\d\d \w{3} \d{2}:\d{2} KST", text.stdout), text.stdout)


@case
def half_days_and_holidays_are_kept(home):
    """Thanksgiving 2026: closed on the 26th, closing at 13:00 on the 27th."""
    pipelines, _ = planned(home, "price_daily", "--from", "2026-11-24", "--to", "2026-12-01")
    expect(list(pipelines) == ["price_daily"], list(pipelines))
    expect(due(pipelines["price_daily"]) == ["2026-11-24T21:20:00Z", "2026-11-25T21:20:00Z",
                                            "2026-11-27T18:20:00Z", "2026-11-30T21:20:00Z"], pipelines)
    friday = pipelines["price_daily"]["due"][2]
    expect(friday == {"at": "2026-11-27T18:20:00Z", "new_york": "2026-11-27 13:20",
                      "seoul": "2026-11-28 03:20", "data_from": "2026-11-25T21:20:00Z",
                      "data_to": "2026-11-27T18:20:00Z", "day": "2026-11-27"}, friday)
    text = home.run("schedule", "price_daily", "--from", "2026-11-27", "--to", "2026-11-28").stdout
    expect("20 minutes after the US close" in text, text)
    expect("2026-11-27 Fri 13:20 ET · 2026-11-28 Sat 03:20 KST  for 2026-11-27, data since "
           "2026-11-25 16:20 ET" in text, text)


@case
def even_runs_are_one_line_unless_more_is_asked_for(home):
    words = ("schedule", "fear_greed", "--from", "2026-11-27", "--to", "2026-11-28")
    text = home.run(*words).stdout
    expect("2026-11-27 Fri 09:30-13:00 ET · 2026-11-27 Fri 23:30-Sat 03:00 KST  every 30 minutes, 8 times, "
           "for 2026-11-27" in text, text)
    expect(home.run(*words, "-v").stdout.count(" KST ") == 9, "each in a line of its own")


@case
def settings_overrule_the_plans(home):
    (home.path / "seohak.toml").write_text(
        '[pipelines.price_daily]\nschedule = "us open; 20:00 Asia/Seoul weekdays"\ncatch_up = "all"\n'
        "[pipelines.listing]\nenabled = false\n[calendar]\nclosures = ['XNYS 2026-11-25']\n")
    pipelines, _ = planned(home, "--from", "2026-11-25", "--to", "2026-11-26")
    daily = pipelines["price_daily"]
    expect(daily["schedule"] == "us open; 20:00 Asia/Seoul weekdays" and daily["catch_up"] == "all", daily)
    expect(due(daily) == ["2026-11-25T11:00:00Z"], daily)
    expect(pipelines["listing"]["enabled"] is False and due(pipelines["listing"]) == [], pipelines)
    expect("switched off by pipelines.listing.enabled" in home.run("schedule", "listing").stdout, "off")


@case
def a_pause_and_that_nothing_starts_is_told(home):
    home.run("pause", "listing")
    done = home.run("schedule", "listing")
    expect("paused; `seohak resume listing`" in done.stdout, done.stdout)
    expect("starts none of these" in done.stderr, done.stderr)
    done = home.run("schedule", "listing", env={"SEOHAK__SCHEDULER__ENABLED": "on"})
    expect("starts none" not in done.stderr, done.stderr)
    home.run("resume", "listing")
    expect("paused" not in home.run("schedule", "listing").stdout, "resumed")


@case
def a_wrong_schedule_is_refused_by_every_command(home):
    for command in ("schedule", "runs", "doctor"):
        done = home.run(command, code=2, env={SCHEDULE: "us close + 20 minits"})
        expect(f"{SCHEDULE}: pipelines.price_daily.schedule: character 15: expected min or h, not "
               '"minits"; did you mean minutes?' in done.stderr, done.stderr)
    done = home.run("--json", "schedule", code=2, env={SCHEDULE: "20:00 Asia/Soul daily"})
    error = json.loads(done.stdout)["error"]
    expect(error["code"] == "bad_config" and "did you mean Asia/Seoul?" in error["message"], error)


@case
def wrong_words_name_the_nearest(home):
    expect("price_daily" in home.run("schedule", "price_dayly", code=2).stderr, "pipeline")
    done = home.run("schedule", code=2, env={"SEOHAK__PIPELINES__FEAR_GRED__ENABLED": "true"})
    expect("did you mean pipelines.fear_greed?" in done.stderr, done.stderr)
    done = home.run("schedule", code=2, env={"SEOHAK__PIPELINES__LISTING__SCHEDUL": "us open"})
    expect("did you mean pipelines.listing.schedule?" in done.stderr, done.stderr)
    done = home.run("schedule", code=2, env={"SEOHAK__PIPELINES__LISTING__CATCH_UP": "some"})
    expect("none or latest or all" in done.stderr, done.stderr)
    for words in (["--from", "2026-11-31"], ["--from", "2026-11-02", "--to", "2026-11-01"],
                  ["--from", "2026-01-01", "--to", "2028-01-01"]):
        expect("--" in home.run("schedule", *words, code=2).stderr, words)


@case
def korean_says_it_in_korean(home):
    text = home.run("--lang", "ko", "schedule", "--from", "2026-11-27", "--to", "2026-11-28").stdout
    for words in ("미국 장 마감 20분 뒤", "매일 서울 시각 20:00", "2026-11-27 금 13:20 ET · "
                  "2026-11-28 토 03:20 KST  2026-11-27 몫", "30분마다 8번"):
        expect(words in text, (words, text))
    done = home.run("--lang", "ko", "runs", code=2, env={SCHEDULE: "us clos"})
    expect("4번째 글자: open, close, sessions 또는 business days" in done.stderr, done.stderr)


if __name__ == "__main__":
    sys.exit(run_cases())
