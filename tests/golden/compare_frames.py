"""Compares every row of a table, exported as Parquet, with a frame of what it must hold.

In the frames prices are whole steps of 10^-6 (NaN is null), days and instants datetime64. Doubles
may differ by 1e-12 of the larger; where a column is named in `absolute`, by that much.
"""

import hashlib
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet

RELATIVE = 1e-12
SHOWN = 5
DECIMAL_BYTES = 16


def decimal_steps(column: pa.ChunkedArray) -> np.ndarray:
    """DECIMAL(18,6) as whole steps; NaN for null."""
    column = column.combine_chunks()
    if not pa.types.is_decimal(column.type):
        raise TypeError(f"{column.type} is no decimal")
    wide = column.cast(pa.decimal128(38, 6))
    start = wide.offset * DECIMAL_BYTES
    raw = np.frombuffer(wide.buffers()[1], dtype="<i8")[start // 8:][:2 * len(wide)]
    return np.where(np.asarray(wide.is_valid()), raw[::2].astype(float), np.nan)


def plain(values: pd.Series, kind: str) -> pd.Series:
    """A column in the one form that both sides are compared in; null is NaN, NaT or None."""
    if kind == "VARCHAR":
        return values.astype(object).where(values.notna(), None)
    if kind in ("DATE", "TIMESTAMP WITH TIME ZONE"):
        stamps = pd.to_datetime(values, utc=True).dt.tz_localize(None)
        return stamps.astype("datetime64[us]")
    return pd.to_numeric(values.astype(object).where(values.notna(), np.nan)).astype(float)


def read_table(path: Path, types: dict[str, str]) -> pd.DataFrame:
    table = pyarrow.parquet.read_table(path)
    return pd.DataFrame({name: decimal_steps(table[name]) if kind.startswith("DECIMAL")
                         else plain(table[name].to_pandas(), kind)
                         for name, kind in types.items()})


def equal(expected: pd.Series, actual: pd.Series, kind: str, absolute: float) -> np.ndarray:
    missing = expected.isna().to_numpy(), actual.isna().to_numpy()
    if kind == "DOUBLE PRECISION":
        left, right = expected.to_numpy(), actual.to_numpy()
        limit = np.maximum(absolute, RELATIVE * np.maximum(np.abs(left), np.abs(right)))
        same = np.abs(left - right) <= limit
    else:
        same = (expected == actual).to_numpy()
    return np.where(missing[0] | missing[1], missing[0] & missing[1], same)


def differences(expected: pd.DataFrame, actual: pd.DataFrame, types: dict[str, str],
                grain: list[str], absolute: dict[str, float]) -> list[str]:
    """What differs, a line for each kind of difference; empty when nothing does."""
    wanted = pd.DataFrame({name: plain(expected[name], kind) for name, kind in types.items()})
    found = []
    for side, frame in (("expected", wanted), ("found", actual)):
        twice = frame.duplicated(grain)
        if twice.any():
            found.append(f"{int(twice.sum())} keys {side} twice, as {_keys(frame[twice], grain)}")
    both = wanted.merge(actual.drop_duplicates(grain), on=grain, how="outer",
                        suffixes=("", "_actual"), indicator=True)
    for side, words in (("left_only", "missing"), ("right_only", "not expected")):
        part = both[both["_merge"] == side]
        if len(part):
            found.append(f"{len(part)} rows {words}, as {_keys(part, grain)}")
    both = both[both["_merge"] == "both"]
    for name, kind in types.items():
        if name in grain:
            continue
        other = both[f"{name}_actual"]
        bad = both[~equal(both[name], other, kind, absolute.get(name, 0.0))]
        if len(bad):
            some = [f"{_keys(bad.loc[[at]], grain)}: {other[at]!r}, not {bad[name][at]!r}"
                    for at in bad.index[:SHOWN]]
            found.append(f"{name} differs in {len(bad)} rows: " + "; ".join(some))
    return found


def _keys(frame: pd.DataFrame, grain: list[str]) -> str:
    rows = frame[grain].head(SHOWN).astype(str).itertuples(index=False, name=None)
    return ", ".join(" ".join(row) for row in rows)


def digest(frame: pd.DataFrame, types: dict[str, str], grain: list[str]) -> str:
    """SHA-256 of the exact columns (no doubles), by name, of the rows in the order of the grain.

    Texts joined by line feeds, null as nothing; all else as 64-bit integers, null as the least one.
    """
    exact = pd.DataFrame({name: plain(frame[name], kind) for name, kind in types.items()
                          if kind != "DOUBLE PRECISION"}).sort_values(grain)
    hashed = hashlib.sha256()
    for name in sorted(exact):
        values = exact[name]
        if types[name] == "VARCHAR":
            data = "\n".join(values.fillna("").tolist()).encode("utf-8")
        elif values.dtype.kind == "M":
            data = values.to_numpy().astype("<i8").tobytes()
        else:
            null = values.isna().to_numpy()
            whole = np.where(null, 0.0, values.to_numpy()).astype("<i8")
            data = np.where(null, np.iinfo("<i8").min, whole).tobytes()
        hashed.update(name.encode("utf-8") + b"\0" + data)
    return hashed.hexdigest()
