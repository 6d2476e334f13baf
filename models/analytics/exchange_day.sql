-- analytics.exchange_day: how far the stored snapshot of an exchange can be trusted, by market day.
-- grain:   market_day, exchange, source
-- kind:    full
-- reads:   raw_data.market_session, raw_data.stock_price_daily
-- columns: market_day    DATE                   US trading date (America/New_York)
--          exchange      VARCHAR                NASDAQ, NYSE or AMEX
--          source        VARCHAR                source of the snapshot
--          symbols       BIGINT                 rows of the snapshot
--          repeated_pct  DOUBLE PRECISION NULL  share that tells the day before again
--          stale         BOOLEAN                99 % or more repeated: no day of its own
--          settled_pct   DOUBLE PRECISION NULL  share that the next session confirms, or null
--          provisional   BOOLEAN                not final: less than half confirmed, or told so
--          fresh         BOOLEAN                not stale
-- audits:  unique(grain); positive(symbols); between(repeated_pct, 0, 100);
--          between(settled_pct, 0, 100); accepted(exchange, NASDAQ, NYSE, AMEX)
WITH sessions AS (
    SELECT
        market_day,
        LEAD(market_day) OVER (ORDER BY market_day) AS next_session
    FROM raw_data.market_session
    WHERE exchange = 'XNYS' AND kind <> 'closed'
),

counted AS (
    SELECT
        market_day,
        exchange,
        source,
        COUNT(*) AS symbols,
        SUM(CASE WHEN provisional THEN 1 ELSE 0 END) AS told_provisional
    FROM raw_data.stock_price_daily
    WHERE exchange IS NOT NULL
    GROUP BY market_day, exchange, source
),

-- Snapshots of an exchange and source carry consecutive numbers: neighbours join by symbol and it.
snapshots AS (
    SELECT
        *,
        ROW_NUMBER() OVER (ORDER BY source, exchange, market_day) AS snapshot_no,
        LEAD(market_day) OVER (PARTITION BY source, exchange ORDER BY market_day) AS next_stored
    FROM counted
),

prices AS (
    SELECT
        snapshots.snapshot_no,
        snapshots.next_stored,
        price.symbol,
        price.close,
        price.volume,
        price.previous_close
    FROM raw_data.stock_price_daily AS price
    INNER JOIN snapshots
        ON
            price.market_day = snapshots.market_day
            AND price.exchange = snapshots.exchange
            AND price.source = snapshots.source
),

-- Each snapshot against the next stored one, over the symbols that both have.
compared AS (
    SELECT
        today.snapshot_no,
        SUM(
            CASE
                WHEN
                    later.close = today.close
                    AND COALESCE(later.volume, -1) = COALESCE(today.volume, -1)
                    AND COALESCE(later.previous_close, -1) = COALESCE(today.previous_close, -1)
                    THEN 1
                ELSE 0
            END
        ) AS repeated,
        COUNT(later.previous_close) AS judged,
        SUM(
            CASE
                WHEN
                    ABS(later.previous_close - today.close) <= 0.01 + 0.0005 * today.close
                    THEN 1
                ELSE 0
            END
        ) AS settled
    FROM prices AS today
    INNER JOIN prices AS later
        ON today.symbol = later.symbol AND today.snapshot_no + 1 = later.snapshot_no
    WHERE today.next_stored IS NOT NULL
    GROUP BY today.snapshot_no
),

repeats AS (
    SELECT
        snapshots.*,
        sessions.next_session,
        CASE
            WHEN compared.snapshot_no IS NOT NULL
                THEN
                    100 * CAST(compared.repeated AS DOUBLE PRECISION)
                    / CAST(snapshots.symbols AS DOUBLE PRECISION)
        END AS repeated_pct
    FROM snapshots
    LEFT JOIN compared ON snapshots.snapshot_no = compared.snapshot_no + 1
    LEFT JOIN sessions ON snapshots.market_day = sessions.market_day
),

judged AS (
    SELECT
        today.market_day,
        today.exchange,
        today.source,
        today.symbols,
        today.told_provisional,
        today.repeated_pct,
        COALESCE(today.repeated_pct >= 99, FALSE) AS stale,
        CASE
            WHEN today.next_stored = today.next_session AND COALESCE(later.repeated_pct, 0) < 99
                THEN
                    100 * CAST(compared.settled AS DOUBLE PRECISION)
                    / NULLIF(CAST(compared.judged AS DOUBLE PRECISION), 0)
        END AS settled_pct
    FROM repeats AS today
    LEFT JOIN compared ON today.snapshot_no = compared.snapshot_no
    LEFT JOIN repeats AS later
        ON today.snapshot_no + 1 = later.snapshot_no AND today.next_stored = later.market_day
)

SELECT
    market_day,
    exchange,
    source,
    symbols,
    repeated_pct,
    stale,
    settled_pct,
    COALESCE(settled_pct < 50, FALSE) OR 2 * told_provisional >= symbols AS provisional,
    NOT stale AS fresh
FROM judged
