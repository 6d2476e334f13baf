"""Reads the recorded answers into plain rows, without any code of the program.

The rules are those of the sources' formats: see the comment of each function.
"""

import csv
import datetime as dt
import io
import json
import zipfile
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from pathlib import Path
from typing import Iterator
from zoneinfo import ZoneInfo

from fastwarc.warc import ArchiveIterator, WarcRecordType

NEW_YORK = ZoneInfo("America/New_York")
STEP = Decimal("0.000001")

# The recorded series and the component each one is.
COMPONENTS = {
    "market_momentum_sp500": "market_momentum",
    "market_momentum_sp125": "market_momentum_average",
    "stock_price_strength": "stock_price_strength",
    "stock_price_breadth": "stock_price_breadth",
    "put_call_options": "put_call_options",
    "market_volatility_vix": "market_volatility",
    "market_volatility_vix_50": "market_volatility_average",
    "junk_bond_demand": "junk_bond_demand",
    "safe_haven_demand": "safe_haven_demand",
}


@dataclass(frozen=True)
class Answer:
    uri: str
    fetched_at: str
    body: bytes


def answers(root: Path, dataset: str) -> Iterator[Answer]:
    """The answers of "ecb.reference_rates" in the order of their files."""
    for path in sorted((root / dataset.replace(".", "/", 1)).glob("*.warc.zst")):
        with open(path, "rb") as stream:
            for record in ArchiveIterator(stream, WarcRecordType.response, parse_http=True):
                headers = record.headers
                yield Answer(headers["WARC-Target-URI"], headers["WARC-Date"],
                             record.reader.read())


def stamp_day(stamp: float) -> dt.date:
    """Market day of a point: the UTC date of a midnight stamp, the New York date of any other."""
    at = dt.datetime.fromtimestamp(stamp / 1000, dt.timezone.utc)
    midnight = (at.hour, at.minute, at.second, at.microsecond) == (0, 0, 0, 0)
    return at.date() if midnight else at.astimezone(NEW_YORK).date()


def series_by_day(points: list[dict]) -> dict[dt.date, dict]:
    """One point a day, the one with the largest stamp; days of a weekend are left out."""
    days: dict[dt.date, dict] = {}
    for point in sorted(points, key=lambda point: point["x"]):
        day = stamp_day(point["x"])
        if day.weekday() < 5:
            days[day] = point
    return days


def fear_greed_daily(root: Path) -> list[tuple]:
    """(market_day, score, rating, source)."""
    rows = []
    for answer in answers(root, "cnn.graphdata"):
        points = json.loads(answer.body)["fear_and_greed_historical"]["data"]
        rows += [(day, float(point["y"]), point["rating"], "cnn")
                 for day, point in series_by_day(points).items()]
    for answer in answers(root, "gsheets.fear_greed"):
        for row in csv.DictReader(io.StringIO(answer.body.decode("utf-8"), newline="")):
            rows.append((dt.date.fromisoformat(row["Date"]), float(row["Fear Greed"]),
                         row["Rating"], "gsheets"))
    return rows


def fear_greed_component_daily(root: Path) -> list[tuple]:
    """(market_day, component, value, source)."""
    rows = []
    for answer in answers(root, "cnn.graphdata"):
        body = json.loads(answer.body)
        for key, component in COMPONENTS.items():
            rows += [(day, component, float(point["y"]), "cnn")
                     for day, point in series_by_day(body[key]["data"]).items()]
    return rows


def divide(numerator: Decimal, denominator: Decimal) -> Decimal:
    """Quotient in steps of 10^-6, half away from zero."""
    with localcontext() as context:
        context.prec = 60
        return (numerator / denominator).quantize(STEP, ROUND_HALF_UP)


def eximbank_rates(root: Path) -> Iterator[tuple]:
    """`JPY(100)` is quoted per 100 units; the day is the one asked for."""
    for answer in answers(root, "eximbank.rates"):
        day = dt.datetime.strptime(answer.uri.split("searchdate=")[1][:8], "%Y%m%d").date()
        for row in json.loads(answer.body):
            currency, _, units = row["cur_unit"].rstrip(")").partition("(")
            rate = Decimal(row["deal_bas_r"].replace(",", ""))
            yield day, currency, divide(rate, Decimal(units or 1)), "eximbank"


def ecb_rates(root: Path) -> Iterator[tuple]:
    """Won per unit = KRW per EUR / currency per EUR; the euro itself is KRW per EUR."""
    for answer in answers(root, "ecb.reference_rates"):
        with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
            text = archive.read("eurofxref-hist.csv").decode("ascii")
        for row in csv.DictReader(io.StringIO(text)):
            if row["KRW"] == "N/A":
                continue
            day, won = dt.date.fromisoformat(row["Date"]), Decimal(row["KRW"])
            yield day, "EUR", divide(won, Decimal(1)), "ecb"
            for currency, per_euro in row.items():
                if currency not in ("Date", "KRW", "") and per_euro != "N/A":
                    yield day, currency, divide(won, Decimal(per_euro)), "ecb"


def fx_rate_daily(root: Path) -> list[tuple]:
    """(quote_day, currency, deal_base_rate, source)."""
    return list(eximbank_rates(root)) + list(ecb_rates(root))
