-- analytics.fear_greed_rating_share: how often each rating stood in the last month.
-- grain:   rating
-- kind:    full
-- reads:   analytics.fear_greed_trend
-- columns: rating     VARCHAR                one of the five, extreme fear to greed
--          days       BIGINT                 rows of the month with that rating
--          share_pct  DOUBLE PRECISION NULL  percent of the rows; null without rows
-- audits:  unique(grain); between(days, 0, 30); between(share_pct, 0, 100);
--          accepted(rating, extreme fear, fear, neutral, greed, extreme greed)
WITH ratings AS (
    SELECT 'extreme fear' AS rating
    UNION ALL
    SELECT 'fear' AS rating
    UNION ALL
    SELECT 'neutral' AS rating
    UNION ALL
    SELECT 'greed' AS rating
    UNION ALL
    SELECT 'extreme greed' AS rating
),

counted AS (
    SELECT
        ratings.rating,
        COUNT(trend.market_day) AS days
    FROM ratings
    LEFT JOIN analytics.fear_greed_trend AS trend ON ratings.rating = trend.rating
    GROUP BY ratings.rating
),

total AS (
    SELECT SUM(days) AS days
    FROM counted
)

SELECT
    counted.rating,
    counted.days,
    100 * CAST(counted.days AS DOUBLE PRECISION) / NULLIF(CAST(total.days AS DOUBLE PRECISION), 0)
        AS share_pct
FROM counted
CROSS JOIN total
