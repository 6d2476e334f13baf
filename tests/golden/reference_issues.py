"""The flaws of the data that analytics.data_issue must name, found anew with pandas.

Each function gives (day, source, scope, kind). Nothing here reads models/.
"""

import numpy as np
import pandas as pd

import reference_minute
from sessions import Sessions

GRAIN = ["day", "source", "scope", "kind"]
SPLIT_RATIO = 1.9
RETURN_SESSIONS = 5
THIN = 0.1


def issues(rows: pd.DataFrame, kind: str, scope: str, day: str = "market_day") -> pd.DataFrame:
    return pd.DataFrame({"day": rows[day], "source": rows["source"], "scope": rows[scope],
                         "kind": kind})


def missing_days(days: pd.DataFrame, sessions: Sessions) -> pd.DataFrame:
    """Sessions between the first and last stored one without a snapshot of an exchange."""
    found = []
    for (source, exchange), part in days.groupby(["source", "exchange"]):
        stored = np.sort(part["market_day"].to_numpy().astype("datetime64[D]"))
        every = sessions.days[(sessions.days >= stored[0]) & (sessions.days <= stored[-1])]
        found += [(day, source, exchange, "missing_day")
                  for day in np.setdiff1d(every, stored)]
    return pd.DataFrame(found, columns=GRAIN)


def of_days(days: pd.DataFrame) -> list[pd.DataFrame]:
    """A stale day is no day of its own, so that it is not said to be provisional too."""
    return [issues(days[days["stale"]], "stale_day", "exchange"),
            issues(days[days["provisional"] & ~days["stale"]], "provisional_day", "exchange")]


def contradictions(daily: pd.DataFrame) -> list[pd.DataFrame]:
    jump = daily[daily["contradiction"] == "previous_close"]
    moved = daily[daily["contradiction"] == "exchange_change"]
    return [issues(jump, "contradicted_price", "symbol"),
            issues(moved, "exchange_change", "symbol"), splits(daily)]


def splits(daily: pd.DataFrame) -> pd.DataFrame:
    """Rows whose previous close is SPLIT_RATIO times the last close that the same source stored, or
    the other way round. That close may be older than the session before, when that is missing or
    stale; the closes of a provisional day are not compared with."""
    rows = daily[daily["exchange"].notna()].sort_values(["symbol", "market_day"])
    last = rows.groupby(["symbol", "source"])[["close", "provisional"]].shift(1)
    known = last["close"].notna() & ~(last["provisional"] == True)  # noqa: E712  nullable
    ratio = (rows["previous_close"] / last["close"]).where(known)
    found = rows[(ratio > SPLIT_RATIO) | (ratio < 1 / SPLIT_RATIO)]
    kind = np.where(ratio.loc[found.index] > 1, "reverse_split", "split_suspected")
    return issues(found, "split", "symbol").assign(kind=kind)


def returned(daily: pd.DataFrame) -> pd.DataFrame:
    """The day on which a symbol is back after RETURN_SESSIONS or more stored days without it."""
    rows = daily[daily["exchange"].notna()].sort_values(["symbol", "market_day"])
    stored = np.sort(rows["market_day"].unique())
    place = pd.Series(np.searchsorted(stored, rows["market_day"].to_numpy()), index=rows.index)
    away = place - place.groupby(rows["symbol"]).shift(1) - 1
    return issues(rows[away >= RETURN_SESSIONS], "symbol_returned", "symbol")


def spelling(listing: pd.DataFrame) -> pd.DataFrame:
    """Days of an exchange whose list spells symbols with blanks, a slash or a caret."""
    lists = listing[listing["exchange"].notna()]
    written = lists["source_symbol"].fillna(lists["symbol"])
    days = lists[written.str.contains(r"[ /^]")].drop_duplicates(["market_day", "source", "exchange"])
    return issues(days, "symbol_spelling", "exchange")


def gaps(minute: pd.DataFrame, security: pd.DataFrame) -> pd.DataFrame:
    """Days on which all symbols of an exchange lack the same minutes; a symbol of none stands for
    itself. A group that lacks more than THIN of its minutes is thinly traded."""
    exchange = minute["symbol"].map(security.set_index("symbol")["exchange"])
    rows = minute.assign(group=exchange.where(exchange.notna(), minute["symbol"]))
    found = reference_minute.minute_gaps(rows, ["source", "group"])
    found = found[found["missing"] <= THIN * found["every"]]
    return issues(found, "minute_gap", "group")


def of_minutes(bars: pd.DataFrame, tables: dict[str, pd.DataFrame],
               sessions: Sessions) -> pd.DataFrame:
    minute = tables["price_minute"]
    outside = reference_minute.outside_session(bars, sessions)
    zero = reference_minute.zero_volume_bars(minute)
    excess = reference_minute.minute_volume_excess(minute, tables["price_daily"])
    return joined([issues(outside, "outside_session", "source"),
                   issues(zero, "zero_volume_bars", "symbol"),
                   issues(excess, "minute_volume_excess", "symbol"),
                   gaps(minute, tables["security"])])


def of_days_and_prices(days: pd.DataFrame, daily: pd.DataFrame, listing: pd.DataFrame,
                       sessions: Sessions) -> pd.DataFrame:
    return joined([missing_days(days, sessions), *of_days(days), *contradictions(daily),
                   returned(daily), spelling(listing)])


def joined(parts: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat([part.astype({"day": "datetime64[s]"}) for part in parts], ignore_index=True)
