-- analytics.stock_rsi_status: each stock's newest minute RSI, and since when its status holds.
-- grain:   symbol
-- kind:    full
-- reads:   analytics.stock_rsi_minute
-- columns: symbol      VARCHAR                   Nasdaq's spelling, trimmed
--          bar_start   TIMESTAMP WITH TIME ZONE  start of the newest bar, UTC
--          close       DECIMAL(18,6)             USD, of that bar
--          rsi_wilder  DOUBLE PRECISION          0 to 100, of that bar
--          status      VARCHAR                   Overbought, Oversold or Neutral, of that bar
--          since       TIMESTAMP WITH TIME ZONE  first bar of the unbroken run of that status, UTC
-- audits:  unique(grain); between(rsi_wilder, 0, 100);
--          accepted(status, Overbought, Neutral, Oversold); expression(since <= bar_start)
WITH newest AS (
    SELECT
        symbol,
        MAX(bar_start) AS bar_start
    FROM analytics.stock_rsi_minute
    GROUP BY symbol
),

present AS (
    SELECT
        bar.symbol,
        bar.bar_start,
        bar.close,
        bar.rsi_wilder,
        bar.status
    FROM analytics.stock_rsi_minute AS bar
    INNER JOIN newest
        ON bar.symbol = newest.symbol AND bar.bar_start = newest.bar_start
    WHERE bar.status IS NOT NULL
),

-- The newest bar of another status, or of none yet.
others AS (
    SELECT
        present.symbol,
        MAX(bar.bar_start) AS bar_start
    FROM present
    INNER JOIN analytics.stock_rsi_minute AS bar ON present.symbol = bar.symbol
    WHERE bar.status IS NULL OR bar.status <> present.status
    GROUP BY present.symbol
)

SELECT
    present.symbol,
    present.bar_start,
    present.close,
    present.rsi_wilder,
    present.status,
    MIN(bar.bar_start) AS since
FROM present
INNER JOIN others ON present.symbol = others.symbol
INNER JOIN analytics.stock_rsi_minute AS bar
    ON present.symbol = bar.symbol AND others.bar_start < bar.bar_start
GROUP BY
    present.symbol,
    present.bar_start,
    present.close,
    present.rsi_wilder,
    present.status
