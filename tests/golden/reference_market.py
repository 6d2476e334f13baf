"""The daily tables of the market, computed anew with pandas, by the definitions of the tables.

Independent of the program: nothing here reads models/ or runs SQL. Prices are whole steps of 10^-6
USD in float64 columns, exact and NaN for null; days are datetime64.
"""

import numpy as np
import pandas as pd

from sessions import Sessions

EXCHANGES = ("AMEX", "NASDAQ", "NYSE")
SOURCE_ORDER = ("kis", "yahoo", "nasdaq")
STALE_PCT, SETTLED_PCT = 99.0, 50.0


def same(left: pd.Series, right: pd.Series) -> pd.Series:
    """Equal, or both null."""
    return (left == right) | (left.isna() & right.isna())


def shifted(rows: pd.DataFrame, keys: list[str], days: dict, column: str) -> pd.DataFrame:
    """Each row beside the row of the same keys of the day `days` tells for it; only where both are.
    """
    left = rows.assign(other_day=[days.get(key) for key in
                                  zip(rows["exchange"], rows["source"], rows["market_day"])])
    return left.dropna(subset="other_day").merge(
        rows.rename(columns={"market_day": "other_day"})[[*keys, "other_day", *column.split()]],
        on=[*keys, "other_day"], suffixes=("", "_other"))


def exchange_day(prices: pd.DataFrame, sessions: Sessions) -> pd.DataFrame:
    """From the rows of stock_price_daily; those that name an exchange."""
    rows = prices[prices["exchange"].notna()].copy()
    rows["net"] = rows["close"] - rows["previous_close"]
    grain, keys = ["exchange", "source", "market_day"], ["exchange", "source", "symbol"]
    days = rows.groupby(grain).agg(symbols=("symbol", "size"),
                                   raw_provisional=("provisional", "sum")).reset_index()
    stored = list(days[grain].itertuples(index=False, name=None))
    earlier = {now: before[2] for before, now in zip(stored, stored[1:]) if before[:2] == now[:2]}
    pairs = shifted(rows, keys, earlier, "close volume net")
    pairs["repeated"] = ((pairs["close"] == pairs["close_other"])
                         & (pairs["volume"] == pairs["volume_other"])
                         & same(pairs["net"], pairs["net_other"]))
    repeated = pairs.groupby(grain)["repeated"].sum()
    index = pd.MultiIndex.from_frame(days[grain])
    days["repeated_pct"] = (100.0 * repeated.reindex(index, fill_value=0).to_numpy()
                            / days["symbols"].to_numpy())
    days.loc[[key not in earlier for key in stored], "repeated_pct"] = np.nan
    days["stale"] = days["repeated_pct"] >= STALE_PCT

    good = set(days.loc[~days["stale"], grain].itertuples(index=False, name=None))
    following = pd.Series(sessions.after(days["market_day"].to_numpy().astype("datetime64[D]")))
    later = {now: day for now, day in zip(stored, pd.to_datetime(following).astype(
        days["market_day"].dtype)) if (*now[:2], day) in good}
    pairs = shifted(rows, keys, later, "previous_close")
    # A symbol of which the source tells no previous close says nothing of the day before.
    pairs = pairs[pairs["previous_close_other"].notna()]
    # 0.01 USD + 0.05 % of the close, in steps times 2,000
    pairs["settled"] = ((pairs["previous_close_other"] - pairs["close"]).abs() * 2000
                        <= 20_000_000 + pairs["close"])
    both = pairs.groupby(grain)["settled"].agg(["sum", "size"])
    days["settled_pct"] = (100.0 * both["sum"] / both["size"]).reindex(index).to_numpy()
    days["provisional"] = ((days["settled_pct"] < SETTLED_PCT)
                           | (2 * days["raw_provisional"] >= days["symbols"]))
    days["fresh"] = ~days["stale"]
    return days.drop(columns="raw_provisional")


def first_source(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """One row a key, of the first source in SOURCE_ORDER, then by name; ordered by the keys."""
    order = {name: index for index, name in enumerate(SOURCE_ORDER)}
    ranks = {name: (order.get(name, len(order)), name) for name in rows["source"].unique()}
    place = {name: index for index, name in enumerate(sorted(ranks, key=ranks.get))}
    ranked = rows.assign(place=rows["source"].map(place)).sort_values([*keys, "place"])
    return ranked.drop_duplicates(keys).drop(columns="place").reset_index(drop=True)


def price_daily(prices: pd.DataFrame, days: pd.DataFrame, sessions: Sessions) -> pd.DataFrame:
    """From the rows of stock_price_daily and exchange_day, ordered by symbol and day."""
    grain = ["exchange", "source", "market_day"]
    rows = prices.merge(days[[*grain, "stale", "provisional"]], on=grain, how="left",
                        suffixes=("_raw", ""))
    of_exchange = rows["stale"].notna()
    rows = rows[~(of_exchange & (rows["stale"] == True))]  # noqa: E712  nullable
    rows["provisional"] = np.where(rows["stale"].notna(), rows["provisional"] == True,  # noqa: E712
                                   rows["provisional_raw"])
    rows = first_source(rows.drop(columns=["stale", "provisional_raw"]), ["symbol", "market_day"])

    before = rows.groupby("symbol")[["close", "exchange"]].shift(1)
    rows["previous_close"] = rows["previous_close"].fillna(before["close"])
    session_before = sessions.before(rows["market_day"].to_numpy().astype("datetime64[D]"))
    final = rows.loc[~rows["provisional"].astype(bool), ["symbol", "market_day", "close"]]
    stored = rows[["symbol"]].assign(
        market_day=pd.to_datetime(session_before).astype(rows["market_day"].dtype)).merge(
        final, on=["symbol", "market_day"], how="left")["close"]
    jump = ((rows["previous_close"] - stored).abs() * 5 > stored).to_numpy()
    moved = (before["exchange"].notna() & rows["exchange"].notna()
             & (before["exchange"] != rows["exchange"])).to_numpy()
    rows["contradicted"] = jump | moved
    rows["contradiction"] = np.select([jump, moved], ["previous_close", "exchange_change"], None)
    return rows


def complete_days(days: pd.DataFrame) -> set:
    """Market days on which every exchange has fresh rows."""
    fresh = days[days["fresh"]].groupby("market_day")["exchange"].nunique()
    return set(fresh[fresh == len(EXCHANGES)].index)


def change_pct(now: pd.Series, before: pd.Series, known: pd.Series) -> pd.Series:
    known = known & before.notna() & (before != 0)
    return (100.0 * (now - before) / before).where(known)


def sector_rows(daily: pd.DataFrame, listing: pd.DataFrame) -> pd.DataFrame:
    """The rows of price_daily that name an exchange, with their sector."""
    sectors = listing[["market_day", "symbol", "source", "sector"]]
    rows = daily[daily["exchange"].notna()].drop(columns="sector", errors="ignore")
    rows = rows.merge(sectors, on=["market_day", "symbol", "source"], how="left")
    rows["sector"] = rows["sector"].fillna("Unclassified")
    return rows


def ranked(table: pd.DataFrame, by: str) -> pd.DataFrame:
    return table.assign(rank=table.groupby(by)["volume"].rank(
        method="min", ascending=False).astype(int))


def sector_volume_daily(rows: pd.DataFrame, days: pd.DataFrame,
                        sessions: Sessions) -> pd.DataFrame:
    """From sector_rows and exchange_day."""
    table = rows.groupby(["market_day", "sector"]).agg(
        volume=("volume", "sum"), symbols=("symbol", "size")).reset_index()
    complete = complete_days(days)
    table["before"] = pd.to_datetime(sessions.before(
        table["market_day"].to_numpy().astype("datetime64[D]"))).astype(table["market_day"].dtype)
    earlier = table[["market_day", "sector", "volume"]].rename(
        columns={"market_day": "before", "volume": "volume_before"})
    table = table.merge(earlier, on=["before", "sector"], how="left")
    known = table["market_day"].isin(complete) & table["before"].isin(complete)
    table["change_pct"] = change_pct(table["volume"], table["volume_before"], known)
    return ranked(table, "market_day")


def week_ends(rows: pd.DataFrame, sessions: Sessions) -> list[tuple]:
    """(week_end, the five sessions, the five before) of each stored market day from the fifth."""
    stored = np.sort(rows["market_day"].unique()).astype("datetime64[D]")
    first = int(sessions.number(stored[:1])[0])
    weeks = []
    for day in stored:
        at = int(sessions.number(np.array([day]))[0])
        if at >= first + 4:
            weeks.append((day, sessions.days[at - 4:at + 1], sessions.days[at - 9:at - 4]))
    return weeks


def sector_volume_weekly(rows: pd.DataFrame, days: pd.DataFrame,
                         sessions: Sessions) -> pd.DataFrame:
    """From sector_rows and exchange_day."""
    complete = {np.datetime64(day, "D") for day in complete_days(days)}
    parts = []
    for week_end, week, before in week_ends(rows, sessions):
        part = rows[rows["market_day"].isin(week)]
        table = part.groupby("sector").agg(volume=("volume", "sum"),
                                           symbols=("symbol", "nunique")).reset_index()
        count, earlier = (sum(day in complete for day in five) for five in (week, before))
        volumes = rows[rows["market_day"].isin(before)].groupby("sector")["volume"].sum()
        known = pd.Series(count == 5 and earlier == 5, index=table.index)
        table["change_pct"] = change_pct(table["volume"], table["sector"].map(volumes), known)
        parts.append(table.assign(week_end=week_end, sessions=count))
    return ranked(pd.concat(parts, ignore_index=True), "week_end")


def volume_rank_weekly(rows: pd.DataFrame, sessions: Sessions) -> pd.DataFrame:
    """From the rows of price_daily that name an exchange."""
    parts = []
    for week_end, week, before in week_ends(rows, sessions):
        now, earlier = (rows[rows["market_day"].isin(five)].groupby("symbol").agg(
            volume=("volume", "sum"), sessions=("volume", "size")) for five in (week, before))
        table = now.join(earlier, rsuffix="_before", how="left")
        known = (table["sessions"] == 5) & (table["sessions_before"] == 5)
        table["change_pct"] = change_pct(table["volume"], table["volume_before"], known)
        parts.append(table.reset_index().assign(week_end=week_end))
    return ranked(pd.concat(parts, ignore_index=True), "week_end")


def top_mover_daily(rows: pd.DataFrame, count: int = 10) -> pd.DataFrame:
    """From the rows of price_daily that name an exchange."""
    usd_volume = rows["close"].astype("int64") * rows["volume"]
    part = rows[(rows["close"] >= 1_000_000) & (usd_volume >= 1_000_000 * 1_000_000)
                & (rows["previous_close"] > 0) & ~rows["contradicted"]].copy()
    part["change_pct"] = (100.0 * (part["close"] - part["previous_close"])
                          / part["previous_close"])
    found = []
    for direction, side, ascending in (("up", part["change_pct"] > 0, False),
                                       ("down", part["change_pct"] < 0, True)):
        ordered = part[side].sort_values(["market_day", "change_pct", "symbol"],
                                         ascending=[True, ascending, True])
        top = ordered.groupby("market_day").head(count)
        found.append(top.assign(direction=direction,
                                rank=top.groupby("market_day").cumcount() + 1))
    return pd.concat(found, ignore_index=True)
