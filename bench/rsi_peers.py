"""usage: rsi_peers.py talib|numba|pandas|polars|duckdb FILE SYMBOLS BARS REPEATS

RSI(14) with Wilder's smoothing and TA-Lib's seed of every series of FILE, on one thread; prints
{"seconds", "facts"}. The best of REPEATS counts, as in bench_rsi; data stand in memory in the form
that suits the tool before its time begins.
"""

import json
import sys
import time

import numpy as np

PERIOD = 14


def best(repeats: int, work) -> tuple[float, object]:
    seconds, result = float("inf"), None
    for _ in range(repeats):
        start = time.perf_counter()
        result = work()
        seconds = min(seconds, time.perf_counter() - start)
    return seconds, result


def facts(rsi: np.ndarray) -> dict:
    """`rsi` holds every value, in any shape, NaN where there is none."""
    known = ~np.isnan(rsi)
    return {"values": int(known.sum()), "sum_of_rsi": float(rsi[known].sum())}


def with_talib(close: np.ndarray, repeats: int) -> tuple[float, np.ndarray]:
    import talib
    out = np.empty_like(close)

    def work() -> np.ndarray:
        for series in range(len(close)):
            out[series] = talib.RSI(close[series], timeperiod=PERIOD)
        return out
    return best(repeats, work)


def with_numba(close: np.ndarray, repeats: int) -> tuple[float, np.ndarray]:
    import numba

    @numba.njit(fastmath=True)
    def kernel(close, out):
        for s in range(close.shape[0]):
            gain = loss = 0.0
            for i in range(1, PERIOD + 1):
                change = close[s, i] - close[s, i - 1]
                gain += max(change, 0.0)
                loss += max(-change, 0.0)
                out[s, i - 1] = np.nan
            gain, loss = gain / PERIOD, loss / PERIOD
            out[s, PERIOD] = 100.0 * gain / (gain + loss)
            for i in range(PERIOD + 1, close.shape[1]):
                change = close[s, i] - close[s, i - 1]
                gain = (gain * (PERIOD - 1) + max(change, 0.0)) * (1.0 / PERIOD)
                loss = (loss * (PERIOD - 1) + max(-change, 0.0)) * (1.0 / PERIOD)
                out[s, i] = 100.0 * gain / (gain + loss)

    out = np.empty_like(close)
    kernel(close[:1], out[:1])  # compiled before its time begins

    def work() -> np.ndarray:
        kernel(close, out)
        return out
    return best(repeats, work)


def with_pandas(close: np.ndarray, repeats: int) -> tuple[float, np.ndarray]:
    import pandas as pd
    frame = pd.DataFrame(close.T)

    def smooth(moves: pd.DataFrame) -> pd.DataFrame:
        seeded = moves.iloc[PERIOD:].copy()
        seeded.iloc[0] = moves.iloc[1:PERIOD + 1].mean()
        return seeded.ewm(alpha=1 / PERIOD, adjust=False).mean()

    def work() -> pd.DataFrame:
        change = frame.diff()
        gain, loss = smooth(change.clip(lower=0)), smooth(-change.clip(upper=0))
        return 100 * gain / (gain + loss)
    seconds, result = best(repeats, work)
    return seconds, result.to_numpy()


def with_polars(close: np.ndarray, repeats: int) -> tuple[float, np.ndarray]:
    import polars as pl
    frame = pl.DataFrame({f"s{number}": series for number, series in enumerate(close)})

    def smooth(moves: pl.Expr) -> pl.Expr:
        seed = moves.slice(1, PERIOD).mean()
        return pl.concat([seed, moves.slice(PERIOD + 1)]).ewm_mean(alpha=1 / PERIOD, adjust=False)

    def rsi(name: str) -> pl.Expr:
        change = pl.col(name).diff()
        gain, loss = smooth(change.clip(lower_bound=0)), smooth((-change).clip(lower_bound=0))
        return (100 * gain / (gain + loss)).alias(name)

    expressions = [rsi(name) for name in frame.columns]
    seconds, result = best(repeats, lambda: frame.select(expressions))
    return seconds, result.to_numpy()


def with_duckdb(close: np.ndarray, repeats: int) -> tuple[float, np.ndarray]:
    """The recursion written out: both averages are window sums weighted by (14/13)^bar."""
    import duckdb
    symbols, bars = close.shape
    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    columns = {"symbol": np.repeat(np.arange(symbols, dtype=np.int32), bars),
               "bar": np.tile(np.arange(bars, dtype=np.int32), symbols), "close": close.ravel()}
    connection.register("columns", columns)
    connection.execute("CREATE TABLE bars AS SELECT * FROM columns")
    # The first 14 changes weigh as much as the seed, their mean, does at bar 14.
    query = f"""CREATE OR REPLACE TABLE rsi AS
        WITH moves AS (SELECT symbol, bar, close - lag(close) OVER (
                PARTITION BY symbol ORDER BY bar) AS move,
                power({PERIOD}.0 / {PERIOD - 1}, greatest(bar, {PERIOD}) - {PERIOD}) AS weight
            FROM bars),
        sums AS (SELECT symbol, bar,
                sum(greatest(move, 0) * weight) OVER series AS gain,
                sum(abs(move) * weight) OVER series AS total
            FROM moves WINDOW series AS (PARTITION BY symbol ORDER BY bar
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW))
        SELECT symbol, bar, 100 * gain / total AS rsi FROM sums WHERE bar >= {PERIOD}"""
    seconds, _ = best(min(repeats, 1), lambda: connection.execute(query))
    return seconds, connection.execute("SELECT rsi FROM rsi").fetchnumpy()["rsi"]


PEERS = {"talib": with_talib, "numba": with_numba, "pandas": with_pandas, "polars": with_polars,
         "duckdb": with_duckdb}

if __name__ == "__main__":
    shape = int(sys.argv[3]), int(sys.argv[4])
    series = np.fromfile(sys.argv[2], dtype="<f8").reshape(shape)
    took, values = PEERS[sys.argv[1]](series, int(sys.argv[5]))
    print(json.dumps({"seconds": took, "facts": facts(np.asarray(values, dtype=float))}))
