-- analytics.stock_rsi_daily: RSI(14) of each stock's daily close.
-- grain:   market_day, symbol
-- kind:    incremental by market_day
-- reads:   analytics.price_daily
-- kernel:  rsi_wilder(close, 14) per symbol by market_day -> rsi_wilder;
--          rsi_cutler(close, 14) per symbol by market_day -> rsi_cutler;
--          rsi_status(close, 14) per symbol by market_day -> status
-- columns: market_day  DATE                   US trading date (America/New_York)
--          symbol      VARCHAR                Nasdaq's spelling, trimmed
--          close       DECIMAL(18,6)          USD
--          rsi_wilder  DOUBLE PRECISION NULL  0 to 100; null for the first 14 stored days
--          rsi_cutler  DOUBLE PRECISION NULL  the same by simple sums over 14 changes
--          status      VARCHAR NULL           Overbought (70 and above), Oversold (30 and below), Neutral
-- audits:  unique(grain); between(rsi_wilder, 0, 100); between(rsi_cutler, 0, 100);
--          accepted(status, Overbought, Oversold, Neutral);
--          expression((rsi_wilder IS NULL) = (status IS NULL))
SELECT
    market_day,
    symbol,
    close
FROM analytics.price_daily
WHERE market_day >= @from AND market_day < @to
