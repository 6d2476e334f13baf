-- analytics.fx_trend_monthly: won per unit of each currency, by month.
-- grain:   month, currency
-- kind:    full
-- reads:   analytics.fx_trend_daily
-- columns: month     DATE              first day of the month
--          currency  VARCHAR           ISO 4217 code
--          average   DOUBLE PRECISION  mean of the month's daily rates, KRW per 1 unit
--          low       DECIMAL(18,6)     lowest daily rate
--          high      DECIMAL(18,6)     highest daily rate
--          close     DECIMAL(18,6)     rate of the month's last row
--          source    VARCHAR           source of the month's last row
--          mixed     BOOLEAN           true when the month's rows are of more than one source
--          days      BIGINT            rows of the month
-- audits:  unique(grain); positive(low); between(days, 1, 31)
WITH daily AS (
    SELECT
        CAST(DATE_TRUNC('month', quote_day) AS DATE) AS month,
        currency,
        rate,
        source,
        ROW_NUMBER() OVER (
            PARTITION BY DATE_TRUNC('month', quote_day), currency
            ORDER BY quote_day DESC
        ) AS days_to_close
    FROM analytics.fx_trend_daily
)

SELECT
    month,
    currency,
    CAST(SUM(rate) AS DOUBLE PRECISION) / COUNT(*) AS average,
    MIN(rate) AS low,
    MAX(rate) AS high,
    MAX(CASE WHEN days_to_close = 1 THEN rate END) AS close,
    MAX(CASE WHEN days_to_close = 1 THEN source END) AS source,
    COUNT(DISTINCT source) > 1 AS mixed,
    COUNT(*) AS days
FROM daily
GROUP BY month, currency
