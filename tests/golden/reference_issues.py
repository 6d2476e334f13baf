"""The flaws of the data that analytics.data_issue must name, found anew with pandas.

Each function gives (day, source, scope, kind, detail): the figures in the words that people are told
them in. Nothing here reads models/.
"""

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd

import reference_minute
from sessions import Sessions

COLUMNS = ["day", "source", "scope", "kind", "detail"]
SPLIT_RATIO = 1.9
RETURN_SESSIONS = 5
THIN = 0.1


def issues(rows: pd.DataFrame, kind: str, scope: str, words: str) -> pd.DataFrame:
    """`words`: the detail, with names of columns in braces."""
    details = [words.format(**row) for row in rows.to_dict("records")]
    return pd.DataFrame({"day": rows["market_day"], "source": rows["source"], "scope": rows[scope],
                         "kind": kind, "detail": np.array(details, dtype=object)})


def date(values: pd.Series) -> pd.Series:
    return values.dt.strftime("%Y-%m-%d")


def price(steps: pd.Series) -> pd.Series:
    """4.450000 is told as 4.45, 20.000000 as 20."""
    return steps.map(lambda value: f"{Decimal(int(value)).scaleb(-6).normalize():f}",
                     na_action="ignore")


def percent(values: pd.Series) -> pd.Series:
    return values.map(lambda value: str(Decimal(value).quantize(Decimal("0.01"), ROUND_HALF_UP)),
                      na_action="ignore")


def with_before(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Each row with the one of its keys before it: close, exchange, provisional, and as words."""
    rows = rows.sort_values([*keys, "market_day"])
    before = rows.groupby(keys)[["market_day", "close", "exchange", "provisional"]].shift(1)
    return rows.assign(
        close_before=before["close"], exchange_before=before["exchange"],
        provisional_before=before["provisional"], told=price(rows["previous_close"]),
        stored=price(before["close"]), stored_day=date(before["market_day"]))


def missing_days(days: pd.DataFrame, sessions: Sessions) -> pd.DataFrame:
    """Sessions between the first and last stored one without a snapshot of an exchange."""
    found = []
    for (source, exchange), part in days.groupby(["source", "exchange"]):
        stored = np.sort(part["market_day"].to_numpy().astype("datetime64[D]"))
        every = sessions.days[(sessions.days >= stored[0]) & (sessions.days <= stored[-1])]
        found += [(day, source, exchange, "missing_day",
                   f"no snapshot between {stored[0]} and {stored[-1]}")
                  for day in np.setdiff1d(every, stored)]
    return pd.DataFrame(found, columns=COLUMNS)


def of_days(days: pd.DataFrame) -> list[pd.DataFrame]:
    """A stale day is no day of its own, so that it is not said to be provisional too."""
    days = days.assign(repeated=percent(days["repeated_pct"]), confirmed=percent(days["settled_pct"]))
    doubtful = days[days["provisional"] & ~days["stale"]]
    refuted = doubtful["settled_pct"] < 50
    return [issues(days[days["stale"]], "stale_day", "exchange",
                   "{repeated} % of {symbols} symbols repeat the day before"),
            issues(doubtful[refuted], "provisional_day", "exchange",
                   "the next session confirms {confirmed} % of the closes"),
            issues(doubtful[~refuted], "provisional_day", "exchange", "captured before the close")]


def contradictions(daily: pd.DataFrame) -> list[pd.DataFrame]:
    rows = with_before(daily, ["symbol"])
    jump = rows[rows["contradiction"] == "previous_close"]
    moved = rows[rows["contradiction"] == "exchange_change"]
    return [issues(jump, "contradicted_price", "symbol",
                   "previous close {told}, stored close {stored} of {stored_day}"),
            issues(moved, "exchange_change", "symbol",
                   "{exchange_before} on {stored_day}, now {exchange}"), splits(daily)]


def splits(daily: pd.DataFrame) -> pd.DataFrame:
    """Rows whose previous close is SPLIT_RATIO times the last close that the same source stored, or
    the other way round. That close may be older than the session before, when that is missing or
    stale; the closes of a provisional day are not compared with."""
    rows = with_before(daily[daily["exchange"].notna()], ["symbol", "source"])
    known = rows["close_before"].notna() & ~(rows["provisional_before"] == True)  # noqa: E712
    ratio = (rows["previous_close"] / rows["close_before"]).where(known)
    found = rows[(ratio > SPLIT_RATIO) | (ratio < 1 / SPLIT_RATIO)]
    kind = np.where(ratio.loc[found.index] > 1, "reverse_split", "split_suspected")
    return issues(found, "split", "symbol", "previous close {told}, last stored close {stored} of "
                  "{stored_day}").assign(kind=kind)


def returned(daily: pd.DataFrame) -> pd.DataFrame:
    """The day on which a symbol is back after RETURN_SESSIONS or more stored days without it."""
    rows = with_before(daily[daily["exchange"].notna()], ["symbol"])
    stored = np.sort(rows["market_day"].unique())
    place = pd.Series(np.searchsorted(stored, rows["market_day"].to_numpy()), index=rows.index)
    away = place - place.groupby(rows["symbol"]).shift(1) - 1
    back = rows.assign(away=away)[away >= RETURN_SESSIONS].astype({"away": int})
    return issues(back, "symbol_returned", "symbol",
                  "no row since {stored_day}, on {away} stored days")


def spelling(listing: pd.DataFrame) -> pd.DataFrame:
    """Days of an exchange whose list spells symbols with blanks, a slash or a caret."""
    lists = listing[listing["exchange"].notna()]
    written = lists["source_symbol"].fillna(lists["symbol"])
    marks = lists[["market_day", "source", "exchange"]].assign(
        **{name: written.str.contains(mark, regex=False).astype(int)
           for name, mark in (("blanks", " "), ("slashes", "/"), ("carets", "^"))})
    days = marks.groupby(["market_day", "source", "exchange"]).sum().reset_index()
    return issues(days[days[["blanks", "slashes", "carets"]].any(axis=1)], "symbol_spelling",
                  "exchange", "{blanks} symbols padded with blanks, {slashes} with a slash, {carets} "
                  "with a caret")


def gaps(minute: pd.DataFrame, security: pd.DataFrame) -> pd.DataFrame:
    """Days on which all symbols of an exchange lack the same minutes; a symbol of none stands for
    itself. A group that lacks more than THIN of its minutes is thinly traded."""
    exchange = minute["symbol"].map(security.set_index("symbol")["exchange"])
    rows = minute.assign(group=exchange.where(exchange.notna(), minute["symbol"]))
    found = reference_minute.minute_gaps(rows, ["source", "group"])
    found = found[found["missing"] <= THIN * found["every"]]
    return issues(found, "minute_gap", "group", "{missing} minutes without a bar in {holes} gaps, "
                  "from {first:%H:%M} to {last:%H:%M} UTC")


def of_minutes(bars: pd.DataFrame, tables: dict[str, pd.DataFrame],
               sessions: Sessions) -> pd.DataFrame:
    minute = tables["price_minute"]
    outside = reference_minute.outside_session(bars, sessions)
    zero = reference_minute.zero_volume_bars(minute)
    excess = reference_minute.minute_volume_excess(minute, tables["price_daily"])
    return joined([issues(outside, "outside_session", "source",
                          "{bars} bars outside the regular session left out"),
                   issues(zero, "zero_volume_bars", "symbol", "{bars} of {every} bars"),
                   issues(excess, "minute_volume_excess", "symbol",
                          "minute volumes sum to {sum:.0f}, the day had {volume:.0f}"),
                   gaps(minute, tables["security"])])


def of_days_and_prices(days: pd.DataFrame, daily: pd.DataFrame, listing: pd.DataFrame,
                       sessions: Sessions) -> pd.DataFrame:
    return joined([missing_days(days, sessions), *of_days(days), *contradictions(daily),
                   returned(daily), spelling(listing)])


def joined(parts: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat([part.astype({"day": "datetime64[s]"}) for part in parts], ignore_index=True)
