-- analytics.security: each symbol by its newest names, with its spelling at other sources.
-- grain:   symbol
-- kind:    full
-- reads:   raw_data.listing_daily
-- columns: symbol        VARCHAR       Nasdaq's spelling, trimmed
--          name          VARCHAR NULL  of the newest listing that has one
--          name_ko       VARCHAR NULL  name that investors in Korea use, the newest one told
--          exchange      VARCHAR NULL  NASDAQ, NYSE or AMEX, of the newest named listing
--          sector        VARCHAR NULL  of the same listing; null when it was empty
--          industry      VARCHAR NULL  of the same listing; null when it was empty
--          kis_code      VARCHAR NULL  code at kis; null until its master file is connected
--          yahoo_symbol  VARCHAR       Yahoo's spelling: BRK/B is BRK-B, ABR^D is ABR-PD
--          naver_code    VARCHAR NULL  code at naver; null until its list is connected
--          first_day     DATE NULL     first stored day of an exchange's list with the symbol
--          last_day      DATE NULL     last one
--          listed        BOOLEAN       on the newest stored list of its exchange
-- audits:  unique(grain); accepted(exchange, NASDAQ, NYSE, AMEX)
WITH newest AS (
    SELECT
        symbol,
        MAX(CASE WHEN name IS NOT NULL THEN snapshot_day END) AS named_day,
        MAX(CASE WHEN name_ko IS NOT NULL THEN snapshot_day END) AS named_ko_day,
        MIN(CASE WHEN exchange IS NOT NULL THEN snapshot_day END) AS first_day,
        MAX(CASE WHEN exchange IS NOT NULL THEN snapshot_day END) AS last_day
    FROM raw_data.listing_daily
    GROUP BY symbol
),

lists AS (
    SELECT
        exchange,
        MAX(snapshot_day) AS newest_day
    FROM raw_data.listing_daily
    WHERE exchange IS NOT NULL
    GROUP BY exchange
),

-- Sources that list exchanges first, then by name.
named AS (
    SELECT
        listing.*,
        ROW_NUMBER() OVER (
            PARTITION BY listing.symbol
            ORDER BY CASE WHEN listing.exchange IS NULL THEN 1 ELSE 0 END, listing.source
        ) AS choice
    FROM raw_data.listing_daily AS listing
    INNER JOIN newest
        ON listing.symbol = newest.symbol AND listing.snapshot_day = newest.named_day
    WHERE listing.name IS NOT NULL
),

named_ko AS (
    SELECT
        listing.symbol,
        listing.name_ko,
        ROW_NUMBER() OVER (PARTITION BY listing.symbol ORDER BY listing.source) AS choice
    FROM raw_data.listing_daily AS listing
    INNER JOIN newest
        ON listing.symbol = newest.symbol AND listing.snapshot_day = newest.named_ko_day
    WHERE listing.name_ko IS NOT NULL
)

SELECT
    newest.symbol,
    named.name,
    named_ko.name_ko,
    named.exchange,
    named.sector,
    named.industry,
    CAST(NULL AS VARCHAR) AS kis_code,
    REPLACE(REPLACE(newest.symbol, '/', '-'), '^', '-P') AS yahoo_symbol,
    CAST(NULL AS VARCHAR) AS naver_code,
    newest.first_day,
    newest.last_day,
    COALESCE(newest.last_day = lists.newest_day, FALSE) AS listed
FROM newest
LEFT JOIN named ON newest.symbol = named.symbol AND named.choice = 1
LEFT JOIN named_ko ON newest.symbol = named_ko.symbol AND named_ko.choice = 1
LEFT JOIN lists ON named.exchange = lists.exchange
