-- analytics.stock_rsi_minute: RSI(14) of each stock's one-minute closes in regular sessions.
-- grain:   bar_start, symbol
-- kind:    incremental by market_day
-- reads:   analytics.price_minute
-- kernel:  rsi_wilder(close, 14) per symbol by bar_start -> rsi_wilder;
--          rsi_cutler(close, 14) per symbol by bar_start -> rsi_cutler;
--          rsi_status(close, 14) per symbol by bar_start -> status
-- columns: bar_start   TIMESTAMP WITH TIME ZONE  start of the minute, UTC
--          symbol      VARCHAR                   Nasdaq's spelling, trimmed
--          market_day  DATE                      US trading date (America/New_York)
--          close       DECIMAL(18,6)             USD
--          rsi_wilder  DOUBLE PRECISION NULL     0 to 100; null in a symbol's first 14 bars
--          rsi_cutler  DOUBLE PRECISION NULL     the same by simple sums of 14 changes
--          status      VARCHAR NULL              of rsi_wilder: Overbought, Oversold or Neutral
-- audits:  unique(grain); between(rsi_wilder, 0, 100); between(rsi_cutler, 0, 100);
--          accepted(status, Overbought, Neutral, Oversold);
--          expression((status IS NULL) = (rsi_wilder IS NULL))
SELECT
    bar_start,
    symbol,
    market_day,
    close
FROM analytics.price_minute
