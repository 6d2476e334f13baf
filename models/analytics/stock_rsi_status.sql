-- analytics.stock_rsi_status: where each stock's minute RSI stands, and since when.
-- grain:   symbol
-- kind:    full
-- reads:   analytics.stock_rsi_minute
-- columns: symbol      VARCHAR                   Nasdaq's spelling, trimmed
--          bar_start   TIMESTAMP WITH TIME ZONE  the newest bar with a status, UTC
--          close       DECIMAL(18,6)             USD, last price of that minute
--          rsi_wilder  DOUBLE PRECISION          of that bar, 0 to 100
--          status      VARCHAR                   Overbought, Oversold or Neutral
--          since       TIMESTAMP WITH TIME ZONE  bar at which the present status began, UTC
-- audits:  unique(grain); between(rsi_wilder, 0, 100); accepted(status, Overbought, Oversold, Neutral);
--          expression(since <= bar_start)
WITH marked AS (
    SELECT
        symbol,
        bar_start,
        close,
        rsi_wilder,
        status,
        LAG(status) OVER (PARTITION BY symbol ORDER BY bar_start) AS status_before,
        ROW_NUMBER() OVER (PARTITION BY symbol ORDER BY bar_start DESC) AS bars_ago
    FROM analytics.stock_rsi_minute
    WHERE status IS NOT NULL
),

-- The present status began at the newest bar whose status differs from the bar before.
began AS (
    SELECT
        symbol,
        MAX(bar_start) AS since
    FROM marked
    WHERE status_before IS NULL OR status_before <> status
    GROUP BY symbol
)

SELECT
    marked.symbol,
    marked.bar_start,
    marked.close,
    marked.rsi_wilder,
    marked.status,
    began.since
FROM marked
INNER JOIN began ON marked.symbol = began.symbol
WHERE marked.bars_ago = 1
