"""What each symbol is: analytics.security, computed anew. Nothing here reads models/."""

import pandas as pd


def yahoo_symbol(symbol: str) -> str:
    """Classes with a dash, preferred shares with -P: BRK/B is BRK-B, ABR^D is ABR-PD."""
    return symbol.replace("^", "-P").replace("/", "-")


def newest(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """The newest row of each symbol that has a value in `column`, by symbol."""
    told = rows[rows[column].notna()].sort_values(["market_day"], kind="stable")
    return told.drop_duplicates("symbol", keep="last").set_index("symbol")


def security(listing: pd.DataFrame) -> pd.DataFrame:
    """From the rows of listing_daily; `market_day` is its snapshot_day. Every symbol has a row, also
    one of which only the Korean name is known."""
    symbols = pd.Index(sorted(listing["symbol"].unique()), name="symbol")
    table = newest(listing, "name")[["name", "exchange", "sector", "industry"]].reindex(symbols)
    table["name_ko"] = newest(listing, "name_ko")["name_ko"].reindex(symbols)
    of_exchange = listing[listing["exchange"].notna()]
    days = of_exchange.groupby("symbol")["market_day"].agg(["min", "max"])
    table["first_day"] = days["min"].reindex(symbols)
    table["last_day"] = days["max"].reindex(symbols)
    last = of_exchange.groupby("exchange")["market_day"].max()
    table["listed"] = table["last_day"] == table["exchange"].map(last)
    table["yahoo_symbol"] = [yahoo_symbol(symbol) for symbol in symbols]
    return table.assign(kis_code=None, naver_code=None).reset_index()
