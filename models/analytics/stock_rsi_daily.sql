-- analytics.stock_rsi_daily: RSI(14) of each stock's daily closes.
-- grain:   market_day, symbol
-- kind:    incremental by market_day
-- reads:   analytics.price_daily
-- kernel:  rsi_wilder(close, 14) per symbol by market_day -> rsi_wilder;
--          rsi_cutler(close, 14) per symbol by market_day -> rsi_cutler;
--          rsi_status(close, 14) per symbol by market_day -> status
-- columns: market_day  DATE                   US trading date (America/New_York)
--          symbol      VARCHAR                Nasdaq's spelling, trimmed
--          close       DECIMAL(18,6)          USD
--          rsi_wilder  DOUBLE PRECISION NULL  0 to 100; null in a symbol's first 14 rows
--          rsi_cutler  DOUBLE PRECISION NULL  the same by simple sums of 14 changes
--          status      VARCHAR NULL           of rsi_wilder: Overbought, Oversold or Neutral
-- audits:  unique(grain); between(rsi_wilder, 0, 100); between(rsi_cutler, 0, 100);
--          accepted(status, Overbought, Neutral, Oversold);
--          expression((status IS NULL) = (rsi_wilder IS NULL))
SELECT
    market_day,
    symbol,
    close
FROM analytics.price_daily
