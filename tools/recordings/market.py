"""The recorded market: screener answers of the whole market, charts, minute files, Korean names."""

import csv
import io
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import zstandard

from common import dataset, exchange, info, utc
from warc_writer import write_warc

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
