"""usage: rsi_bar_peers.py talib_c|numba|talib FILE SYMBOLS BARS

RSI(14) of one new bar of every series of FILE, on one thread, from states kept; prints {"seconds",
"facts"}: the median over the bars after the first 30, and facts of the last bar's values.
talib_c calls TA-Lib's C streams from a compiled loop, talib its streams from Python.
"""

import ctypes
import json
import sys
import time
from pathlib import Path
from typing import Callable

import numpy as np

PERIOD = 14
HISTORY = 30

# Takes the newest closes, and gives each series's value.
Push = Callable[[np.ndarray], np.ndarray]


def with_talib(history: np.ndarray) -> Push:
    import talib.stream
    updates = [talib.stream.RSI(series, PERIOD).update for series in history]
    return lambda newest: np.array([update(close) for update, close in zip(updates, newest)])


def with_talib_c(history: np.ndarray) -> Push:
    import numba
    import talib
    library = ctypes.CDLL(str(next(
        (Path(talib.__file__).parent.parent / "ta_lib.libs").glob("libta-lib*"))))
    start, update = library.TA_RSI_Open, library.TA_RSI_Update
    # Pointers pass as whole numbers, which compiled code can compute.
    start.argtypes = [ctypes.c_size_t, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_size_t]
    update.argtypes = [ctypes.c_size_t, ctypes.c_double, ctypes.c_size_t]
    library.TA_Initialize()
    streams, out = np.zeros(len(history), np.uintp), np.zeros(len(history))
    for series, closes in enumerate(history):
        if start(streams.ctypes.data + 8 * series, closes.ctypes.data, len(closes), PERIOD,
                 out.ctypes.data) != 0:
            raise RuntimeError("TA_RSI_Open failed")

    @numba.njit
    def push(streams, newest, out):
        failed = 0
        to = out.ctypes.data
        for series in range(len(streams)):
            failed |= update(streams[series], newest[series], to + 8 * series)
        return failed

    def checked(newest: np.ndarray) -> np.ndarray:
        if push(streams, newest, out) != 0:
            raise RuntimeError("TA_RSI_Update failed")
        return out
    push(streams[:0], history[:0, 0].copy(), out[:0])  # compiled before its time begins
    return checked


def with_numba(history: np.ndarray) -> Push:
    import numba

    @numba.njit(fastmath=True)
    def kernel(last, gain, loss, newest, out):
        for s in range(len(newest)):
            change = newest[s] - last[s]
            last[s] = newest[s]
            gain[s] = (gain[s] * (PERIOD - 1) + max(change, 0.0)) * (1.0 / PERIOD)
            loss[s] = (loss[s] * (PERIOD - 1) + max(-change, 0.0)) * (1.0 / PERIOD)
            out[s] = 100.0 * gain[s] / (gain[s] + loss[s])

    change = np.diff(history[:, :PERIOD + 1])
    last = history[:, PERIOD].copy()
    gain, loss = np.maximum(change, 0).mean(axis=1), np.maximum(-change, 0).mean(axis=1)
    out = np.empty(len(history))
    for bar in range(PERIOD + 1, history.shape[1]):
        kernel(last, gain, loss, history[:, bar].copy(), out)

    def push(newest: np.ndarray) -> np.ndarray:
        kernel(last, gain, loss, newest, out)
        return out
    return push


PEERS = {"talib": with_talib, "talib_c": with_talib_c, "numba": with_numba}


def main() -> None:
    closes = np.fromfile(sys.argv[2], dtype="<f8").reshape(int(sys.argv[3]), int(sys.argv[4]))
    push = PEERS[sys.argv[1]](np.ascontiguousarray(closes[:, :HISTORY]))
    took, values = [], np.empty(0)
    for bar in range(HISTORY, closes.shape[1]):
        newest = closes[:, bar].copy()
        start = time.perf_counter()
        values = push(newest)
        took.append(time.perf_counter() - start)
    print(json.dumps({"seconds": float(np.median(took)),
                      "facts": {"values": len(values), "sum_of_rsi": float(values.sum())}}))


if __name__ == "__main__":
    main()
