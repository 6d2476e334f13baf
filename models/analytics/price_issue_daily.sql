-- analytics.price_issue_daily: what is wrong or odd in the stored daily prices and lists.
-- grain:   day, source, scope, kind
-- kind:    full
-- reads:   analytics.exchange_day, analytics.price_daily, raw_data.listing_daily,
--          raw_data.market_session
-- columns: day     DATE     market day (America/New_York)
--          source  VARCHAR  source of the rows
--          scope   VARCHAR  exchange or symbol
--          kind    VARCHAR  what it is, in one word
--          detail  VARCHAR  the figures behind it
-- audits:  unique(grain)
WITH sessions AS (
    SELECT
        market_day,
        LAG(market_day) OVER (ORDER BY market_day) AS session_before
    FROM raw_data.market_session
    WHERE exchange = 'XNYS' AND kind <> 'closed'
),

snapshots AS (
    SELECT
        source,
        exchange,
        MIN(market_day) AS first_day,
        MAX(market_day) AS last_day
    FROM analytics.exchange_day
    GROUP BY source, exchange
),

missing AS (
    SELECT
        sessions.market_day AS day,
        snapshots.source,
        snapshots.exchange AS scope,
        'missing_day' AS kind,
        'no snapshot between ' || CAST(snapshots.first_day AS VARCHAR) || ' and '
        || CAST(snapshots.last_day AS VARCHAR) AS detail
    FROM snapshots
    INNER JOIN sessions
        ON snapshots.first_day < sessions.market_day AND snapshots.last_day > sessions.market_day
    LEFT JOIN analytics.exchange_day AS stored
        ON
            sessions.market_day = stored.market_day
            AND snapshots.source = stored.source
            AND snapshots.exchange = stored.exchange
    WHERE stored.market_day IS NULL
),

-- A stale day is no day of its own, so it is not called provisional too.
doubtful AS (
    SELECT
        market_day AS day,
        source,
        exchange AS scope,
        CASE WHEN stale THEN 'stale_day' ELSE 'provisional_day' END AS kind,
        CASE
            WHEN stale
                THEN
                    CAST(CAST(repeated_pct AS DECIMAL(9, 2)) AS VARCHAR) || ' % of '
                    || CAST(symbols AS VARCHAR) || ' symbols repeat the day before'
            WHEN settled_pct < 50
                THEN
                    'the next session confirms '
                    || CAST(CAST(settled_pct AS DECIMAL(9, 2)) AS VARCHAR) || ' % of the closes'
            ELSE 'captured before the close'
        END AS detail
    FROM analytics.exchange_day
    WHERE stale OR provisional
),

days AS (
    SELECT
        market_day,
        ROW_NUMBER() OVER (ORDER BY market_day) AS day_no
    FROM analytics.price_daily
    WHERE exchange IS NOT NULL
    GROUP BY market_day
),

-- Each row with the symbol's last stored one.
history AS (
    SELECT
        market_day,
        symbol,
        source,
        exchange,
        previous_close,
        contradiction,
        LAG(market_day) OVER (PARTITION BY symbol ORDER BY market_day) AS day_before,
        LAG(close) OVER (PARTITION BY symbol ORDER BY market_day) AS close_before,
        LAG(provisional) OVER (PARTITION BY symbol ORDER BY market_day) AS provisional_before,
        LAG(source) OVER (PARTITION BY symbol ORDER BY market_day) AS source_before,
        LAG(exchange) OVER (PARTITION BY symbol ORDER BY market_day) AS exchange_before
    FROM analytics.price_daily
),

odd AS (
    SELECT
        history.*,
        history.exchange <> history.exchange_before AS moved,
        history.source = history.source_before
        AND NOT history.provisional_before
        AND history.previous_close > 0
        AND (
            10 * history.previous_close > 19 * history.close_before
            OR 19 * history.previous_close < 10 * history.close_before
        ) AS split,
        RTRIM(RTRIM(CAST(history.previous_close AS VARCHAR), '0'), '.') AS previous_text,
        RTRIM(RTRIM(CAST(history.close_before AS VARCHAR), '0'), '.') || ' of '
        || CAST(history.day_before AS VARCHAR) AS before_text
    FROM history
    INNER JOIN sessions ON history.market_day = sessions.market_day
    WHERE
        history.contradiction IS NOT NULL
        OR history.day_before <> sessions.session_before
),

returned AS (
    SELECT
        odd.market_day AS day,
        odd.source,
        odd.symbol AS scope,
        'symbol_returned' AS kind,
        'no row since ' || CAST(odd.day_before AS VARCHAR) || ', on '
        || CAST(today.day_no - earlier.day_no - 1 AS VARCHAR) || ' stored days' AS detail
    FROM odd
    INNER JOIN days AS today ON odd.market_day = today.market_day
    INNER JOIN days AS earlier ON odd.day_before = earlier.market_day
    WHERE
        today.day_no - earlier.day_no > 5
        AND odd.exchange IS NOT NULL
        AND odd.exchange_before IS NOT NULL
),

spelled AS (
    SELECT
        snapshot_day,
        source,
        exchange,
        SUM(CASE WHEN source_symbol LIKE '% %' THEN 1 ELSE 0 END) AS blanks,
        SUM(CASE WHEN symbol LIKE '%/%' THEN 1 ELSE 0 END) AS slashes,
        SUM(CASE WHEN symbol LIKE '%^%' THEN 1 ELSE 0 END) AS carets
    FROM raw_data.listing_daily
    WHERE
        exchange IS NOT NULL
        AND (source_symbol LIKE '% %' OR symbol LIKE '%/%' OR symbol LIKE '%^%')
    GROUP BY snapshot_day, source, exchange
)

SELECT
    day,
    source,
    scope,
    kind,
    detail
FROM missing
UNION ALL
SELECT
    day,
    source,
    scope,
    kind,
    detail
FROM doubtful
UNION ALL
SELECT
    market_day AS day,
    source,
    symbol AS scope,
    'contradicted_price' AS kind,
    'previous close ' || previous_text || ', stored close ' || before_text AS detail
FROM odd
WHERE contradiction = 'previous_close'
UNION ALL
SELECT
    market_day AS day,
    source,
    symbol AS scope,
    CASE WHEN previous_close > close_before THEN 'reverse_split' ELSE 'split_suspected' END AS kind,
    'previous close ' || previous_text || ', last stored close ' || before_text AS detail
FROM odd
WHERE split
UNION ALL
SELECT
    market_day AS day,
    source,
    symbol AS scope,
    'exchange_change' AS kind,
    exchange_before || ' on ' || CAST(day_before AS VARCHAR) || ', now ' || exchange AS detail
FROM odd
WHERE moved
UNION ALL
SELECT
    day,
    source,
    scope,
    kind,
    detail
FROM returned
UNION ALL
SELECT
    snapshot_day AS day,
    source,
    exchange AS scope,
    'symbol_spelling' AS kind,
    CAST(blanks AS VARCHAR) || ' symbols padded with blanks, ' || CAST(slashes AS VARCHAR)
    || ' with a slash, ' || CAST(carets AS VARCHAR) || ' with a caret' AS detail
FROM spelled
