"""usage: run_peer.py SCREENER_DIR MINUTE_DIR OUT_DIR

The recorded market in one script of DuckDB SQL and TA-Lib, as somebody would write it who needs no
landing, no history, no audits and no second run: screener and minute files into typed tables,
weekly sector volume, daily RSI. Prints {"seconds", "facts"}.
"""

import json
import sys
import time
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import talib

from screener_peers import duckdb_tables

HOLIDAYS = ["2026-02-16", "2026-04-03"]
# Folder, time column, zone (None: the times carry their offset), minutes from label to start.
LAYOUTS = [("us-2026-03", "Datetime", None, 0), ("us-2025-07", "date", "America/New_York", 0),
           ("us-2019-02", "datetime", "America/New_York", 1),
           ("us-2019-02-index", "datetime", "America/New_York", 1)]


def minute_tables(connection, source: Path) -> None:
    parts = []
    for folder, column, zone, early in LAYOUTS:
        at = f'"{column}"' if zone is None else f"timezone('{zone}', \"{column}\")"
        prices = ", ".join(f"CAST(CAST(CAST(\"{c}\" AS FLOAT) AS VARCHAR) AS DECIMAL(18,6)) AS {c}"
                           for c in ("open", "high", "low", "close"))
        volume = "NULL" if folder.endswith("index") else "CAST(volume AS BIGINT)"
        parts.append(f"""
            SELECT {at} - to_minutes({early}) AS bar_start, '{folder}' AS source,
                   regexp_extract(filename, '([^/_]+)_[^/]*$', 1) AS symbol,
                   {prices}, {volume} AS volume
            FROM read_csv('{source}/{folder}/*.csv', filename=true, union_by_name=true)""")
    connection.execute("CREATE TABLE stock_price_minute AS SELECT DISTINCT * FROM (" +
                       " UNION ALL ".join(parts) + ")")


def sector_volume_weekly(connection) -> None:
    """The five sessions to each stored day; an exchange's repeat of its day before is left out."""
    days = pd.bdate_range("2026-01-01", "2026-04-30")
    sessions = pd.DataFrame({"market_day": days[~days.isin(pd.to_datetime(HOLIDAYS))]})
    sessions["number"] = np.arange(len(sessions))
    connection.register("sessions", sessions)
    connection.execute("""
        CREATE TABLE price AS
        WITH compared AS (SELECT *, lag(close) OVER w = close AND lag(volume) OVER w = volume
                AND lag(previous_close) OVER w IS NOT DISTINCT FROM previous_close AS same
            FROM stock_price_daily WINDOW w AS (PARTITION BY exchange, symbol ORDER BY market_day)),
        stale AS (SELECT market_day, exchange FROM compared GROUP BY ALL
            HAVING sum(CASE WHEN same THEN 1 ELSE 0 END) >= 0.99 * count(*))
        SELECT number, stock_price_daily.* FROM stock_price_daily JOIN sessions USING (market_day)
        WHERE (market_day, exchange) NOT IN (SELECT (market_day, exchange) FROM stale)""")
    connection.execute("""
        CREATE TABLE sector_volume_weekly AS
        WITH daily AS (SELECT number, coalesce(sector, 'Unclassified') AS sector,
                sum(volume) AS volume FROM price JOIN listing_daily AS l
                ON l.snapshot_day = market_day AND l.symbol = price.symbol GROUP BY ALL),
        stored AS (SELECT DISTINCT number FROM price)
        SELECT stored.number AS week, sector, sum(volume) AS volume
        FROM stored JOIN daily ON daily.number BETWEEN stored.number - 4 AND stored.number
        WHERE stored.number >= (SELECT min(number) FROM price) + 4 GROUP BY ALL""")


def rsi_daily(connection) -> None:
    rows = connection.execute(
        "SELECT symbol, market_day, CAST(close AS DOUBLE) AS close FROM price ORDER BY 1, 2").df()
    rows["rsi"] = rows.groupby("symbol")["close"].transform(
        lambda close: talib.RSI(close.to_numpy(), timeperiod=14))
    connection.execute("CREATE TABLE stock_rsi_daily AS SELECT * FROM rows")


# Of these the program has Yahoo's charts too, which this script does not read.
COMPARED = "NOT isnan(rsi) AND symbol NOT IN ('AAPL', 'MSFT', 'NVDA', 'TSLA')"
FACTS = {
    "prices": "SELECT count(*) FROM stock_price_daily",
    "minute_bars": "SELECT count(*) FROM stock_price_minute",
    "minute_volume": "SELECT sum(volume) FROM stock_price_minute",
    "weekly_rows": "SELECT count(*) FROM sector_volume_weekly",
    "weekly_volume": "SELECT sum(volume) FROM sector_volume_weekly",
    "rsi_values": f"SELECT count(*) FROM stock_rsi_daily WHERE {COMPARED}",
    "sum_of_rsi": f"SELECT sum(rsi) FROM stock_rsi_daily WHERE {COMPARED}"}

if __name__ == "__main__":
    screener, minute, out = map(Path, sys.argv[1:4])
    start = time.perf_counter()
    db = duckdb.connect(str(out / "tables.duckdb"))
    duckdb_tables(db, screener)
    minute_tables(db, minute)
    sector_volume_weekly(db)
    rsi_daily(db)
    db.execute("CHECKPOINT")
    took = time.perf_counter() - start
    found = {name: db.execute(sql).fetchone()[0] for name, sql in FACTS.items()}
    print(json.dumps({"seconds": took, "facts": {
        name: float(value) if name.startswith("sum_of_") else int(value)
        for name, value in found.items()}}))
