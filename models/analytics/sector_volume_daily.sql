-- analytics.sector_volume_daily: shares traded in each sector on each market day.
-- grain:   market_day, sector
-- kind:    incremental by market_day, lookback 10 days
-- reads:   analytics.exchange_day, analytics.price_daily, raw_data.listing_daily,
--          raw_data.market_session
-- columns: market_day  DATE                   US trading date (America/New_York)
--          sector      VARCHAR                the listing's word on that day, else Unclassified
--          volume      BIGINT                 shares traded, sum over the sector's symbols
--          symbols     BIGINT                 symbols of the sector with a row on the day
--          change_pct  DOUBLE PRECISION NULL  against the session before; null unless both whole
--          rank        BIGINT                 by volume, greatest first; equal volumes share one
-- audits:  unique(grain); between(volume, 0, 1000000000000000); positive(symbols, rank)
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
volumes AS (
    SELECT
        price.market_day,
        COALESCE(listing.sector, 'Unclassified') AS sector,
        CAST(COALESCE(SUM(price.volume), 0) AS BIGINT) AS volume,
        COUNT(*) AS symbols
    FROM analytics.price_daily AS price
    LEFT JOIN raw_data.listing_daily AS listing
        ON
            price.market_day = listing.snapshot_day
            AND price.symbol = listing.symbol
            AND CASE WHEN price.source IN ('kis', 'yahoo') THEN 'nasdaq' ELSE price.source END
            = listing.source
    WHERE price.exchange IS NOT NULL AND price.market_day >= @from AND price.market_day < @to
    GROUP BY price.market_day, COALESCE(listing.sector, 'Unclassified')
),

numbered AS (
    SELECT
        volumes.*,
        sessions.session_no,
        complete.market_day IS NOT NULL AS complete
    FROM volumes
    LEFT JOIN sessions ON volumes.market_day = sessions.market_day
    LEFT JOIN complete ON volumes.market_day = complete.market_day
)

SELECT
    today.market_day,
    today.sector,
    today.volume,
    today.symbols,
    CASE
        WHEN today.complete
            THEN
                100 * CAST(today.volume - earlier.volume AS DOUBLE PRECISION)
                / NULLIF(CAST(earlier.volume AS DOUBLE PRECISION), 0)
    END AS change_pct,
    RANK() OVER (PARTITION BY today.market_day ORDER BY today.volume DESC) AS rank
FROM numbered AS today
LEFT JOIN numbered AS earlier
    ON
        today.sector = earlier.sector
        AND today.session_no = earlier.session_no + 1
        AND earlier.complete
