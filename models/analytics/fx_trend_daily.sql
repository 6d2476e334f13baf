-- analytics.fx_trend_daily: won per unit of each currency on each day, and its trend.
-- grain:   quote_day, currency
-- kind:    full
-- reads:   raw_data.fx_rate_daily
-- columns: quote_day           DATE                   date the source prints
--          currency            VARCHAR                ISO 4217 code
--          rate                DECIMAL(18,6)          KRW per 1 unit
--          source              VARCHAR                first of eximbank, ecb, yahoo, fred, others
--          change              DECIMAL(18,6) NULL     rate less the source's row before
--          change_pct          DOUBLE PRECISION NULL  change in percent of the source's row before
--          direction           VARCHAR NULL           up, down or flat; null where change is
--          average_5d          DOUBLE PRECISION NULL  mean of the source's last 5 rows, or null
--          average_20d         DOUBLE PRECISION NULL  mean of the source's last 20 rows, or null
--          volatility_20d_pct  DOUBLE PRECISION NULL  of the last 20 log returns, a year's
--          percentile_1y       DOUBLE PRECISION       share of 365 days' rates at or below it
-- audits:  unique(grain); positive(rate); accepted(direction, up, down, flat);
--          between(percentile_1y, 0, 100)
WITH series AS (
    SELECT
        source,
        currency,
        quote_day,
        deal_base_rate AS rate,
        DENSE_RANK() OVER (ORDER BY source, currency) AS series_id,
        ROW_NUMBER() OVER (PARTITION BY source, currency ORDER BY quote_day) AS position,
        ROW_NUMBER() OVER (
            PARTITION BY quote_day, currency
            ORDER BY
                CASE source
                    WHEN 'eximbank' THEN 1
                    WHEN 'ecb' THEN 2
                    WHEN 'yahoo' THEN 3
                    WHEN 'fred' THEN 4
                    ELSE 5
                END,
                source
        ) AS choice
    FROM raw_data.fx_rate_daily
),

-- bucket: the series and the quarter of the day in one number, so that any planner joins on both.
stepped AS (
    SELECT
        *,
        100000 * series_id
        + CAST(4 * EXTRACT(YEAR FROM quote_day) + EXTRACT(QUARTER FROM quote_day) AS INTEGER)
            AS bucket,
        LAG(rate) OVER (PARTITION BY series_id ORDER BY position) AS previous_rate
    FROM series
),

-- One ordering for all series, so that the deviation is summed alike on any number of threads.
-- Where the 20 rows reach into another series, position is at most 20 and the value is dropped.
trend AS (
    SELECT
        *,
        SUM(rate) OVER (
            PARTITION BY series_id ORDER BY position ROWS BETWEEN 4 PRECEDING AND CURRENT ROW
        ) AS sum_5,
        SUM(rate) OVER (
            PARTITION BY series_id ORDER BY position ROWS BETWEEN 19 PRECEDING AND CURRENT ROW
        ) AS sum_20,
        STDDEV_SAMP(LN(CAST(rate AS DOUBLE PRECISION) / CAST(previous_rate AS DOUBLE PRECISION)))
            OVER (
                ORDER BY series_id, position ROWS BETWEEN 19 PRECEDING AND CURRENT ROW
            ) AS deviation_20
    FROM stepped
),

-- The 365 days to a day touch five quarters at most: each rate is met under its own and four more.
reach AS (
    SELECT 0 AS quarters
    UNION ALL
    SELECT 1 AS quarters
    UNION ALL
    SELECT 2 AS quarters
    UNION ALL
    SELECT 3 AS quarters
    UNION ALL
    SELECT 4 AS quarters
),

past AS (
    SELECT
        stepped.quote_day,
        stepped.rate,
        stepped.bucket + reach.quarters AS bucket
    FROM stepped
    CROSS JOIN reach
),

ranked AS (
    SELECT
        today.series_id,
        today.position,
        COUNT(*) AS days,
        SUM(CASE WHEN past.rate <= today.rate THEN 1 ELSE 0 END) AS at_or_below
    FROM stepped AS today
    INNER JOIN past
        ON
            today.bucket = past.bucket
            AND today.quote_day >= past.quote_day
            AND today.quote_day - 365 < past.quote_day
    GROUP BY today.series_id, today.position
)

SELECT
    trend.quote_day,
    trend.currency,
    trend.rate,
    trend.source,
    CAST(trend.rate - trend.previous_rate AS DECIMAL(18, 6)) AS change,
    100 * CAST(trend.rate - trend.previous_rate AS DOUBLE PRECISION)
    / CAST(trend.previous_rate AS DOUBLE PRECISION) AS change_pct,
    CASE
        WHEN trend.rate > trend.previous_rate THEN 'up'
        WHEN trend.rate < trend.previous_rate THEN 'down'
        WHEN trend.rate = trend.previous_rate THEN 'flat'
    END AS direction,
    CASE WHEN trend.position >= 5 THEN CAST(trend.sum_5 AS DOUBLE PRECISION) / 5 END AS average_5d,
    CASE WHEN trend.position >= 20 THEN CAST(trend.sum_20 AS DOUBLE PRECISION) / 20 END
        AS average_20d,
    CASE
        WHEN trend.position > 20
            THEN trend.deviation_20 * SQRT(CAST(252 AS DOUBLE PRECISION)) * 100
    END AS volatility_20d_pct,
    100 * CAST(ranked.at_or_below AS DOUBLE PRECISION) / CAST(ranked.days AS DOUBLE PRECISION)
        AS percentile_1y
FROM trend
INNER JOIN ranked
    ON trend.series_id = ranked.series_id AND trend.position = ranked.position
WHERE trend.choice = 1
