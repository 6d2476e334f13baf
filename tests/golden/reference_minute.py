"""The minute tables, computed anew with pandas. Nothing here reads models/."""

import numpy as np
import pandas as pd

from sessions import Sessions

SOURCE_ORDER = ("kis", "yahoo")


def price_minute(bars: pd.DataFrame, sessions: Sessions) -> pd.DataFrame:
    """Bars of the regular session, one a key, of the first source; by symbol and bar."""
    inside = sessions.regular(bars["bar_start"].to_numpy().astype("datetime64[us]"))
    rows = bars[inside & (bars["kind"] == "bar").to_numpy()]
    order = {name: index for index, name in enumerate(SOURCE_ORDER)}
    place = rows["source"].map(lambda name: order.get(name, len(order)))
    rows = rows.assign(place=place).sort_values(["symbol", "bar_start", "place", "source"])
    return rows.drop_duplicates(["symbol", "bar_start"]).drop(columns="place").reset_index(
        drop=True)


def outside_session(bars: pd.DataFrame, sessions: Sessions) -> pd.DataFrame:
    """How many bars a day and source lie outside the regular session."""
    inside = sessions.regular(bars["bar_start"].to_numpy().astype("datetime64[us]"))
    return bars[~inside].groupby(["market_day", "source"]).size().rename("bars").reset_index()


def zero_volume_bars(minute: pd.DataFrame) -> pd.DataFrame:
    """How many bars of price_minute a day, source and symbol carry the volume 0, and of how many."""
    keys = ["market_day", "source", "symbol"]
    rows = minute[keys].assign(bars=(minute["volume"] == 0).astype(int), every=1)
    found = rows.groupby(keys).sum().reset_index()
    return found[found["bars"] > 0]


def minute_volume_excess(minute: pd.DataFrame, daily: pd.DataFrame,
                         times: float = 2.0) -> pd.DataFrame:
    """Days of a symbol whose minute volumes add up to more than `times` the day's volume."""
    sums = minute.groupby(["market_day", "source", "symbol"])["volume"].sum().rename("sum")
    sums = sums.reset_index()
    both = sums.merge(daily[["market_day", "symbol", "volume"]], on=["market_day", "symbol"])
    both["ratio"] = both["sum"] / both["volume"].astype(float)
    return both[both["ratio"] > times]


def minute_gaps(minute: pd.DataFrame, group: list[str]) -> pd.DataFrame:
    """Minutes that no symbol of a day and group has, between the first and last bar it has: how
    many, of how many, in how many holes, the first and the last of them."""
    rows = []
    for key, part in minute.groupby(["market_day", *group]):
        bars = np.unique(part["bar_start"].to_numpy().astype("datetime64[m]"))
        every = np.arange(bars[0], bars[-1] + 1)
        missing = np.setdiff1d(every, bars)
        if len(missing):
            holes = 1 + int((np.diff(missing) > np.timedelta64(1, "m")).sum())
            rows.append((*key, len(missing), len(every), holes, pd.Timestamp(missing[0]),
                         pd.Timestamp(missing[-1])))
    return pd.DataFrame(rows, columns=["market_day", *group, "missing", "every", "holes", "first",
                                       "last"])
