-- analytics.price_daily: price and volume of each stock on each market day, from one source.
-- grain:   market_day, symbol
-- kind:    incremental by market_day, onward
-- reads:   analytics.exchange_day, raw_data.market_session, raw_data.stock_price_daily
-- columns: market_day      DATE                US trading date (America/New_York)
--          symbol          VARCHAR             Nasdaq's spelling, trimmed
--          source          VARCHAR             first of kis, yahoo, nasdaq, others by name
--          exchange        VARCHAR NULL        NASDAQ, NYSE or AMEX, told by any source of the day
--          open            DECIMAL(18,6) NULL  USD; null when not told
--          high            DECIMAL(18,6) NULL  USD; null when not told
--          low             DECIMAL(18,6) NULL  USD; null when not told
--          close           DECIMAL(18,6)       USD, last price of the regular session
--          adj_close       DECIMAL(18,6) NULL  USD, adjusted for splits and dividends
--          previous_close  DECIMAL(18,6) NULL  USD, told by the source, else the last stored close
--          volume          BIGINT NULL         shares; null when not told
--          provisional     BOOLEAN             not final, by its exchange's day or its source
--          contradicted    BOOLEAN             the stored rows contradict it: kept out of movers
--          contradiction   VARCHAR NULL        previous_close (over 20 % off) or exchange_change
-- audits:  unique(grain); positive(close, open, high, low); between(volume, 0, 1000000000000);
--          accepted(contradiction, previous_close, exchange_change);
--          expression(contradicted = (contradiction IS NOT NULL))
WITH sessions AS (
    SELECT
        market_day,
        LAG(market_day) OVER (ORDER BY market_day) AS session_before
    FROM raw_data.market_session
    WHERE exchange = 'XNYS' AND kind <> 'closed'
),

-- The last row of each symbol before the days to write.
openings AS (
    SELECT
        price.symbol,
        MAX(price.market_day) AS market_day
    FROM raw_data.stock_price_daily AS price
    LEFT JOIN analytics.exchange_day AS standing
        ON
            price.market_day = standing.market_day
            AND price.exchange = standing.exchange
            AND price.source = standing.source
    WHERE price.market_day < @from AND NOT COALESCE(standing.stale, FALSE)
    GROUP BY price.symbol
),

-- A stale snapshot tells the day before again: it is no day of its own.
usable AS (
    SELECT
        price.market_day,
        price.symbol,
        price.source,
        price.exchange,
        price."open",
        price.high,
        price.low,
        price.close,
        price.adj_close,
        price.previous_close,
        price.volume,
        COALESCE(standing.provisional, price.provisional) AS provisional,
        CASE price.source
            WHEN 'kis' THEN '1' WHEN 'yahoo' THEN '2' WHEN 'nasdaq' THEN '3' ELSE '4'
        END || price.source AS preference
    FROM raw_data.stock_price_daily AS price
    LEFT JOIN analytics.exchange_day AS standing
        ON
            price.market_day = standing.market_day
            AND price.exchange = standing.exchange
            AND price.source = standing.source
    LEFT JOIN openings
        ON price.symbol = openings.symbol AND price.market_day = openings.market_day
    WHERE
        NOT COALESCE(standing.stale, FALSE)
        AND price.market_day < @to
        AND (price.market_day >= @from OR openings.symbol IS NOT NULL)
),

chosen AS (
    SELECT
        market_day,
        symbol,
        MIN(preference) AS preference,
        MAX(exchange) AS exchange
    FROM usable
    GROUP BY market_day, symbol
),

history AS (
    SELECT
        usable.market_day,
        usable.symbol,
        usable.source,
        chosen.exchange,
        usable."open",
        usable.high,
        usable.low,
        usable.close,
        usable.adj_close,
        usable.previous_close,
        usable.volume,
        usable.provisional,
        LAG(usable.market_day) OVER (
            PARTITION BY usable.symbol ORDER BY usable.market_day
        ) AS day_before,
        LAG(usable.close) OVER (
            PARTITION BY usable.symbol ORDER BY usable.market_day
        ) AS close_before,
        LAG(usable.provisional) OVER (
            PARTITION BY usable.symbol ORDER BY usable.market_day
        ) AS provisional_before,
        LAG(chosen.exchange) OVER (
            PARTITION BY usable.symbol ORDER BY usable.market_day
        ) AS exchange_before
    FROM usable
    INNER JOIN chosen
        ON
            usable.market_day = chosen.market_day
            AND usable.symbol = chosen.symbol
            AND usable.preference = chosen.preference
),

judged AS (
    SELECT
        history.*,
        CASE
            WHEN
                history.day_before = sessions.session_before
                AND NOT history.provisional_before
                AND 5 * ABS(history.previous_close - history.close_before) > history.close_before
                THEN 'previous_close'
            WHEN history.exchange <> history.exchange_before THEN 'exchange_change'
        END AS contradiction
    FROM history
    LEFT JOIN sessions ON history.market_day = sessions.market_day
)

SELECT
    market_day,
    symbol,
    source,
    exchange,
    "open",
    high,
    low,
    close,
    adj_close,
    COALESCE(previous_close, close_before) AS previous_close,
    volume,
    provisional,
    contradiction IS NOT NULL AS contradicted,
    contradiction
FROM judged
WHERE market_day >= @from
