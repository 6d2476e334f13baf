-- analytics.fear_greed_trend: Fear & Greed of the 30 calendar days to the newest one.
-- grain:   market_day
-- kind:    full
-- reads:   raw_data.fear_greed_daily
-- columns: market_day  DATE                   US trading date (America/New_York)
--          score       DOUBLE PRECISION       0 to 100, of the first of cnn, gsheets, others
--          rating      VARCHAR                that source's word for the score
--          change_1d   DOUBLE PRECISION NULL  score less that of the row before
--          average_7d  DOUBLE PRECISION       mean of the last 7 rows, fewer at the start
--          source      VARCHAR                source of the row
-- audits:  unique(grain); between(score, 0, 100); between(average_7d, 0, 100);
--          accepted(rating, extreme fear, fear, neutral, greed, extreme greed)
WITH ranked AS (
    SELECT
        market_day,
        score,
        rating,
        source,
        ROW_NUMBER() OVER (
            PARTITION BY market_day
            ORDER BY
                CASE source WHEN 'cnn' THEN 1 WHEN 'gsheets' THEN 2 ELSE 3 END,
                source
        ) AS choice
    FROM raw_data.fear_greed_daily
),

history AS (
    SELECT
        market_day,
        score,
        rating,
        source,
        score - LAG(score) OVER (ORDER BY market_day) AS change_1d,
        AVG(score) OVER (
            ORDER BY market_day ROWS BETWEEN 6 PRECEDING AND CURRENT ROW
        ) AS average_7d,
        MAX(market_day) OVER () AS newest_day
    FROM ranked
    WHERE choice = 1
)

SELECT
    market_day,
    score,
    rating,
    change_1d,
    average_7d,
    source
FROM history
WHERE market_day > newest_day - 30
