"""What a Python team would serve the movers with, from the same DuckDB file (SEOHAK_BENCH_DUCKDB):
`uvicorn serve_peers:fastapi_app`, `gunicorn serve_peers:flask_app` (Superset's stack). Each answers
/kept/api/v1/movers with bytes that it keeps and /fresh/api/v1/movers from a query each time.
"""

import functools
import os
import threading

import duckdb
import fastapi
import flask
import orjson

MOVERS = """SELECT moved.direction, moved.rank, moved.symbol, names.name, names.name_ko, names.sector,
  CAST(moved.close AS VARCHAR) AS close, CAST(moved.previous_close AS VARCHAR) AS previous_close,
  moved.change_pct, moved.volume, CAST(moved.close * moved.volume AS DOUBLE) AS traded_usd,
  moved.provisional
FROM analytics.top_mover_daily AS moved
LEFT JOIN analytics.security AS names ON names.symbol = moved.symbol
WHERE moved.market_day = CAST(? AS DATE) AND moved.rank <= 10
ORDER BY moved.direction DESC, moved.rank"""
KEPT_OUT = """SELECT prices.symbol, names.name, names.name_ko, CAST(prices.close AS VARCHAR) AS close,
  CAST(prices.previous_close AS VARCHAR) AS previous_close, prices.contradiction
FROM analytics.price_daily AS prices
LEFT JOIN analytics.security AS names ON names.symbol = prices.symbol
WHERE prices.market_day = CAST(? AS DATE) AND prices.contradicted
ORDER BY CAST(prices.close * prices.volume AS DOUBLE) DESC NULLS LAST, prices.symbol"""
NEWEST = "SELECT CAST(MAX(market_day) AS VARCHAR) FROM analytics.exchange_day"
TAG = {"ETag": 'W/"1"', "Cache-Control": "no-cache"}

local = threading.local()


def rows(sql: str, *parameters: str) -> list[dict]:
    if not hasattr(local, "connection"):  # a connection a thread, as DuckDB asks for
        local.connection = duckdb.connect(os.environ["SEOHAK_BENCH_DUCKDB"], read_only=True)
    found = local.connection.execute(sql, parameters)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row)) for row in found.fetchall()]


def movers() -> bytes:
    [newest] = rows(NEWEST)
    [day] = newest.values()
    data = {"market_day": day, "rows": rows(MOVERS, day), "kept_out": rows(KEPT_OUT, day)}
    return orjson.dumps({"data": data})


kept = functools.cache(movers)

fastapi_app = fastapi.FastAPI()


@fastapi_app.get("/kept/api/v1/movers")
async def fastapi_kept() -> fastapi.Response:
    return fastapi.Response(kept(), media_type="application/json", headers=TAG)


@fastapi_app.get("/fresh/api/v1/movers")
def fastapi_fresh() -> fastapi.Response:
    return fastapi.Response(movers(), media_type="application/json", headers=TAG)


flask_app = flask.Flask(__name__)


@flask_app.get("/kept/api/v1/movers")
def flask_kept() -> flask.Response:
    return flask.Response(kept(), content_type="application/json", headers=TAG)


@flask_app.get("/fresh/api/v1/movers")
def flask_fresh() -> flask.Response:
    return flask.Response(movers(), content_type="application/json", headers=TAG)
