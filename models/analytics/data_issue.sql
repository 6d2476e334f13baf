-- analytics.data_issue: everything found wrong or odd in the data, by day, source and scope.
-- grain:   day, source, scope, kind
-- kind:    full
-- reads:   analytics.minute_issue_daily, analytics.price_issue_daily, meta.landed_record,
--          meta.load, raw_data.fear_greed_daily, raw_data.fx_rate_daily, raw_data.fx_rate_intraday,
--          raw_data.listing_daily, raw_data.quarantine, raw_data.stock_price_daily,
--          raw_data.stock_price_minute
-- columns: day     DATE     market day; for overlap and quarantined the day of receipt in UTC
--          source  VARCHAR  source of the rows
--          scope   VARCHAR  exchange, symbol, source, table or landed record
--          kind    VARCHAR  what it is, in one word
--          detail  VARCHAR  the figures behind it
-- audits:  unique(grain)
WITH dropped AS (
    SELECT
        landed.load_id,
        landed.record,
        landed.url,
        landed.fetched_at,
        landed.rows AS told,
        manifest.source
    FROM meta.landed_record AS landed
    INNER JOIN meta.load AS manifest ON landed.load_id = manifest.load_id
    WHERE manifest.source = 'file' AND landed.rows > 0
),

-- What the tables keep of each file, of those that a mapping can fill.
kept AS (
    SELECT
        load_id,
        record
    FROM raw_data.stock_price_minute
    UNION ALL
    SELECT
        load_id,
        record
    FROM raw_data.stock_price_daily
    UNION ALL
    SELECT
        load_id,
        record
    FROM raw_data.listing_daily
    UNION ALL
    SELECT
        load_id,
        record
    FROM raw_data.fear_greed_daily
    UNION ALL
    SELECT
        load_id,
        record
    FROM raw_data.fx_rate_daily
    UNION ALL
    SELECT
        load_id,
        record
    FROM raw_data.fx_rate_intraday
),

counted AS (
    SELECT
        dropped.load_id,
        dropped.record,
        COUNT(*) AS stored
    FROM dropped
    INNER JOIN kept ON dropped.load_id = kept.load_id AND dropped.record = kept.record
    GROUP BY dropped.load_id, dropped.record
),

repeated_rows AS (
    SELECT
        CAST(FLOOR(EXTRACT(EPOCH FROM dropped.fetched_at) / 86400) AS INTEGER) AS day_no,
        dropped.source,
        dropped.load_id || '/' || CAST(dropped.record AS VARCHAR) AS scope,
        dropped.told - COALESCE(counted.stored, 0) AS repeated,
        dropped.told,
        dropped.url
    FROM dropped
    LEFT JOIN counted ON dropped.load_id = counted.load_id AND dropped.record = counted.record
    WHERE dropped.told > COALESCE(counted.stored, 0)
),

refused AS (
    SELECT
        CAST(FLOOR(EXTRACT(EPOCH FROM fetched_at) / 86400) AS INTEGER) AS day_no,
        source,
        CASE WHEN table_name = '' THEN dataset ELSE table_name END AS scope,
        COUNT(*) AS refused_rows,
        MIN(reason) AS reason
    FROM raw_data.quarantine
    GROUP BY
        CAST(FLOOR(EXTRACT(EPOCH FROM fetched_at) / 86400) AS INTEGER),
        source,
        CASE WHEN table_name = '' THEN dataset ELSE table_name END
)

SELECT
    day,
    source,
    scope,
    kind,
    detail
FROM analytics.price_issue_daily
UNION ALL
SELECT
    day,
    source,
    scope,
    kind,
    detail
FROM analytics.minute_issue_daily
UNION ALL
SELECT
    DATE '1970-01-01' + day_no AS day,
    source,
    scope,
    'overlap' AS kind,
    CAST(repeated AS VARCHAR) || ' of ' || CAST(told AS VARCHAR) || ' rows told again: '
    || REGEXP_REPLACE(url, '^.*/', '') AS detail
FROM repeated_rows
UNION ALL
SELECT
    DATE '1970-01-01' + day_no AS day,
    source,
    scope,
    'quarantined' AS kind,
    CAST(refused_rows AS VARCHAR) || ' rows, such as: ' || reason AS detail
FROM refused
