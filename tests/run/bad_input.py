#!/usr/bin/env python3
"""Altered recordings, end to end: bad rows go to quarantine with their landed record, the rest goes
on, the run says so and exits as promised. Needs the packages of tools/recordings/requirements.txt.
"""
import json
import sys

from altered import chart, cnn, eximbank, rate, recordings, screener, sheet, stock, write
from program import case, expect, run_cases


def found_in(home, source):
    return home.query("SELECT day, scope, kind, detail FROM analytics.data_issue WHERE kind = "
                      f"'quarantined' AND source = '{source}' ORDER BY scope")


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
def an_exchange_with_a_renamed_field_is_quarantined_whole(home):
    nyse = [{("price" if key == "lastsale" else key): value for key, value in stock(symbol).items()}
            for symbol in ("JPM", "BA", "F")]
    done = run(home, {"nasdaq.screener": screener(
        NASDAQ=[stock("AAPL"), stock("BAD", "N/A"), stock("HIGH", "$1,234.50")], NYSE=nyse,
        AMEX=[stock("UGA")])}, 1)
    expect("1 of 3 answers could not be read" in done.stderr and "exchange=NYSE" in done.stderr
           and "lastsale" in done.stderr, done.stderr)
    told = sorted((row["table_name"], row["reason"], "exchange=NYSE" in row["url"])
                  for row in quarantine(home))
    expect(told == [("", "the field lastsale is missing; was it renamed?", True),
                    ("raw_data.stock_price_daily", "lastsale is not told", False)], told)
    prices = home.query("SELECT symbol, close FROM analytics.price_daily ORDER BY symbol")
    expect(prices == [{"symbol": "AAPL", "close": "10.000000"},
                      {"symbol": "HIGH", "close": "1234.500000"},
                      {"symbol": "UGA", "close": "10.000000"}], prices)
    issues = found_in(home, "nasdaq")
    expect(issues == [
        {"day": "2026-04-14", "scope": "raw_data.stock_price_daily", "kind": "quarantined",
         "detail": "1 rows, such as: lastsale is not told"},
        {"day": "2026-04-14", "scope": "screener", "kind": "quarantined",
         "detail": "1 rows, such as: the field lastsale is missing; was it renamed?"}], issues)
    days = home.query("SELECT exchange FROM analytics.exchange_day ORDER BY exchange")
    expect(days == [{"exchange": "AMEX"}, {"exchange": "NASDAQ"}], days)


@case
def a_screener_answer_that_is_no_list_fails_and_the_other_exchanges_go_on(home):
    done = run(home, {"nasdaq.screener": screener(
        NASDAQ=[stock("AAPL")], NYSE=b"<html>Access Denied</html>", AMEX=[stock("UGA")])}, 75)
    expect("nasdaq" in done.stderr and "Access Denied" in done.stderr, done.stderr)
    prices = home.query("SELECT symbol FROM analytics.price_daily ORDER BY symbol")
    expect(prices == [{"symbol": "AAPL"}, {"symbol": "UGA"}], prices)


@case
def a_chart_in_another_currency_goes_to_quarantine_whole(home):
    run(home, {"yahoo.chart_1d": chart("EUR")}, 0)
    expect(home.query("SELECT * FROM raw_data.stock_price_daily") == [], "prices in euro")
    issues = found_in(home, "yahoo")
    expect([row["detail"] for row in issues] ==
           ["1 rows, such as: AAPL is quoted in EUR, not in USD"], issues)


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
