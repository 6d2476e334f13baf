"""All rows that the tables of the market must hold after a run on the recordings."""

from pathlib import Path

import numpy as np
import pandas as pd

import read_screener
import reference_market as market
import reference_rsi
import reference_security
from sessions import Sessions

# Differences that are welcome beside 1e-12 of the value: RSI runs from 0 to 100.
ABSOLUTE = {"rsi_wilder": 1e-12, "rsi_cutler": 1e-10}


def listing_daily(screener: pd.DataFrame) -> pd.DataFrame:
    spelling = screener["source_symbol"].where(
        screener["source_symbol"] != screener["symbol"], None)
    return screener.assign(source_symbol=spelling, name_ko=None,
                           snapshot_day=screener["market_day"])


def stock_price_daily(screener: pd.DataFrame) -> pd.DataFrame:
    return screener.assign(open=np.nan, high=np.nan, low=np.nan, adj_close=np.nan)


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


def tables(recordings: Path) -> dict[str, pd.DataFrame]:
    """Frames by table name, in any order of rows; they may have more columns than the table."""
    sessions = Sessions()
    screener = read_screener.screener(recordings, sessions)
    listing, prices = listing_daily(screener), stock_price_daily(screener)
    analytics = daily_tables(listing, prices, sessions)
    return {"raw_data.listing_daily": listing, "raw_data.stock_price_daily": prices,
            **{f"analytics.{name}": frame for name, frame in analytics.items()}}
