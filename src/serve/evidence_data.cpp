#include "serve/evidence.h"

namespace seohak {
namespace {

constexpr std::string_view kLoads = R"(
SELECT source, dataset, COUNT(*) AS loads, SUM(records) AS answers,
  SUM("rows") AS rows_told, SUM(quarantined) AS quarantined, MAX(newest_fetched_at) AS newest_fetched_at
FROM meta.load
GROUP BY source, dataset
ORDER BY source, dataset)";

constexpr std::string_view kRawAnswers = R"(
SELECT manifest.source, manifest.dataset, landed.url, landed.status, landed."rows" AS rows_told,
  landed.fetched_at, landed.load_id, landed.record
FROM meta.landed_record AS landed
INNER JOIN meta.load AS manifest ON manifest.load_id = landed.load_id
ORDER BY landed.fetched_at DESC, landed.load_id, landed.record)";

constexpr std::string_view kIssues = R"(
SELECT day, source, scope, kind, detail
FROM analytics.data_issue
WHERE kind LIKE @kind
ORDER BY day DESC, kind, scope, source)";

constexpr std::string_view kRawIssues = R"(
SELECT told.market_day, told.symbol, told.exchange, told.close, told.previous_close, told.volume,
  told.source, told.fetched_at, told.load_id, told.record
FROM raw_data.stock_price_daily AS told
INNER JOIN analytics.data_issue AS issue
  ON issue.day = told.market_day AND issue.source = told.source
    AND (issue.scope = told.symbol OR issue.scope = told.exchange)
WHERE issue.kind LIKE @kind
ORDER BY told.market_day DESC, told.symbol)";

constexpr std::string_view kQuarantine = R"(
SELECT table_name, source, dataset, reason, COUNT(*) AS refused
FROM raw_data.quarantine
GROUP BY table_name, source, dataset, reason
ORDER BY refused DESC, table_name, source, reason)";

constexpr std::string_view kRawQuarantine = R"(
SELECT table_name, source, dataset, reason, row_text, fetched_at, load_id, record
FROM raw_data.quarantine
ORDER BY fetched_at DESC, load_id, record, row_no)";

constexpr Evidence kEvidence[] = {
    {.tile = "data.sources",
     .how = "data_why_sources",
     .tables = "meta.load meta.landed_record",
     .parameters = "",
     .rows = kLoads,
     .raw = {{{"meta.landed_record", kRawAnswers}}},
     .arithmetic = {}},
    {.tile = "data.issues",
     .how = "market_why_issues",
     .tables = "analytics.data_issue analytics.price_issue_daily analytics.minute_issue_daily",
     .parameters = "kind",
     .rows = kIssues,
     .raw = {{{"raw_data.stock_price_daily", kRawIssues}}},
     .arithmetic = {}},
    {.tile = "data.quarantine",
     .how = "data_why_quarantine",
     .tables = "raw_data.quarantine",
     .parameters = "",
     .rows = kQuarantine,
     .raw = {{{"raw_data.quarantine", kRawQuarantine}}},
     .arithmetic = {}},
};

}  // namespace

std::span<const Evidence> data_evidence() { return kEvidence; }

}  // namespace seohak
