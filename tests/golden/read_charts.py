"""Reads the recorded Yahoo charts into frames of stock_price_daily, _minute and corporate_action.

A bar without any price is left out. Its day is the New York date of its stamp. A daily bar is
provisional when it was fetched before its session closed or does not stand on the opening; a minute
that was not over when it was fetched, or that has no volume and starts at the close, is left out.
"""

import json
from pathlib import Path
from typing import Iterator

import numpy as np
import pandas as pd

import read_recordings
from read_bars import MINUTE, market_days, price_steps
from sessions import Sessions

SOURCE = "yahoo"
PRICES = ("open", "high", "low", "close")


def charts(recordings: Path, dataset: str) -> Iterator[tuple[np.datetime64, dict]]:
    for answer in read_recordings.answers(recordings, dataset):
        fetched = np.datetime64(answer.fetched_at.rstrip("Z"), "us")
        for result in json.loads(answer.body)["chart"]["result"] or []:
            yield fetched, result


def steps(number) -> float:
    return np.nan if number is None else price_steps(repr(number))


def stamps(seconds: list[int]) -> np.ndarray:
    return np.array(seconds, dtype="datetime64[s]").astype("datetime64[us]")


def bars(result: dict) -> pd.DataFrame:
    quote = result["indicators"]["quote"][0]
    at = stamps(result["timestamp"])
    adjusted = result["indicators"].get("adjclose", [{"adjclose": [None] * len(at)}])[0]
    rows = pd.DataFrame({
        "bar_start": at, "symbol": result["meta"]["symbol"], "market_day": market_days(at),
        **{name: [steps(value) for value in quote[name]] for name in PRICES},
        "adj_close": [steps(value) for value in adjusted["adjclose"]],
        "volume": pd.Series(quote["volume"], dtype=float), "source": SOURCE})
    return rows[rows[list(PRICES)].notna().any(axis=1)]


def daily(recordings: Path, sessions: Sessions) -> pd.DataFrame:
    parts = []
    for fetched, result in charts(recordings, "yahoo.chart_1d"):
        rows = bars(result)
        at = sessions.number(rows["market_day"].to_numpy().astype("datetime64[D]"))
        start = rows["bar_start"].to_numpy().astype("datetime64[us]")
        unsettled = (fetched < sessions.closes[at]) | (start != sessions.opens[at])
        rows = rows.assign(provisional=unsettled & (at >= 0), exchange=None,
                           previous_close=np.nan)
        parts.append(rows.drop_duplicates(["symbol", "market_day"], keep="last"))
    return pd.concat(parts, ignore_index=True)


def minutes(recordings: Path, sessions: Sessions) -> pd.DataFrame:
    parts = []
    for fetched, result in charts(recordings, "yahoo.chart_1m"):
        rows = bars(result)
        start = rows["bar_start"].to_numpy().astype("datetime64[us]")
        placeholder = np.isin(start, sessions.closes) & (rows["volume"] == 0).to_numpy()
        whole = (start == start.astype("datetime64[m]")) & (start + MINUTE <= fetched)
        parts.append(rows[whole & ~placeholder].assign(kind="bar"))
    return pd.concat(parts, ignore_index=True)


def corporate_action(recordings: Path) -> pd.DataFrame:
    rows = []
    for _, result in charts(recordings, "yahoo.chart_1d"):
        for name, kind in (("splits", "split"), ("dividends", "dividend"),
                           ("capitalGains", "capital_gain")):
            for event in result.get("events", {}).get(name, {}).values():
                rows.append({"ex_day": market_days(stamps([event["date"]]))[0], "kind": kind,
                             "symbol": result["meta"]["symbol"], "source": SOURCE,
                             "numerator": steps(event.get("numerator")),
                             "denominator": steps(event.get("denominator")),
                             "amount_usd": steps(event.get("amount"))})
    return pd.DataFrame(rows)
