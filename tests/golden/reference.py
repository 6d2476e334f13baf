"""The four models of fear_greed and exchange_rate, computed anew with pandas and exact integers.

Independent of the program: nothing here reads models/ or runs SQL. Each function takes the rows of
raw_data as a frame and returns the rows of the model, ordered by its grain. Days are
datetime.date, rates decimal.Decimal with six decimals, missing values None.
"""

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd

RATINGS = ["extreme fear", "fear", "neutral", "greed", "extreme greed"]
FEAR_GREED_ORDER = ["cnn", "gsheets"]
RATE_ORDER = ["eximbank", "ecb", "yahoo", "fred"]
STEPS = 1_000_000


def first_source(rows: pd.DataFrame, keys: list[str], order: list[str]) -> pd.DataFrame:
    """One row a key: of the first source in `order`, then by name."""
    rank = {name: index for index, name in enumerate(order)}
    ranked = rows.assign(rank=[rank.get(name, len(order)) for name in rows["source"]])
    ranked = ranked.sort_values(keys + ["rank", "source"], kind="stable")
    return ranked.drop_duplicates(keys).drop(columns="rank").reset_index(drop=True)


def fear_greed_trend(rows: pd.DataFrame) -> pd.DataFrame:
    """From columns market_day, score, rating, source."""
    days = first_source(rows, ["market_day"], FEAR_GREED_ORDER)
    scores = days["score"].astype(float).to_numpy()
    result = pd.DataFrame({
        "market_day": days["market_day"], "score": scores, "rating": days["rating"],
        "change_1d": [None if i == 0 else scores[i] - scores[i - 1] for i in range(len(scores))],
        "average_7d": [np.mean(scores[max(0, i - 6):i + 1]) for i in range(len(scores))],
        "source": days["source"]})
    oldest = max(days["market_day"]) - dt.timedelta(days=29)
    return result[result["market_day"] >= oldest].reset_index(drop=True)


def fear_greed_rating_share(trend: pd.DataFrame) -> pd.DataFrame:
    """From the rows of fear_greed_trend."""
    counts = trend["rating"].value_counts()
    days = [int(counts.get(rating, 0)) for rating in RATINGS]
    total = sum(days)
    share = [100.0 * count / total if total else None for count in days]
    frame = pd.DataFrame({"rating": RATINGS, "days": days, "share_pct": share})
    return frame.sort_values("rating").reset_index(drop=True)


def series_trend(series: pd.DataFrame) -> pd.DataFrame:
    """Trend columns of one source's rows of one currency."""
    series = series.sort_values("quote_day").reset_index(drop=True)
    steps = np.array([int(rate * STEPS) for rate in series["deal_base_rate"]], dtype=np.int64)
    ordinals = np.array([day.toordinal() for day in series["quote_day"]])
    returns = np.log(steps[1:] / steps[:-1])
    change, change_pct, direction = [None], [None], [None]
    for before, now in zip(steps[:-1].tolist(), steps[1:].tolist()):
        change.append(Decimal(now - before).scaleb(-6))
        change_pct.append(100.0 * (now - before) / before)
        direction.append("up" if now > before else "down" if now < before else "flat")
    sums = np.concatenate(([0], np.cumsum(steps)))

    def average(count: int) -> list:
        full = (sums[count:] - sums[:-count]) / STEPS / count
        return [None] * min(count - 1, len(steps)) + full.tolist()

    volatility = [None] * len(steps)
    for i in range(20, len(steps)):
        volatility[i] = float(np.std(returns[i - 20:i], ddof=1)) * np.sqrt(252.0) * 100.0
    starts = np.searchsorted(ordinals, ordinals - 365, side="right")
    percentile = [100.0 * int(np.count_nonzero(steps[start:i + 1] <= steps[i])) / int(i + 1 - start)
                  for i, start in enumerate(starts)]
    return pd.DataFrame({
        "quote_day": series["quote_day"], "currency": series["currency"],
        "rate": series["deal_base_rate"], "source": series["source"],
        "change": pd.Series(change, dtype=object), "change_pct": pd.Series(change_pct, dtype=object),
        "direction": pd.Series(direction, dtype=object),
        "average_5d": pd.Series(average(5), dtype=object),
        "average_20d": pd.Series(average(20), dtype=object),
        "volatility_20d_pct": pd.Series(volatility, dtype=object), "percentile_1y": percentile})


def fx_trend_daily(rows: pd.DataFrame) -> pd.DataFrame:
    """From columns quote_day, currency, deal_base_rate, source."""
    parts = [series_trend(part) for _, part in rows.groupby(["source", "currency"], sort=True)]
    every = pd.concat(parts, ignore_index=True)
    return first_source(every, ["quote_day", "currency"], RATE_ORDER)


def fx_trend_monthly(daily: pd.DataFrame) -> pd.DataFrame:
    """From the rows of fx_trend_daily."""
    months = [day.replace(day=1) for day in daily["quote_day"]]
    rows = []
    for (month, currency), part in daily.assign(month=months).groupby(["month", "currency"]):
        part = part.sort_values("quote_day")
        rates, sources = list(part["rate"]), list(part["source"])
        rows.append({"month": month, "currency": currency,
                     "average": float(sum(rates)) / len(rates), "low": min(rates),
                     "high": max(rates), "close": rates[-1], "source": sources[-1],
                     "mixed": len(set(sources)) > 1, "days": len(rates)})
    return pd.DataFrame(rows).sort_values(["month", "currency"]).reset_index(drop=True)
