-- analytics.price_minute: one-minute bars of each stock's regular sessions, from one source a bar.
-- grain:   bar_start, symbol
-- kind:    incremental by market_day
-- reads:   raw_data.market_session, raw_data.stock_price_minute
-- columns: bar_start   TIMESTAMP WITH TIME ZONE  start of the minute, UTC
--          symbol      VARCHAR                   Nasdaq's spelling, trimmed
--          market_day  DATE                      US trading date (America/New_York)
--          open        DECIMAL(18,6) NULL        USD; null when not told
--          high        DECIMAL(18,6) NULL        USD; null when not told
--          low         DECIMAL(18,6) NULL        USD; null when not told
--          close       DECIMAL(18,6)             USD, last price of the minute
--          volume      BIGINT NULL               shares; null where there is none (an index)
--          kind        VARCHAR                   bar
--          source      VARCHAR                   first of kis, yahoo, others by name
-- audits:  unique(grain); positive(close, open, high, low); between(volume, 0, 1000000000000);
--          accepted(kind, bar)
WITH usable AS (
    SELECT
        bar.bar_start,
        bar.symbol,
        bar.market_day,
        bar."open",
        bar.high,
        bar.low,
        bar.close,
        bar.volume,
        bar.kind,
        bar.source,
        ROW_NUMBER() OVER (
            PARTITION BY bar.bar_start, bar.symbol
            ORDER BY
                CASE bar.source WHEN 'kis' THEN 1 WHEN 'yahoo' THEN 2 ELSE 3 END,
                bar.source
        ) AS choice
    FROM raw_data.stock_price_minute AS bar
    INNER JOIN raw_data.market_session AS session
        ON
            bar.market_day = session.market_day
            AND bar.bar_start >= session.open_at
            AND bar.bar_start < session.close_at
    WHERE
        bar.market_day >= @from
        AND bar.market_day < @to
        AND bar.kind = 'bar'
        AND session.exchange = 'XNYS'
)

SELECT
    bar_start,
    symbol,
    market_day,
    "open",
    high,
    low,
    close,
    volume,
    kind,
    source
FROM usable
WHERE choice = 1
