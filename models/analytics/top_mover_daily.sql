-- analytics.top_mover_daily: the ten greatest gains and losses of each market day.
-- grain:   market_day, direction, rank
-- kind:    incremental by market_day
-- reads:   analytics.price_daily
-- settings: movers.least_close_usd = 1; movers.least_turnover_usd = 1000000; movers.places = 10
-- columns: market_day      DATE              US trading date (America/New_York)
--          direction       VARCHAR           up or down
--          rank            BIGINT            by change, from 1; ties by symbol
--          symbol          VARCHAR           close and close x volume reach the limits
--          close           DECIMAL(18,6)     USD
--          previous_close  DECIMAL(18,6)     USD
--          change_pct      DOUBLE PRECISION  close against previous_close
--          volume          BIGINT            shares
--          provisional     BOOLEAN           not the final prices
-- audits:  unique(grain); accepted(direction, up, down); between(rank, 1, 100);
--          expression((direction = 'up') = (change_pct > 0)); positive(previous_close)
WITH limits AS (
    SELECT
        @movers_least_close_usd AS least_close,
        @movers_least_turnover_usd AS least_turnover,
        @movers_places AS places
),

-- Rows that the stored days contradict stay out.
moved AS (
    SELECT
        price.market_day,
        price.symbol,
        price.close,
        price.previous_close,
        price.volume,
        price.provisional,
        CASE WHEN price.close > price.previous_close THEN 'up' ELSE 'down' END AS direction,
        100 * CAST(price.close - price.previous_close AS DOUBLE PRECISION)
        / CAST(price.previous_close AS DOUBLE PRECISION) AS change_pct
    FROM analytics.price_daily AS price
    INNER JOIN limits
        ON
            price.close >= limits.least_close
            AND price.close * price.volume >= limits.least_turnover
    WHERE
        price.market_day >= @from
        AND price.market_day < @to
        AND price.exchange IS NOT NULL
        AND NOT price.contradicted
        AND price.previous_close > 0
        AND price.close <> price.previous_close
),

ranked AS (
    SELECT
        moved.*,
        ROW_NUMBER() OVER (
            PARTITION BY market_day, direction ORDER BY ABS(change_pct) DESC, symbol
        ) AS rank
    FROM moved
)

SELECT
    ranked.market_day,
    ranked.direction,
    ranked.rank,
    ranked.symbol,
    ranked.close,
    ranked.previous_close,
    ranked.change_pct,
    ranked.volume,
    ranked.provisional
FROM ranked
INNER JOIN limits ON ranked.rank <= limits.places
