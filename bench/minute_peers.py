"""usage: minute_peers.py duckdb|polars|pandas INPUT_DIR OUT_DIR

Reads SYMBOL_1m.csv, bars labelled by their start in UTC with prices widened from float32, into a
typed table in a file; prints {"seconds", "facts"}.
"""

import json
import sys
import time
from pathlib import Path

PRICES = ["open", "high", "low", "close"]
FACTS = """SELECT count(*) AS bars, count(DISTINCT market_day) AS days,
    CAST(1000000 * sum("open") AS HUGEINT) AS "open", CAST(1000000 * sum(high) AS HUGEINT) AS high,
    CAST(1000000 * sum(low) AS HUGEINT) AS low, CAST(1000000 * sum(close) AS HUGEINT) AS close,
    CAST(sum(volume) AS HUGEINT) AS volume FROM stock_price_minute"""


def with_duckdb(source: Path, out: Path) -> tuple[float, dict]:
    import duckdb
    prices = ", ".join(f"CAST(CAST(CAST({c} AS FLOAT) AS VARCHAR) AS DECIMAL(18,6)) AS {c}"
                       for c in PRICES)
    start = time.perf_counter()
    connection = duckdb.connect(str(out / "tables.duckdb"))
    connection.execute(f"""
        CREATE TABLE stock_price_minute AS
        SELECT Datetime AS bar_start, regexp_extract(filename, '([^/]+)_1m.csv$', 1) AS symbol,
               CAST(timezone('America/New_York', Datetime) AS DATE) AS market_day,
               {prices}, CAST(volume AS BIGINT) AS volume
        FROM read_csv('{source}/*.csv', filename=true, header=true, columns={{
            'Datetime': 'TIMESTAMP WITH TIME ZONE', 'close': 'DOUBLE', 'high': 'DOUBLE',
            'low': 'DOUBLE', 'open': 'DOUBLE', 'volume': 'DOUBLE'}})""")
    connection.execute("CHECKPOINT")
    seconds = time.perf_counter() - start
    cursor = connection.execute(FACTS)
    return seconds, {column[0]: int(value)
                     for column, value in zip(cursor.description, cursor.fetchone())}


def with_polars(source: Path, out: Path) -> tuple[float, dict]:
    import polars as pl
    start = time.perf_counter()
    frames = []
    for path in sorted(source.glob("*.csv")):
        frames.append(pl.read_csv(path).with_columns(
            symbol=pl.lit(path.name.removesuffix("_1m.csv"))))
    at = pl.col("Datetime").str.to_datetime("%Y-%m-%d %H:%M:%S%z", time_zone="UTC")
    # The shortest text of a float32 is the price that was meant.
    price = [(pl.col(name.capitalize()).cast(pl.Float32).cast(pl.String).cast(pl.Float64) * 1e6)
             .round().cast(pl.Int64).alias(name) for name in PRICES]
    table = pl.concat(frames).select(
        at.alias("bar_start"), "symbol",
        at.dt.convert_time_zone("America/New_York").dt.date().alias("market_day"),
        *price, pl.col("Volume").cast(pl.Int64).alias("volume"))
    table.write_parquet(out / "stock_price_minute.parquet")
    seconds = time.perf_counter() - start
    return seconds, {"bars": table.height, "days": table["market_day"].n_unique(),
                     **{name: int(table[name].sum()) for name in [*PRICES, "volume"]}}


def with_pandas(source: Path, out: Path) -> tuple[float, dict]:
    import pandas as pd
    start = time.perf_counter()
    frames = []
    for path in sorted(source.glob("*.csv")):
        frames.append(pd.read_csv(path).assign(symbol=path.name.removesuffix("_1m.csv")))
    bars = pd.concat(frames, ignore_index=True)
    at = pd.to_datetime(bars["Datetime"], format="%Y-%m-%d %H:%M:%S%z")
    # The shortest text of a float32 is the price that was meant.
    price = {name: (bars[name.capitalize()].to_numpy("float32").astype(str).astype("float64")
                    * 1e6).round().astype("int64") for name in PRICES}
    table = pd.DataFrame({
        "bar_start": at, "symbol": bars["symbol"],
        "market_day": at.dt.tz_convert("America/New_York").dt.tz_localize(None).dt.normalize(),
        **price, "volume": bars["Volume"].astype("int64")})
    table.to_parquet(out / "stock_price_minute.parquet")
    seconds = time.perf_counter() - start
    return seconds, {"bars": len(table), "days": table["market_day"].nunique(),
                     **{name: int(table[name].sum()) for name in [*PRICES, "volume"]}}


if __name__ == "__main__":
    peer = {"duckdb": with_duckdb, "polars": with_polars, "pandas": with_pandas}[sys.argv[1]]
    took, found = peer(Path(sys.argv[2]), Path(sys.argv[3]))
    print(json.dumps({"seconds": took, "facts": found}))
