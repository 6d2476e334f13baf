"""usage: screener_peers.py duckdb|polars|pandas INPUT_DIR OUT_DIR

Reads DAY_EXCHANGE.json of the screener into typed tables of listings and prices in files, the way
each tool's users do; prints {"seconds", "facts"}.
"""

import json
import sys
import time
from pathlib import Path

LISTING = ["symbol", "name", "country", "ipoyear", "sector", "industry", "marketCap"]
MONEY = "CAST(nullif(replace(replace(trim({0}), '$', ''), ',', ''), '') AS DECIMAL({1}))"


def duckdb_tables(connection, source: Path) -> None:
    """Creates listing_daily and stock_price_daily."""
    close, change = MONEY.format("r.lastsale", "18,6"), MONEY.format("r.netchange", "18,6")
    cap = f"CAST(nullif(round({MONEY.format('r.marketCap', '24,2')}), 0) AS BIGINT)"
    text = "nullif(trim(r.{0}), '') AS {0}"
    connection.execute(f"""
        CREATE TEMP TABLE answers AS
        SELECT CAST(regexp_extract(filename, '([0-9-]+)_[A-Z]+.json$', 1) AS DATE) AS day,
               regexp_extract(filename, '_([A-Z]+).json$', 1) AS exchange,
               unnest(data.rows) AS r
        FROM read_json_auto('{source}/*.json', filename=true, maximum_object_size=67108864)""")
    connection.execute(f"""
        CREATE TABLE listing_daily AS
        SELECT day AS snapshot_day, exchange, {", ".join(text.format(c) for c in
               ("symbol", "name", "country", "sector", "industry"))},
               CAST(nullif(trim(r.ipoyear), '') AS INTEGER) AS ipo_year, {cap} AS market_cap_usd
        FROM answers""")
    connection.execute(f"""
        CREATE TABLE stock_price_daily AS
        SELECT day AS market_day, trim(r.symbol) AS symbol, exchange, {close} AS close,
               CASE WHEN {close} > {change} THEN {close} - {change} END AS previous_close,
               CAST(nullif(trim(r.volume), '') AS BIGINT) AS volume
        FROM answers""")


FACTS = """SELECT (SELECT count(*) FROM listing_daily) AS listings, count(*) AS prices,
    count(DISTINCT market_day) AS days, CAST(1000000 * sum(close) AS HUGEINT) AS close,
    CAST(1000000 * sum(previous_close) AS HUGEINT) AS previous_close, sum(volume) AS volume,
    (SELECT sum(market_cap_usd) FROM listing_daily) AS market_cap FROM stock_price_daily"""


def duckdb_facts(connection) -> dict:
    cursor = connection.execute(FACTS)
    return {column[0]: int(value) for column, value in zip(cursor.description, cursor.fetchone())}


def with_duckdb(source: Path, out: Path) -> tuple[float, dict]:
    import duckdb
    start = time.perf_counter()
    connection = duckdb.connect(str(out / "tables.duckdb"))
    duckdb_tables(connection, source)
    connection.execute("CHECKPOINT")
    seconds = time.perf_counter() - start
    return seconds, duckdb_facts(connection)


def with_polars(source: Path, out: Path) -> tuple[float, dict]:
    import orjson
    import polars as pl

    def money(name: str) -> pl.Expr:
        text = pl.col(name).str.strip_chars().str.replace_all(r"[$,]", "")
        return (text.cast(pl.Float64, strict=False) * 1e6).round().cast(pl.Int64)

    def text(name: str) -> pl.Expr:
        stripped = pl.col(name).str.strip_chars()
        return pl.when(stripped != "").then(stripped).alias(name)

    start = time.perf_counter()
    frames = []
    for path in sorted(source.glob("*.json")):
        day, exchange = path.stem.split("_")
        rows = orjson.loads(path.read_bytes())["data"]["rows"]
        frames.append(pl.DataFrame(rows, infer_schema_length=1).with_columns(
            day=pl.lit(day).str.to_date(), exchange=pl.lit(exchange)))
    answers = pl.concat(frames)
    close, previous = money("lastsale"), money("lastsale") - money("netchange")
    cap = pl.col("marketCap").cast(pl.Float64, strict=False).round().cast(pl.Int64)
    listing = answers.select(
        pl.col("day").alias("snapshot_day"), "exchange",
        *[text(name) for name in ("symbol", "name", "country", "sector", "industry")],
        ipo_year=pl.col("ipoyear").cast(pl.Int32, strict=False),
        market_cap_usd=pl.when(cap != 0).then(cap))
    price = answers.select(
        pl.col("day").alias("market_day"), pl.col("symbol").str.strip_chars(), "exchange",
        close=close, previous_close=pl.when(previous > 0).then(previous),
        volume=pl.col("volume").cast(pl.Int64))
    listing.write_parquet(out / "listing_daily.parquet")
    price.write_parquet(out / "stock_price_daily.parquet")
    seconds = time.perf_counter() - start
    facts = {"listings": listing.height, "prices": price.height,
             "days": price["market_day"].n_unique(), "close": price["close"].sum(),
             "previous_close": price["previous_close"].sum(), "volume": price["volume"].sum(),
             "market_cap": listing["market_cap_usd"].sum()}
    return seconds, facts


def with_pandas(source: Path, out: Path) -> tuple[float, dict]:
    import pandas as pd

    def number(column: pd.Series) -> pd.Series:
        return pd.to_numeric(column.str.strip().str.replace("[$,]", "", regex=True))

    start = time.perf_counter()
    frames = []
    for path in sorted(source.glob("*.json")):
        day, exchange = path.stem.split("_")
        rows = json.loads(path.read_bytes())["data"]["rows"]
        frames.append(pd.DataFrame(rows).assign(day=pd.Timestamp(day), exchange=exchange))
    answers = pd.concat(frames, ignore_index=True)
    texts = {name: answers[name].str.strip().replace("", None) for name in LISTING[:3]
             + ["sector", "industry"]}
    cap = number(answers["marketCap"]).round().astype("Int64")
    listing = pd.DataFrame({
        "snapshot_day": answers["day"], "exchange": answers["exchange"], **texts,
        "ipo_year": number(answers["ipoyear"]).astype("Int32"),
        "market_cap_usd": cap.where(cap != 0)})
    close = (number(answers["lastsale"]) * 1e6).round().astype("Int64")
    previous = close - (number(answers["netchange"]) * 1e6).round().astype("Int64")
    price = pd.DataFrame({
        "market_day": answers["day"], "symbol": texts["symbol"], "exchange": answers["exchange"],
        "close": close, "previous_close": previous.where(previous > 0),
        "volume": number(answers["volume"]).astype("Int64")})
    listing.to_parquet(out / "listing_daily.parquet")
    price.to_parquet(out / "stock_price_daily.parquet")
    seconds = time.perf_counter() - start
    facts = {"listings": len(listing), "prices": len(price), "days": price["market_day"].nunique(),
             "close": int(close.sum()), "previous_close": int(price["previous_close"].sum()),
             "volume": int(price["volume"].sum()),
             "market_cap": int(listing["market_cap_usd"].sum())}
    return seconds, facts


if __name__ == "__main__":
    peer = {"duckdb": with_duckdb, "polars": with_polars, "pandas": with_pandas}[sys.argv[1]]
    took, found = peer(Path(sys.argv[2]), Path(sys.argv[3]))
    print(json.dumps({"seconds": took, "facts": found}))
