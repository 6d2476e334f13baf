"""All rows that the tables of the market must hold after a run on the recordings."""

from pathlib import Path

import numpy as np
import pandas as pd

import read_bars
import read_charts
import read_screener
import reference_issues
import reference_market as market
import reference_minute
import reference_rsi
import reference_security
from sessions import Sessions

# Differences that are welcome beside 1e-12 of the value: RSI runs from 0 to 100.
ABSOLUTE = {"rsi_wilder": 1e-12, "rsi_cutler": 1e-12}


def listing_daily(screener: pd.DataFrame, korean: pd.DataFrame) -> pd.DataFrame:
    spelling = screener["source_symbol"].where(
        screener["source_symbol"] != screener["symbol"], None)
    rows = pd.concat([screener.assign(source_symbol=spelling, name_ko=None), korean],
                     ignore_index=True)
    return rows.assign(snapshot_day=rows["market_day"])


def stock_price_daily(screener: pd.DataFrame, charts: pd.DataFrame) -> pd.DataFrame:
    rows = screener[["market_day", "symbol", "exchange", "close", "previous_close", "volume",
                     "provisional", "source"]]
    rows = rows.assign(open=np.nan, high=np.nan, low=np.nan, adj_close=np.nan)
    return pd.concat([rows, charts[list(rows.columns)]], ignore_index=True)


def daily_tables(listing: pd.DataFrame, prices: pd.DataFrame,
                 sessions: Sessions) -> dict[str, pd.DataFrame]:
    days = market.exchange_day(prices, sessions)
    daily = market.price_daily(prices, days, sessions)
    rows = market.sector_rows(daily, listing)
    return {"exchange_day": days, "price_daily": daily,
            "sector_volume_daily": market.sector_volume_daily(rows, days, sessions),
            "sector_volume_weekly": market.sector_volume_weekly(rows, days, sessions),
            "volume_rank_weekly": market.volume_rank_weekly(rows, sessions),
            "top_mover_daily": market.top_mover_daily(rows),
            "stock_rsi_daily": reference_rsi.with_rsi(daily, "market_day"),
            "security": reference_security.security(listing)}


def minute_tables(bars: pd.DataFrame, sessions: Sessions) -> dict[str, pd.DataFrame]:
    minute = reference_minute.price_minute(bars, sessions)
    rsi = reference_rsi.with_rsi(minute, "bar_start")
    return {"price_minute": minute, "stock_rsi_minute": rsi,
            "stock_rsi_status": reference_rsi.stock_rsi_status(rsi)}


def tables(recordings: Path) -> dict[str, pd.DataFrame]:
    """Frames by table name, in any order of rows; they may have more columns than the table."""
    sessions = Sessions()
    screener = read_screener.screener(recordings, sessions)
    listing = listing_daily(screener, read_bars.korean_names(recordings))
    prices = stock_price_daily(screener, read_charts.daily(recordings, sessions))
    told = pd.concat([read_bars.recorded_files(recordings),
                      read_charts.minutes(recordings, sessions)], ignore_index=True)
    bars = told.drop_duplicates(["bar_start", "symbol", "source"])
    found = daily_tables(listing, prices, sessions) | minute_tables(bars, sessions)
    found["data_issue"] = pd.concat([
        reference_issues.of_days_and_prices(found["exchange_day"], found["price_daily"], listing,
                                            sessions),
        reference_issues.of_minutes(bars, found, sessions)], ignore_index=True)
    return {"raw_data.listing_daily": listing, "raw_data.stock_price_daily": prices,
            "raw_data.stock_price_minute": bars,
            "raw_data.corporate_action": read_charts.corporate_action(recordings),
            **{f"analytics.{name}": frame for name, frame in found.items()}}
