"""Makes recordings that differ from the real ones, for tests: `write` takes the answers of each
dataset. Needs the packages of tools/recordings/requirements.txt.
"""
import json
import pathlib
import sys

from program import ROOT

sys.path.insert(0, str(ROOT / "tools/recordings"))
import make_recordings as recordings  # noqa: E402
import market  # noqa: E402
from warc_writer import write_warc  # noqa: E402

DAY_FIELDS = {"yy_efee_r": "0", "ten_dd_efee_r": "0", "kftc_bkpr": "0", "kftc_deal_bas_r": "0"}


# Days that can be asked for, where not those of the index of fear and greed.
DAYS = {"eximbank.rates": ("2024-01-05", "2024-01-05"), "nasdaq.screener": ("2026-04-13",) * 2,
        "yahoo.chart_1d": ("2026-04-01", "2026-04-13")}


def write(out: pathlib.Path, answers: dict) -> None:
    """A recordings directory; `answers`: dataset -> (uri, body, content type), one or a list."""
    index = {"layout": 1, "clock": recordings.CLOCK, "last_common_day": recordings.LAST_COMMON_DAY,
             "settings": {"sources.gsheets.fear_greed_id": recordings.SHEET_ID,
                          "sources.eximbank.key": "recorded",
                          "sources.yahoo.symbols": "AAPL"}, "datasets": {}}
    for name, told in answers.items():
        path = f"{name.replace('.', '/')}/altered.warc.zst"
        at = "2026-04-14T01:00:00Z" if name == "nasdaq.screener" else "2026-04-13T15:00:00Z"
        written = [recordings.exchange(uri, recordings.utc(at), "*/*", content_type, body,
                                       "altered for a test")
                   for uri, body, content_type in (told if isinstance(told, list) else [told])]
        write_warc(out / path, recordings.info("altered", "test"), written)
        days = DAYS.get(name, ("2021-02-01", "2026-04-13"))
        index["datasets"][name] = recordings.dataset(out, [path], len(written), *days, ["altered"],
                                                     *days)
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


def stock(symbol, price="$10.00", **changed):
    """A row of the screener with the fields that it has."""
    return {"symbol": symbol, "name": f"{symbol} Inc.", "lastsale": price, "netchange": "0.50",
            "pctchange": "5%", "volume": "1000", "marketCap": "1000000.00", "country": "United States",
            "ipoyear": "", "industry": "", "sector": "Energy", "url": ""} | changed


def screener(**bodies):
    """The answers of the three exchanges: rows, or a body of its own."""
    return [(market.SCREENER_URI.format(exchange=name),
             market.screener_body(body) if isinstance(body, list) else body, "application/json")
            for name, body in bodies.items()]


def chart(currency):
    meta = {"currency": currency, "symbol": "AAPL", "exchangeTimezoneName": "America/New_York",
            "dataGranularity": "1d"}
    quote = {"open": [10.0], "high": [12.0], "low": [9.0], "close": [11.0], "volume": [100]}
    body = {"chart": {"result": [{"meta": meta, "timestamp": [1776087000],
                                  "indicators": {"quote": [quote]}}], "error": None}}
    return (market.CHART_URI.format(symbol="AAPL", interval="1d"), json.dumps(body).encode(),
            market.CHART_TYPE)
