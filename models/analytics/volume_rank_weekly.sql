-- analytics.volume_rank_weekly: stocks by the shares traded in the five sessions to each day.
-- grain:   week_end, symbol
-- kind:    incremental by week_end, lookback 21 days, onward
-- reads:   analytics.price_daily, raw_data.market_session
-- columns: week_end    DATE                   last of the week's five XNYS sessions, a stored day
--          symbol      VARCHAR                Nasdaq's spelling, trimmed
--          volume      BIGINT                 shares traded on the stored days of the week
--          sessions    BIGINT                 of the five, those with a row of the symbol
--          rank        BIGINT                 by volume, greatest first; equal volumes share one
--          change_pct  DOUBLE PRECISION NULL  against the week before; null unless both have 5
-- audits:  unique(grain); between(volume, 0, 5000000000000); positive(rank);
--          between(sessions, 1, 5)
WITH sessions AS (
    SELECT
        market_day,
        ROW_NUMBER() OVER (ORDER BY market_day) AS session_no
    FROM raw_data.market_session
    WHERE exchange = 'XNYS' AND kind <> 'closed'
),

stored AS (
    SELECT
        market_day,
        MIN(market_day) OVER () AS first_day
    FROM analytics.price_daily
    WHERE exchange IS NOT NULL
    GROUP BY market_day
),

days AS (
    SELECT
        sessions.market_day,
        sessions.session_no,
        opening.session_no AS first_no
    FROM stored
    INNER JOIN sessions ON stored.market_day = sessions.market_day
    INNER JOIN sessions AS opening ON stored.first_day = opening.market_day
),

traded AS (
    SELECT
        days.session_no,
        price.symbol,
        COALESCE(price.volume, 0) AS volume
    FROM analytics.price_daily AS price
    INNER JOIN days ON price.market_day = days.market_day
    WHERE price.exchange IS NOT NULL AND price.market_day >= @from AND price.market_day < @to
),

-- Each row with the four before it and the sessions that pass to the next.
series AS (
    SELECT
        symbol,
        session_no,
        volume,
        LEAD(session_no) OVER (PARTITION BY symbol ORDER BY session_no) AS next_no,
        LAG(session_no, 1) OVER (PARTITION BY symbol ORDER BY session_no) AS no_1,
        LAG(session_no, 2) OVER (PARTITION BY symbol ORDER BY session_no) AS no_2,
        LAG(session_no, 3) OVER (PARTITION BY symbol ORDER BY session_no) AS no_3,
        LAG(session_no, 4) OVER (PARTITION BY symbol ORDER BY session_no) AS no_4,
        LAG(session_no, 9) OVER (PARTITION BY symbol ORDER BY session_no) AS no_9,
        LAG(volume, 1) OVER (PARTITION BY symbol ORDER BY session_no) AS volume_1,
        LAG(volume, 2) OVER (PARTITION BY symbol ORDER BY session_no) AS volume_2,
        LAG(volume, 3) OVER (PARTITION BY symbol ORDER BY session_no) AS volume_3,
        LAG(volume, 4) OVER (PARTITION BY symbol ORDER BY session_no) AS volume_4,
        SUM(volume) OVER (
            PARTITION BY symbol ORDER BY session_no ROWS BETWEEN 9 PRECEDING AND 5 PRECEDING
        ) AS volume_before
    FROM traded
),

ages AS (
    SELECT 0 AS age
    UNION ALL
    SELECT 1 AS age
    UNION ALL
    SELECT 2 AS age
    UNION ALL
    SELECT 3 AS age
    UNION ALL
    SELECT 4 AS age
),

-- A row stands for each week in which it is the symbol's last: its own session's, and those that
-- end before the next row.
lasting AS (
    SELECT
        series.*,
        series.session_no + ages.age AS week_no
    FROM series
    INNER JOIN ages
        ON series.session_no + ages.age < COALESCE(series.next_no, series.session_no + 5)
),

weekly AS (
    SELECT
        days.market_day AS week_end,
        lasting.symbol,
        lasting.volume
        + CASE WHEN lasting.no_1 > lasting.week_no - 5 THEN lasting.volume_1 ELSE 0 END
        + CASE WHEN lasting.no_2 > lasting.week_no - 5 THEN lasting.volume_2 ELSE 0 END
        + CASE WHEN lasting.no_3 > lasting.week_no - 5 THEN lasting.volume_3 ELSE 0 END
        + CASE WHEN lasting.no_4 > lasting.week_no - 5 THEN lasting.volume_4 ELSE 0 END
            AS volume,
        1
        + CASE WHEN lasting.no_1 > lasting.week_no - 5 THEN 1 ELSE 0 END
        + CASE WHEN lasting.no_2 > lasting.week_no - 5 THEN 1 ELSE 0 END
        + CASE WHEN lasting.no_3 > lasting.week_no - 5 THEN 1 ELSE 0 END
        + CASE WHEN lasting.no_4 > lasting.week_no - 5 THEN 1 ELSE 0 END
            AS sessions,
        CASE WHEN lasting.no_9 = lasting.week_no - 9 THEN lasting.volume_before END
            AS volume_before
    FROM lasting
    INNER JOIN days ON lasting.week_no = days.session_no
    WHERE lasting.week_no >= days.first_no + 4
)

SELECT
    week_end,
    symbol,
    CAST(volume AS BIGINT) AS volume,
    CAST(sessions AS BIGINT) AS sessions,
    RANK() OVER (PARTITION BY week_end ORDER BY volume DESC) AS rank,
    100 * CAST(volume - volume_before AS DOUBLE PRECISION)
    / NULLIF(CAST(volume_before AS DOUBLE PRECISION), 0) AS change_pct
FROM weekly
