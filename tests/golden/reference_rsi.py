"""RSI of each symbol's bars: Wilder's by TA-Lib, Cutler's by NumPy. Nothing here reads models/."""

import numpy as np
import pandas as pd
import talib

PERIOD = 14
STEPS = 1e6
# What TA-Lib takes for 0 (TA_EPSILON): average gain plus average loss below it is no movement.
EPSILON = 1e-14


def wilder(close: np.ndarray) -> np.ndarray:
    return talib.RSI(close, timeperiod=PERIOD)


def no_movement(close: np.ndarray) -> np.ndarray:
    """Whether Wilder's average gain and loss sum up to nothing, from bar PERIOD on."""
    change = np.abs(np.diff(close))
    flat = np.zeros(len(close), dtype=bool)
    if len(change) < PERIOD:
        return flat
    average = float(np.sum(change[:PERIOD])) / PERIOD
    flat[PERIOD] = average < EPSILON
    for i in range(PERIOD, len(change)):
        average = (average * (PERIOD - 1) + change[i]) / PERIOD
        flat[i + 1] = average < EPSILON
    return flat


def cutler(close: np.ndarray) -> np.ndarray:
    """100 x gains / (gains + losses), simple sums over PERIOD changes; 0 where nothing moves."""
    out = np.full(len(close), np.nan)
    change = np.diff(close)
    if len(change) >= PERIOD:
        windows = np.lib.stride_tricks.sliding_window_view(change, PERIOD)
        gains = np.maximum(windows, 0.0).sum(axis=1)
        moves = np.abs(windows).sum(axis=1)
        out[PERIOD:] = np.divide(100.0 * gains, moves, out=np.zeros_like(gains), where=moves != 0)
    return out


def status(rsi: np.ndarray, close: np.ndarray) -> np.ndarray:
    words = np.select([np.isnan(rsi), rsi >= 70.0, rsi <= 30.0],
                      [None, "Overbought", "Oversold"], "Neutral")
    if (rsi == 0.0).any():
        words[(rsi == 0.0) & no_movement(close)] = "Neutral"
    return words


def with_rsi(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    """`rows` ordered by symbol and `by`, close in steps, with rsi_wilder, rsi_cutler and status."""
    rows = rows.sort_values(["symbol", by], kind="stable").reset_index(drop=True)
    close = rows["close"].to_numpy() / STEPS
    symbols = rows["symbol"].to_numpy(dtype=object)
    starts = np.concatenate(([0], np.flatnonzero(symbols[1:] != symbols[:-1]) + 1, [len(rows)]))
    result = {"rsi_wilder": [], "rsi_cutler": [], "status": []}
    for start, end in zip(starts[:-1], starts[1:]):
        part = close[start:end]
        value = wilder(part)
        result["rsi_wilder"].append(value)
        result["rsi_cutler"].append(cutler(part))
        result["status"].append(status(value, part))
    return rows.assign(**{name: np.concatenate(parts) for name, parts in result.items()})


def stock_rsi_status(minute: pd.DataFrame) -> pd.DataFrame:
    """From the rows of stock_rsi_minute, ordered by symbol and bar."""
    rows = []
    for symbol, part in minute.groupby("symbol", sort=True):
        words, bars = list(part["status"]), list(part["bar_start"])
        if pd.isna(words[-1]):  # None, or NaN where pandas keeps texts by themselves
            continue
        first = len(words) - 1
        while first > 0 and words[first - 1] == words[-1]:
            first -= 1
        rows.append({"symbol": symbol, "bar_start": bars[-1], "close": part["close"].iloc[-1],
                     "rsi_wilder": part["rsi_wilder"].iloc[-1], "status": words[-1],
                     "since": bars[first]})
    return pd.DataFrame(rows, columns=["symbol", "bar_start", "close", "rsi_wilder", "status",
                                       "since"])
