"""Reads the recorded screener answers into frames of listing_daily and stock_price_daily.

Prices are whole steps of 10^-6 USD in float64 columns: exact, as all are below 2^53; NaN is null.
"""

import json
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pandas as pd

import read_recordings
from sessions import Sessions

SOURCE = "nasdaq"
SCREENER = "nasdaq.screener"
STEPS = Decimal(1_000_000)


def steps(text: str) -> float:
    """"$1,234.50" in steps of 10^-6, half away from zero; NaN for an empty text."""
    number = text.strip().replace("$", "").replace(",", "")
    if number == "":
        return np.nan
    return float((Decimal(number) * STEPS).quantize(Decimal(1), ROUND_HALF_UP))


def told(previous: float) -> float:
    """The source writes the price itself as net change where it knows no previous close."""
    return previous if previous > 0 else np.nan


def texts(values: list[str]) -> list[str | None]:
    return [value.strip() or None for value in values]


def whole(text: str) -> int | None:
    """A whole number; None for an empty text and for 0, which both mean that nothing is known."""
    return int(Decimal(text)) or None if text.strip() else None


def answer_rows(answer: read_recordings.Answer, sessions: Sessions) -> dict[str, list]:
    at = np.datetime64(answer.fetched_at.rstrip("Z"), "us")
    day = sessions.of_instant(np.array([at]))[0]
    rows = json.loads(answer.body)["data"]["rows"]
    column = {name: [row[name] for row in rows] for name in rows[0]}
    close = [steps(text) for text in column["lastsale"]]
    change = [steps(text) for text in column["netchange"]]
    return {
        "market_day": [day] * len(rows), "source_symbol": column["symbol"],
        "symbol": texts(column["symbol"]), "source": [SOURCE] * len(rows),
        "exchange": [parse_qs(urlsplit(answer.uri).query)["exchange"][0]] * len(rows),
        "close": close, "previous_close": [told(a - b) for a, b in zip(close, change)],
        "volume": [int(text) for text in column["volume"]],
        "provisional": [bool(at < sessions.closes[sessions.number(day)])] * len(rows),
        "name": texts(column["name"]), "sector": texts(column["sector"]),
        "industry": texts(column["industry"]), "country": texts(column["country"]),
        "ipo_year": [whole(text) for text in column["ipoyear"]],
        "market_cap_usd": [whole(text) for text in column["marketCap"]]}


def screener(recordings: Path, sessions: Sessions) -> pd.DataFrame:
    """All rows: those of listing_daily and stock_price_daily side by side."""
    columns: dict[str, list] = {}
    for answer in read_recordings.answers(recordings, SCREENER):
        for name, values in answer_rows(answer, sessions).items():
            columns.setdefault(name, []).extend(values)
    frame = pd.DataFrame({name: pd.Series(values, dtype=object) if name in
                          ("ipo_year", "market_cap_usd") else values
                          for name, values in columns.items()})
    if (frame["close"] <= 0).any() or frame.duplicated(["market_day", "symbol"]).any():
        raise ValueError("a row without a price, or a symbol twice a day: not foreseen here")
    return frame
