"""The recorded market: screener answers of the whole market, charts, minute files, Korean names."""

import csv
import datetime as dt
import io
import json
from concurrent.futures import ThreadPoolExecutor
from email.utils import parsedate_to_datetime
from pathlib import Path

import zstandard

from common import dataset, exchange, info, listed, utc
from warc_writer import Exchange, write_warc

SCREENER = "nasdaq/screener"
SCREENER_URI = ("https://api.nasdaq.com/api/screener/stocks"
                "?tableonly=true&limit=25&offset=0&exchange={exchange}&download=true")
EXCHANGES = ("NASDAQ", "NYSE", "AMEX")
# The column titles that the source sends with the rows.
TITLES = {"symbol": "Symbol", "name": "Name", "lastsale": "Last Sale", "netchange": "Net Change",
          "pctchange": "% Change", "marketCap": "Market Cap", "country": "Country",
          "ipoyear": "IPO Year", "volume": "Volume", "sector": "Sector", "industry": "Industry",
          "url": "Url"}


def screener_body(rows: list[dict]) -> bytes:
    """The answer as the source wraps its rows (`download=true`); rows as served."""
    answer = {"data": {"asOf": None, "headers": TITLES, "rows": rows}, "message": None,
              "status": {"rCode": 200, "bCodeMessage": None, "developerMessage": None}}
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def screener_day(source: Path, out: Path, day: str, captured_at: str) -> tuple[str, int]:
    """Writes the three answers of a day; its path and their number."""
    answers = []
    for name in EXCHANGES:
        path = f"{SCREENER}/{day}/{name.lower()}.json.zst"
        with open(source / path, "rb") as file:
            text = zstandard.ZstdDecompressor().stream_reader(file).read()
        answers.append(exchange(
            SCREENER_URI.format(exchange=name), utc(captured_at),
            "application/json, text/plain, */*", "application/json; charset=utf-8",
            screener_body(json.loads(text)), f"re-encoded {path}"))
    path = f"{SCREENER}/{day}.warc.zst"
    write_warc(out / path, info(
        f"Nasdaq stock screener, market day {day}, one answer an exchange",
        "rreichel3/US-Stock-Symbols; rows as served, the envelope around them made again"),
        answers)
    return path, len(answers)


def make_nasdaq(source: Path, out: Path) -> dict:
    text = (source / SCREENER / "captured_at.csv").read_text("utf-8")
    captured = {row["day"]: row["captured_at"] for row in csv.DictReader(io.StringIO(text))}
    days = sorted(captured)
    with ThreadPoolExecutor(2) as pool:
        written = list(pool.map(
            lambda day: screener_day(source, out, day, captured[day]), days))
    # Asked for by the day that was captured, which is the day of the rows.
    return dataset(out, [path for path, _ in written], sum(count for _, count in written),
                   days[0], days[-1], ["rows as recorded, envelope re-made"], days[0], days[-1])


CHART_URI = ("https://query1.finance.yahoo.com/v8/finance/chart/{symbol}"
             "?period1=***&period2=***&interval={interval}"
             "&events=div%7Csplit%7CcapitalGains&includePrePost=false")
CHART_TYPE = "application/json;charset=utf-8"
# File, symbol, capture. A bare body does not say when it was captured: its own regularMarketTime
# stands in.
DAILY_CHARTS = (("raw/history_chart_AAPL.json", "AAPL"), ("raw/history_chart_MSFT.json", "MSFT"),
                ("http/historical-via-chart-NVDA-split-2021-02-01-to-2022-01-31.json", "NVDA"),
                ("http/historical-via-chart-dividends-TSLA-no-dividends.json", "TSLA"))
MINUTE_CHARTS = (("raw/chart_AMZN_1m_30m_2023-05-02.json", "AMZN"),)


def chart(source: Path, file: str, symbol: str, interval: str) -> Exchange:
    """A recorded chart under the address that is asked for, whatever the window."""
    path = f"yahoo/{file}"
    body = (source / path).read_bytes()
    if file.startswith("http/"):
        kept = json.loads(body)["response"]
        at = parsedate_to_datetime(kept["headers"]["date"])
        body = json.dumps(kept["bodyJson"], ensure_ascii=False, separators=(",", ":")).encode()
        provenance = f"re-encoded {path}"
    else:
        meta = json.loads(body)["chart"]["result"][0]["meta"]
        at = dt.datetime.fromtimestamp(meta["regularMarketTime"], dt.timezone.utc)
        provenance = "as-recorded"
    return exchange(CHART_URI.format(symbol=symbol, interval=interval), at, "application/json",
                    CHART_TYPE, body, provenance)


def day_of(stamp: int) -> str:
    return dt.datetime.fromtimestamp(stamp, dt.timezone.utc).date().isoformat()


def make_charts(source: Path, out: Path, name: str, interval: str,
                charts: tuple[tuple[str, str], ...], marks: list[str]) -> dict:
    answers = sorted((chart(source, file, symbol, interval) for file, symbol in charts),
                     key=lambda answer: (answer.date, answer.uri))
    path = f"yahoo/{name}/charts.warc.zst"
    write_warc(out / path, info(
        f"Yahoo Finance charts, {interval}: " + ", ".join(symbol for _, symbol in charts),
        "test fixtures of gramistella/yfinance-rs @5b4c555 (as served) and "
        "gadicc/node-yahoo-finance2 @c9dbcb6 (re-indented there)"), answers)
    stamps = [stamp for answer in answers
              for stamp in json.loads(answer.body)["chart"]["result"][0]["timestamp"]]
    first, last = day_of(min(stamps)), day_of(max(stamps))
    return dataset(out, [path], len(answers), first, last, marks, first, last)


def make_daily_charts(source: Path, out: Path) -> dict:
    return make_charts(source, out, "chart_1d", "1d", DAILY_CHARTS,
                       ["as recorded", "re-indented by a source, values unchanged"])


def make_minute_charts(source: Path, out: Path) -> dict:
    return make_charts(source, out, "chart_1m", "1m", MINUTE_CHARTS, ["as recorded"])


# Folder below files/ -> files of SOURCE_DIR. Bars of other lengths than a minute are left out.
DROPPED = {
    "minute/us-2026-03": "minute/us-2026-03/*_1m*.csv",
    "minute/us-2025-07": "minute/SPY_1min_2025-07_extended.csv",
    "minute/us-2019-02": "minute/us-2019-02/[!V]*_1min.csv",
    "minute/us-2019-02-index": "minute/us-2019-02/VIX_1min.csv",
    "names": "listing/korean-names.csv",
}


def make_files(source: Path, out: Path) -> dict:
    """Files of the drop folder, each compressed, bytes unchanged; the mappings are kept by hand."""
    paths = ["files/mappings.toml"]
    compressor = zstandard.ZstdCompressor(level=19, write_checksum=True)
    for folder, pattern in DROPPED.items():
        for file in sorted(source.glob(pattern)):
            path = f"files/{folder}/{file.name}.zst"
            (out / path).parent.mkdir(parents=True, exist_ok=True)
            (out / path).write_bytes(compressor.compress(file.read_bytes()))
            paths.append(path)
    return {"mappings": "files/mappings.toml", "marks": ["as recorded"],
            "files": [listed(out, path) for path in paths]}
