-- analytics.sector_volume_weekly: shares traded in each sector in the five sessions to each day.
-- grain:   week_end, sector
-- kind:    incremental by week_end, lookback 21 days, onward
-- reads:   analytics.exchange_day, analytics.price_daily, raw_data.listing_daily,
--          raw_data.market_session
-- columns: week_end    DATE                   last of the week's five XNYS sessions, a stored day
--          sector      VARCHAR                the listing's word on each day, else Unclassified
--          volume      BIGINT                 shares traded on the stored days of the week
--          symbols     BIGINT                 distinct symbols of the sector in the week
--          sessions    BIGINT                 of the five, those with fresh rows of all exchanges
--          change_pct  DOUBLE PRECISION NULL  against the week before; null unless both have 5
--          rank        BIGINT                 by volume, greatest first; equal volumes share one
-- audits:  unique(grain); between(volume, 0, 1000000000000000); positive(symbols, rank);
--          between(sessions, 0, 5)
WITH sessions AS (
    SELECT
        market_day,
        ROW_NUMBER() OVER (ORDER BY market_day) AS session_no
    FROM raw_data.market_session
    WHERE exchange = 'XNYS' AND kind <> 'closed'
),

complete AS (
    SELECT market_day
    FROM analytics.exchange_day
    WHERE fresh AND exchange IN ('NASDAQ', 'NYSE', 'AMEX')
    GROUP BY market_day
    HAVING COUNT(DISTINCT exchange) = 3
),

-- kis and yahoo tell no sectors: nasdaq's is the word.
traded AS (
    SELECT
        sessions.session_no,
        price.symbol,
        price.volume,
        COALESCE(listing.sector, 'Unclassified') AS sector
    FROM analytics.price_daily AS price
    INNER JOIN sessions ON price.market_day = sessions.market_day
    LEFT JOIN raw_data.listing_daily AS listing
        ON
            price.market_day = listing.snapshot_day
            AND price.symbol = listing.symbol
            AND CASE WHEN price.source IN ('kis', 'yahoo') THEN 'nasdaq' ELSE price.source END
            = listing.source
    WHERE price.exchange IS NOT NULL AND price.market_day >= @from AND price.market_day < @to
),

-- A row is the symbol's last of its week for as many weeks as sessions pass to its next row.
followed AS (
    SELECT
        session_no,
        sector,
        volume,
        COALESCE(
            LEAD(session_no) OVER (PARTITION BY symbol, sector ORDER BY session_no) - session_no, 5
        ) AS sessions_to_next
    FROM traded
),

daily AS (
    SELECT
        session_no,
        sector,
        CASE WHEN sessions_to_next > 5 THEN 5 ELSE sessions_to_next END AS sessions_to_next,
        COALESCE(SUM(volume), 0) AS volume,
        COUNT(*) AS symbols
    FROM followed
    GROUP BY session_no, sector, CASE WHEN sessions_to_next > 5 THEN 5 ELSE sessions_to_next END
),

stored AS (
    SELECT
        market_day,
        MIN(market_day) OVER () AS first_day
    FROM analytics.price_daily
    WHERE exchange IS NOT NULL
    GROUP BY market_day
),

weeks AS (
    SELECT
        sessions.market_day AS week_end,
        sessions.session_no
    FROM stored
    INNER JOIN sessions ON stored.market_day = sessions.market_day
    INNER JOIN sessions AS opening ON stored.first_day = opening.market_day
    WHERE sessions.session_no >= opening.session_no + 4
),

full_sessions AS (
    SELECT
        weeks.session_no,
        SUM(CASE WHEN sessions.session_no > weeks.session_no - 5 THEN 1 ELSE 0 END) AS sessions,
        SUM(CASE WHEN sessions.session_no > weeks.session_no - 5 THEN 0 ELSE 1 END)
            AS sessions_before
    FROM weeks
    INNER JOIN sessions
        ON sessions.session_no BETWEEN weeks.session_no - 9 AND weeks.session_no
    INNER JOIN complete ON sessions.market_day = complete.market_day
    GROUP BY weeks.session_no
),

totals AS (
    SELECT
        weeks.week_end,
        weeks.session_no,
        daily.sector,
        SUM(CASE WHEN daily.session_no > weeks.session_no - 5 THEN daily.volume ELSE 0 END)
            AS volume,
        SUM(CASE WHEN daily.session_no > weeks.session_no - 5 THEN 0 ELSE daily.volume END)
            AS volume_before,
        SUM(
            CASE
                WHEN
                    daily.session_no > weeks.session_no - 5
                    AND daily.session_no + daily.sessions_to_next > weeks.session_no
                    THEN daily.symbols
                ELSE 0
            END
        ) AS symbols
    FROM weeks
    INNER JOIN daily ON daily.session_no BETWEEN weeks.session_no - 9 AND weeks.session_no
    GROUP BY weeks.week_end, weeks.session_no, daily.sector
)

SELECT
    totals.week_end,
    totals.sector,
    CAST(totals.volume AS BIGINT) AS volume,
    CAST(totals.symbols AS BIGINT) AS symbols,
    CAST(COALESCE(full_sessions.sessions, 0) AS BIGINT) AS sessions,
    CASE
        WHEN full_sessions.sessions = 5 AND full_sessions.sessions_before = 5
            THEN
                100 * CAST(totals.volume - totals.volume_before AS DOUBLE PRECISION)
                / NULLIF(CAST(totals.volume_before AS DOUBLE PRECISION), 0)
    END AS change_pct,
    RANK() OVER (PARTITION BY totals.week_end ORDER BY totals.volume DESC) AS rank
FROM totals
LEFT JOIN full_sessions ON totals.session_no = full_sessions.session_no
WHERE totals.symbols > 0
