#!/usr/bin/env python3
"""Writes what schedules must give in 2024-2027, by libraries that know nothing of seohak.

    schedule_expected.py tests/golden

Sessions are exchange_calendars' (XNYS), Korean business days those of `holidays` (its weekdays that
are neither public holidays nor Labour Day), zones are zoneinfo's, and cron is cronsim's, which
follows Debian's cron.

schedule_days.csv holds every due instant around each change of a clock, half day and holiday:
schedule; day, in UTC; the day's due instants, times as HH:MM, even runs as HH:MM-HH:MM/MINUTES.
schedule_years.csv holds all days: schedule; year, in UTC; due instants; SHA-256 of their list as
YYYY-MM-DDTHH:MM:SSZ, each followed by a newline. schedule_runs.csv holds the day for which each due
instant of 2026 stands, for schedules that are not due all day. An empty first field repeats the one
above.
"""
import csv
import datetime as dt
import hashlib
import pathlib
import sys
import zoneinfo

import cronsim
import exchange_calendars
import holidays

UTC = dt.timezone.utc
FIRST, END = dt.datetime(2024, 1, 1, tzinfo=UTC), dt.datetime(2028, 1, 1, tzinfo=UTC)
NEW_YORK, SEOUL = zoneinfo.ZoneInfo("America/New_York"), zoneinfo.ZoneInfo("Asia/Seoul")


def days(first=dt.date(2023, 12, 25), end=dt.date(2028, 1, 8)):
    while first < end:
        yield first
        first += dt.timedelta(days=1)


def sessions():
    """(day, opening, closing) of New York, in UTC."""
    calendar = exchange_calendars.get_calendar("XNYS", start="2023-12-25", end="2028-01-07")
    for day, row in calendar.schedule.iterrows():
        yield day.date(), row["open"].to_pydatetime(), row["close"].to_pydatetime()


def business_days():
    """(day, opening, closing) of the won's market, in UTC."""
    public = holidays.SouthKorea(years=range(2023, 2029), categories=("public", "bank"))
    for day in days():
        if day.weekday() < 5 and day not in public and (day.month, day.day) != (5, 1):
            yield day, at(day, "09:00", SEOUL), at(day, "15:30", SEOUL)


def at(day, time, zone):
    """The instant of a clock time: behind the gap when the clocks leave it out, the first of two."""
    wall = dt.datetime.combine(day, dt.time.fromisoformat(time))
    while True:
        instant = wall.replace(tzinfo=zone).astimezone(UTC)
        if instant.astimezone(zone).replace(tzinfo=None) == wall:
            return instant
        wall += dt.timedelta(minutes=1)


SESSIONS = {"us": list(sessions()), "kr": list(business_days())}


def edge(market, which, minutes):
    for day, *edges in SESSIONS[market]:
        yield edges[which] + dt.timedelta(minutes=minutes), day


def steps(market, minutes):
    for day, opening, closing in SESSIONS[market]:
        while opening <= closing:
            yield opening, day
            opening += dt.timedelta(minutes=minutes)


def times(market, *wanted):
    zone = NEW_YORK if market == "us" else SEOUL
    for day, *_ in SESSIONS[market]:
        for time in wanted:
            yield at(day, time, zone), day


def daily(zone, *wanted, weekdays=False):
    for day in days():
        if not weekdays or day.weekday() < 5:
            for time in wanted:
                yield at(day, time, zoneinfo.ZoneInfo(zone)), day


def cron(fields, zone):
    zone = zoneinfo.ZoneInfo(zone)
    for instant in cronsim.CronSim(fields, dt.datetime(2023, 12, 25, tzinfo=zone)):
        if instant.astimezone(UTC) >= END:
            return
        yield instant.astimezone(UTC), instant.date()


SCHEDULES = {
    # The pipelines'.
    "every 30 min in us session; 20:00 Asia/Seoul daily":
        [steps("us", 30), daily("Asia/Seoul", "20:00")],
    "kr business days 09:05, 11:10; every 5 min in kr session":
        [times("kr", "09:05", "11:10"), steps("kr", 5)],
    "us close + 10 min; us open - 1 h": [edge("us", 1, 10), edge("us", 0, -60)],
    "us close + 20 min": [edge("us", 1, 20)],
    "every 15 min in us session; us close + 1 h": [steps("us", 15), edge("us", 1, 60)],
    "every 5 min in us session": [steps("us", 5)],
    # Each form.
    "us open": [edge("us", 0, 0)],
    "us open - 30 min": [edge("us", 0, -30)],
    "us close + 12 h": [edge("us", 1, 720)],
    "kr close - 5 min": [edge("kr", 1, -5)],
    "every 50 min in us session": [steps("us", 50)],
    "every 2 h in kr session": [steps("kr", 120)],
    "us sessions 18:00": [times("us", "18:00")],
    "us sessions 00:30, 02:30, 23:59": [times("us", "00:30", "02:30", "23:59")],
    "kr business days 11:10": [times("kr", "11:10")],
    "02:30 America/New_York daily": [daily("America/New_York", "02:30")],
    "00:00, 01:30, 02:00, 03:00 America/New_York daily":
        [daily("America/New_York", "00:00", "01:30", "02:00", "03:00")],
    "01:30, 02:30 Europe/Berlin weekdays":
        [daily("Europe/Berlin", "01:30", "02:30", weekdays=True)],
    "00:15 Africa/Cairo daily": [daily("Africa/Cairo", "00:15")],
    "02:15 Australia/Lord_Howe daily": [daily("Australia/Lord_Howe", "02:15")],
}
CRONS = [
    ("5 9 * * 1-5", "Asia/Seoul"), ("30 2 * * *", "America/New_York"),
    ("15,45 1-3 * * *", "America/New_York"), ("30 1 * * *", "America/New_York"),
    ("*/30 * * * *", "America/New_York"), ("0 */2 * * *", "America/New_York"),
    ("*/20 2 * * *", "America/New_York"), ("*/20 1 * * *", "America/New_York"),
    ("10 * * * *", "Australia/Lord_Howe"), ("15 2 * * *", "Australia/Lord_Howe"),
    ("30 0 * * *", "Africa/Cairo"), ("0 0 * * *", "Africa/Cairo"), ("30 2 * * 0", "Europe/Berlin"),
    ("0 3 * * SUN", "Europe/London"), ("30 1 * * 7", "Europe/London"),
    ("0 12 13 * FRI", "Etc/UTC"), ("0 12 */10 * FRI", "Etc/UTC"), ("0 12 13 * */2", "Etc/UTC"),
    ("0 0 29 FEB *", "Asia/Seoul"), ("0 0 31 * *", "Asia/Seoul"), ("7-59/13 8-18/5 1,15 JAN-MAR,12 *",
                                                                  "Asia/Kolkata"),
    ("59 23 31 DEC MON-FRI", "Pacific/Auckland"),
]
for _fields, _zone in CRONS:
    SCHEDULES[f"cron {_fields} {_zone}"] = [cron(_fields, _zone)]


def due(rules):
    """Each due instant once, with the day of the first rule that has it."""
    found = {}
    for rule in rules:
        for instant, day in rule:
            if FIRST <= instant < END:
                found.setdefault(instant, day)
    return sorted(found.items())


def windows():
    """UTC days around each change of a clock, half day and holiday."""
    centres = set()
    for zone in ("America/New_York", "Europe/Berlin", "Africa/Cairo", "Australia/Lord_Howe"):
        rules, last = zoneinfo.ZoneInfo(zone), None
        for day in days():
            offset = dt.datetime.combine(day, dt.time(12), tzinfo=rules).utcoffset()
            if last not in (None, offset):
                centres.add(day)
            last = offset
    for market, usual in (("us", dt.timedelta(hours=6.5)), ("kr", dt.timedelta(hours=6.5))):
        whole = {day for day, opening, closing in SESSIONS[market] if closing - opening == usual}
        centres |= {day for day in days() if day.weekday() < 5 and day not in whole}
    near = {day + dt.timedelta(days=n) for day in centres for n in (-1, 0, 1)}
    return {day for day in near if FIRST.date() <= day < END.date()}


def runs_text(instants):
    """Times of a day, even runs of three and more as one word."""
    minutes = [instant.hour * 60 + instant.minute for instant in instants]
    words, start = [], 0
    while start < len(minutes):
        end = start + 1
        if end < len(minutes):
            step = minutes[end] - minutes[start]
            while end + 1 < len(minutes) and minutes[end + 1] - minutes[end] == step:
                end += 1
        run = end - start >= 2 and end < len(minutes)
        first = f"{minutes[start] // 60:02}:{minutes[start] % 60:02}"
        words.append(f"{first}-{minutes[end] // 60:02}:{minutes[end] % 60:02}/{step}" if run else first)
        start = end + 1 if run else start + 1
    return " ".join(words)


def main():
    directory, chosen = pathlib.Path(sys.argv[1]), windows()
    by_day, by_year, runs = [], [], []
    for text, rules in SCHEDULES.items():
        found = due(rules)
        for day in sorted(chosen):
            instants = [instant for instant, _ in found if instant.date() == day]
            if instants or not text.startswith("cron"):
                by_day.append((text, day, runs_text(instants)))
        for year in range(2024, 2028):
            lines = [f"{i:%Y-%m-%dT%H:%M:%SZ}\n" for i, _ in found if i.year == year]
            digest = hashlib.sha256("".join(lines).encode()).hexdigest()
            by_year.append((text, year, len(lines), digest))
        if len(found) < 2500:
            runs += [(text, f"{i:%Y-%m-%dT%H:%M:%SZ}", day) for i, day in found
                     if i.date() in chosen and i.year == 2026]
    for name, header, rows in (("days", "schedule,day,due", by_day),
                               ("years", "schedule,year,count,sha256", by_year),
                               ("runs", "schedule,due,stands_for", runs)):
        with open(directory / f"schedule_{name}.csv", "w", encoding="utf-8", newline="") as file:
            file.write(header + "\n")
            last = None
            for text, *rest in rows:
                csv.writer(file, lineterminator="\n").writerow(("" if text == last else text, *rest))
                last = text


main()
