-- analytics.minute_issue_daily: what is wrong or odd in the stored minute bars.
-- grain:   day, source, scope, kind
-- kind:    full
-- reads:   analytics.price_daily, analytics.price_minute, analytics.security,
--          raw_data.market_session, raw_data.stock_price_minute
-- columns: day     DATE     market day (America/New_York)
--          source  VARCHAR  source of the bars
--          scope   VARCHAR  source, exchange or symbol
--          kind    VARCHAR  what it is, in one word
--          detail  VARCHAR  the figures behind it
-- audits:  unique(grain);
--          accepted(kind, minute_gap, minute_volume_excess, zero_volume_bars, outside_session)
WITH totals AS (
    SELECT
        market_day,
        source,
        symbol,
        SUM(volume) AS volume,
        SUM(CASE WHEN volume = 0 THEN 1 ELSE 0 END) AS zero_bars,
        COUNT(*) AS bars
    FROM analytics.price_minute
    GROUP BY market_day, source, symbol
),

excess AS (
    SELECT
        totals.market_day,
        totals.source,
        totals.symbol,
        totals.volume AS minute_volume,
        price.volume AS day_volume
    FROM totals
    INNER JOIN analytics.price_daily AS price
        ON totals.market_day = price.market_day AND totals.symbol = price.symbol
    WHERE totals.volume > 2 * price.volume
),

-- Minutes since 1970 of the bars of each group: an exchange, else the symbol by itself.
minutes AS (
    SELECT DISTINCT
        bar.market_day,
        bar.source,
        COALESCE(security.exchange, bar.symbol) AS scope,
        CAST(FLOOR(EXTRACT(EPOCH FROM bar.bar_start) / 60) AS BIGINT) AS minute_no
    FROM analytics.price_minute AS bar
    LEFT JOIN analytics.security ON bar.symbol = security.symbol
),

steps AS (
    SELECT
        market_day,
        source,
        scope,
        minute_no,
        LAG(minute_no) OVER (
            PARTITION BY market_day, source, scope ORDER BY minute_no
        ) AS minute_before
    FROM minutes
),

gaps AS (
    SELECT
        market_day,
        source,
        scope,
        COUNT(*) AS present,
        SUM(minute_no - COALESCE(minute_before, minute_no - 1) - 1) AS absent,
        SUM(CASE WHEN minute_no - minute_before > 1 THEN 1 ELSE 0 END) AS holes,
        MIN(CASE WHEN minute_no - minute_before > 1 THEN minute_before + 1 END) AS first_absent,
        MAX(CASE WHEN minute_no - minute_before > 1 THEN minute_no - 1 END) AS last_absent
    FROM steps
    GROUP BY market_day, source, scope
),

-- A group that lacks more than a tenth of its minutes trades thinly: no gap of the feed.
feed_gaps AS (
    SELECT
        market_day,
        source,
        scope,
        absent,
        holes,
        MOD(first_absent, 1440) AS first_minute,
        MOD(last_absent, 1440) AS last_minute
    FROM gaps
    WHERE absent > 0 AND 9 * absent <= present
),

outside AS (
    SELECT
        bar.market_day,
        bar.source,
        COUNT(*) AS bars
    FROM raw_data.stock_price_minute AS bar
    LEFT JOIN raw_data.market_session AS session
        ON bar.market_day = session.market_day AND session.exchange = 'XNYS'
    WHERE
        bar.kind = 'bar'
        AND (
            session.open_at IS NULL
            OR bar.bar_start < session.open_at
            OR bar.bar_start >= session.close_at
        )
    GROUP BY bar.market_day, bar.source
)

SELECT
    market_day AS day,
    source,
    scope,
    'minute_gap' AS kind,
    CAST(absent AS VARCHAR) || ' minutes without a bar in ' || CAST(holes AS VARCHAR)
    || ' gaps, from '
    || LPAD(CAST(CAST((first_minute - MOD(first_minute, 60)) / 60 AS INTEGER) AS VARCHAR), 2, '0')
    || ':' || LPAD(CAST(MOD(first_minute, 60) AS VARCHAR), 2, '0') || ' to '
    || LPAD(CAST(CAST((last_minute - MOD(last_minute, 60)) / 60 AS INTEGER) AS VARCHAR), 2, '0')
    || ':' || LPAD(CAST(MOD(last_minute, 60) AS VARCHAR), 2, '0') || ' UTC' AS detail
FROM feed_gaps
UNION ALL
SELECT
    market_day AS day,
    source,
    symbol AS scope,
    'minute_volume_excess' AS kind,
    'minute volumes sum to ' || CAST(CAST(minute_volume AS BIGINT) AS VARCHAR) || ', the day had '
    || CAST(day_volume AS VARCHAR) AS detail
FROM excess
UNION ALL
SELECT
    market_day AS day,
    source,
    symbol AS scope,
    'zero_volume_bars' AS kind,
    CAST(zero_bars AS VARCHAR) || ' of ' || CAST(bars AS VARCHAR) || ' bars' AS detail
FROM totals
WHERE zero_bars > 0
UNION ALL
SELECT
    market_day AS day,
    source,
    source AS scope,
    'outside_session' AS kind,
    CAST(bars AS VARCHAR) || ' bars outside the regular session left out' AS detail
FROM outside
