"""Small markets for the model cases: what is given as rows of raw_data, and files of a case.

Prices are whole steps of 10^-6 USD in the frames, as in tests/golden/reference_market.py.
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "golden"))
import make_market  # noqa: E402
from sessions import Sessions  # noqa: E402

STEPS = 1_000_000
SESSIONS = Sessions()
FIRST = int(SESSIONS.number(np.array(["2026-01-20"], dtype="datetime64[D]"))[0])
LANDED = {"fetched_at": pd.Timestamp("2026-04-14"), "load_id": "load-1", "record": 0}
BAR = ["bar_start", "symbol", "market_day", "open", "high", "low", "close", "volume", "kind",
       "source"]


def session(number: int) -> pd.Timestamp:
    """The session `number` sessions after 2026-01-20. 2026-02-16 is a holiday."""
    return pd.Timestamp(SESSIONS.days[FIRST + number])


def steps(usd: str | float | None) -> float:
    return np.nan if usd is None else float(round(float(usd) * STEPS))


class Market:
    """Rows of stock_price_daily and listing_daily, one after another."""

    def __init__(self) -> None:
        self.prices: list[dict] = []
        self.lists: list[dict] = []
        self.last: dict[str, float] = {}

    def row(self, number: int, symbol: str, close, volume: int | None = 1000, *, before="last",
            exchange: str | None = "NYSE", source: str = "nasdaq", provisional: bool = False,
            sector: str | None = None) -> None:
        """`before`: what the source says was the previous close; the last one told, if not said."""
        told = self.last.get(symbol, steps(close)) if before == "last" else steps(before)
        self.last[symbol] = steps(close)
        day = session(number)
        self.prices.append({
            "market_day": day, "symbol": symbol, "exchange": exchange, "open": np.nan,
            "high": np.nan, "low": np.nan, "close": steps(close), "adj_close": np.nan,
            "previous_close": told, "volume": volume, "provisional": provisional,
            "source": source, **LANDED})
        if exchange is not None:
            self.lists.append({
                "snapshot_day": day, "market_day": day, "symbol": symbol, "name": f"{symbol} Inc.",
                "name_ko": None, "exchange": exchange, "country": None, "ipo_year": None,
                "sector": sector, "industry": None, "market_cap_usd": None, "source_symbol": None,
                "source": source, **LANDED})

    def price_frame(self) -> pd.DataFrame:
        return pd.DataFrame(self.prices)

    def list_frame(self) -> pd.DataFrame:
        return pd.DataFrame(self.lists)


def market_session(days: pd.Series) -> pd.DataFrame:
    """Rows of XNYS for three weeks around the days, and a Korean one on a day it is closed."""
    first, last = pd.Timestamp(days.min()), pd.Timestamp(days.max())
    rows = []
    for day in pd.date_range(first - pd.Timedelta(days=21), last + pd.Timedelta(days=21)):
        at = int(SESSIONS.number(np.array([day], dtype="datetime64[D]"))[0])
        if at < 0:
            rows.append(("XNYS", day, pd.NaT, pd.NaT, "closed"))
            rows.append(("KR", day, day, day + pd.Timedelta(hours=6), "full"))
            continue
        opens, closes = SESSIONS.opens[at], SESSIONS.closes[at]
        short = closes - opens < np.timedelta64(6, "h")
        rows.append(("XNYS", day, opens, closes, "half" if short else "full"))
    return pd.DataFrame(rows, columns=["exchange", "market_day", "open_at", "close_at", "kind"])


def write_case(table: str, case: str, given: dict[str, pd.DataFrame],
               expected: pd.DataFrame) -> None:
    folder = HERE / table / case
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in given.items():
        write_table(folder / f"given.{name}.csv", name, frame)
    write_table(folder / "expect.csv", f"analytics.{table}", expected)


def write_table(path: Path, name: str, frame: pd.DataFrame) -> None:
    if len(frame):
        path.write_bytes(make_market.csv_text(name, frame))
        return
    names = [column.name for column in make_market.schema(name).columns]
    path.write_text(",".join(names) + "\n", "utf-8")
