#!/usr/bin/env python3
"""Writes calendar.csv: the sessions of 2010-2027 as exchange_calendars knows them.

    calendar_expected.py tests/golden/calendar.csv

One row for each Monday to Friday; the script fails if there is a session at a weekend. Columns:
day; xnys and xnas, opening and closing time in UTC as HH:MM-HH:MM, empty when closed; xkrx, 1 on
trading days of the Korea Exchange. exchange_calendars knows XNAS by the holidays of XNYS.
"""
import datetime
import sys

import exchange_calendars

FIRST, LAST = datetime.date(2010, 1, 1), datetime.date(2027, 12, 31)


def sessions(name):
    """Day -> "HH:MM-HH:MM" in UTC."""
    calendar = exchange_calendars.get_calendar(name, start=str(FIRST), end=str(LAST))
    found = {}
    for day, row in calendar.schedule.iterrows():
        if day.weekday() >= 5:
            sys.exit(f"{name}: session at a weekend: {day}")
        if row["open"].date() != day.date() or row["close"].date() != day.date():
            sys.exit(f"{name}: {day} does not lie within its UTC day")
        found[day.date()] = f"{row['open']:%H:%M}-{row['close']:%H:%M}"
    return found


def main():
    xnys, xnas, xkrx = sessions("XNYS"), sessions("XNAS"), sessions("XKRX")
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        file.write("day,xnys,xnas,xkrx\n")
        day = FIRST
        while day <= LAST:
            if day.weekday() < 5:
                korea = "1" if day in xkrx else ""
                file.write(f"{day},{xnys.get(day, '')},{xnas.get(day, '')},{korea}\n")
            day += datetime.timedelta(days=1)


main()
