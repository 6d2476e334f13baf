#!/usr/bin/env python3
"""Altered recordings, end to end: bad rows go to quarantine with their landed record, the rest goes
on, the run says so and exits as promised. Needs the packages of tools/recordings/requirements.txt.
"""
import json
import pathlib
import sys

from program import ROOT, case, expect, run_cases

sys.path.insert(0, str(ROOT / "tools/recordings"))
import make_recordings as recordings  # noqa: E402
from warc_writer import write_warc  # noqa: E402

DAY_FIELDS = {"yy_efee_r": "0", "ten_dd_efee_r": "0", "kftc_bkpr": "0", "kftc_deal_bas_r": "0"}


def write(out: pathlib.Path, answers: dict) -> None:
    """A recordings directory of one answer each; `answers`: dataset -> (uri, body, content type)."""
    index = {"layout": 1, "clock": recordings.CLOCK, "last_common_day": recordings.LAST_COMMON_DAY,
             "settings": {"sources.gsheets.fear_greed_id": recordings.SHEET_ID,
                          "sources.eximbank.key": "recorded"}, "datasets": {}}
    for name, (uri, body, content_type) in answers.items():
        path = f"{name.replace('.', '/')}/altered.warc.zst"
        answer = recordings.exchange(uri, recordings.utc("2026-04-13T15:00:00Z"), "*/*",
                                     content_type, body, "altered for a test")
        write_warc(out / path, recordings.info("altered", "test"), [answer])
        days = ("2024-01-05", "2024-01-05") if name == "eximbank.rates" else ("2021-02-01", "2026-04-13")
        index["datasets"][name] = recordings.dataset(out, [path], 1, *days, ["altered"], *days)
    (out / "index.json").write_text(json.dumps(index))


def cnn(points, top=None):
    series = {"timestamp": 1, "score": 50, "rating": "neutral", "data": points}
    body = {"fear_and_greed": {"score": 50, "rating": "neutral",
                               "timestamp": "2026-04-13T15:00:00+00:00"},
            "fear_and_greed_historical": series} if top is None else top
    return (recordings.CNN_URI, json.dumps(body).encode(), "application/json")


def sheet(text):
    return (recordings.SHEET_URI, text, "text/csv")


def eximbank(body):
    return (recordings.EXIMBANK_URI.format(day="20240105"), body, "application/json")


def rate(unit, base, ttb="0", tts="0"):
    return {"result": 1, "cur_unit": unit, "ttb": ttb, "tts": tts, "deal_bas_r": base, "bkpr": "0",
            "cur_nm": "", **DAY_FIELDS}


def run(home, answers, code):
    directory = home.path / "altered"
    write(directory, answers)
    return home.run("--recordings", directory, "run", code=code)


def quarantine(home):
    return home.query("SELECT table_name, source, reason, row_text, url FROM raw_data.quarantine q "
                      "JOIN meta.landed_record r ON q.load_id = r.load_id AND q.record = r.record")


@case
def a_score_beyond_100_is_quarantined_with_its_landed_record(home):
    points = [{"x": 1775952000000.0, "y": 140, "rating": "extreme greed"},
              {"x": 1776038400000, "y": 50, "rating": "neutral"}]
    done = run(home, {"cnn.graphdata": cnn(points)}, 0)
    expect("1 quarantined" in done.stderr, done.stderr)
    rows = quarantine(home)
    expect(len(rows) == 1 and rows[0]["source"] == "cnn" and "140" in rows[0]["row_text"]
           and rows[0]["url"] == recordings.CNN_URI, rows)
    stored = home.query("SELECT market_day, score FROM raw_data.fear_greed_daily")
    expect(stored == [{"market_day": "2026-04-13", "score": 50}], stored)


@case
def a_page_in_place_of_json_is_told_and_the_other_source_goes_on(home):
    page = (recordings.CNN_URI, b"<!DOCTYPE html><html><body>Just a moment</body></html>", "text/html")
    done = run(home, {"cnn.graphdata": page,
                      "gsheets.fear_greed": sheet(b"Date,Fear Greed,Rating\r\n2026-04-10,36.5,fear")}, 1)
    expect("cnn" in done.stderr and "logs last" in done.stderr, done.stderr)
    trend = home.query("SELECT market_day, source FROM analytics.fear_greed_trend")
    expect(trend == [{"market_day": "2026-04-10", "source": "gsheets"}], trend)


@case
def a_renamed_field_is_named(home):
    done = run(home, {"cnn.graphdata": cnn([], top={"fear_and_greed": {"points": 50}})}, 1)
    expect("score" in done.stderr, done.stderr)


@case
def truncated_json_may_succeed_later(home):
    uri, body, kind = cnn([{"x": 1776038400000, "y": 50, "rating": "neutral"}])
    done = run(home, {"cnn.graphdata": (uri, body[:-20], kind)}, 75)
    expect("cut short" in done.stderr, done.stderr)
    expect(home.query("SELECT * FROM raw_data.fear_greed_daily") == [], "rows of a cut answer")


@case
def a_byte_order_mark_a_null_row_and_a_duplicate_day_in_a_sheet(home):
    text = ("\ufeffDate,Fear Greed,Rating\r\n2026-04-09,37.8,fear\r\n2026-04-10,36.5,fear\r\n"
            "2026-04-10,36.6,fear\r\n,,\r\n2026-04-13,N/A,fear")
    done = run(home, {"gsheets.fear_greed": sheet(text.encode())}, 0)
    days = home.query("SELECT market_day, score FROM raw_data.fear_greed_daily ORDER BY 1")
    expect(days == [{"market_day": "2026-04-09", "score": 37.8},
                    {"market_day": "2026-04-10", "score": 36.6}], days)
    reasons = [row["reason"] for row in quarantine(home)]
    expect(len(reasons) >= 2 and any("duplicate" in reason for reason in reasons), reasons)
    expect("quarantined" in done.stderr, done.stderr)


@case
def comma_numbers_hundreds_and_no_number_of_eximbank(home):
    rows = [rate("USD", "1,316.3", "1,303.13", "1,329.46"), rate("JPY(100)", "909.25"),
            rate("CHF", "N/A"), rate("XYZ", "0")]
    run(home, {"eximbank.rates": eximbank(json.dumps(rows).encode())}, 0)
    stored = home.query("SELECT currency, deal_base_rate, ttb FROM raw_data.fx_rate_daily ORDER BY 1")
    expect(stored == [{"currency": "JPY", "deal_base_rate": "9.092500", "ttb": None},
                      {"currency": "USD", "deal_base_rate": "1316.300000", "ttb": "1303.130000"}], stored)
    expect(len(quarantine(home)) == 2, quarantine(home))


@case
def an_empty_array_on_a_holiday_is_no_rate_and_no_fault(home):
    run(home, {"eximbank.rates": eximbank(b"[]")}, 0)
    expect(home.query("SELECT * FROM raw_data.fx_rate_daily") == [], "rows of a holiday")


@case
def a_refused_key_is_final_and_says_so(home):
    body = json.dumps([{"result": 3, "cur_unit": None, "deal_bas_r": None}]).encode()
    done = run(home, {"eximbank.rates": eximbank(body)}, 1)
    expect("key" in done.stderr, done.stderr)


@case
def a_damaged_recording_is_named(home):
    directory = home.path / "altered"
    write(directory, {"eximbank.rates": eximbank(b"[]")})
    file = directory / "eximbank/rates/altered.warc.zst"
    file.write_bytes(file.read_bytes()[:-9])
    done = home.run("--recordings", directory, "run", code=1)
    expect("altered.warc.zst" in done.stderr and "restore" in done.stderr, done.stderr)


if __name__ == "__main__":
    sys.exit(run_cases())
