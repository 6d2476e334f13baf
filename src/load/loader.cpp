#include "load/loader.h"

#include <algorithm>
#include <map>
#include <set>

#include <arrow/array.h>
#include <arrow/table.h>
#include <fmt/core.h>

#include "load/meta_rows.h"
#include "load/sql_text.h"

namespace seohak {
namespace {

/// Rows that wait in memory before they are handed to the warehouse.
constexpr std::int64_t kPart = 50'000;

/// load_id -> parser of every load in meta.load.
Result<std::map<std::string, std::string, std::less<>>> loaded_parsers(Warehouse& warehouse) {
  const auto rows = SEOHAK_TRY(warehouse.query("SELECT load_id, parser FROM meta.load"));
  std::map<std::string, std::string, std::less<>> parsers;
  if (rows->num_rows() == 0) return parsers;
  const auto& ids = static_cast<const arrow::StringArray&>(*rows->column(0)->chunk(0));
  const auto& names = static_cast<const arrow::StringArray&>(*rows->column(1)->chunk(0));
  for (std::int64_t i = 0; i < rows->num_rows(); ++i)
    parsers.emplace(ids.GetString(i), names.GetString(i));
  return parsers;
}

Result<const TableSchema*> schema_named(std::span<const TableSchema> schemas,
                                        std::string_view name) {
  const auto found = std::find_if(schemas.begin(), schemas.end(),
                                  [&](const TableSchema& schema) { return schema.name == name; });
  if (found == schemas.end())
    return fail(Errc::internal, fmt::format("no header of {} is built in", name));
  return &*found;
}

}  // namespace

Loader::Loader(const Landing& landing, const Registry& registry, Warehouse& warehouse,
               std::span<const TableSchema> schemas, std::string_view parser)
    : landing_(landing), registry_(registry), warehouse_(warehouse), parser_(parser) {
  for (const TableSchema& schema : schemas)
    (schema_of(schema.name) == "raw_data" ? raw_ : meta_).push_back(schema);
}

Result<std::vector<Manifest>> Loader::due(std::span<const Manifest> manifests, bool again,
                                          LoadReport& report) {
  const auto parsers = SEOHAK_TRY(loaded_parsers(warehouse_));
  const bool outdated = std::any_of(parsers.begin(), parsers.end(),
                                    [&](const auto& load) { return load.second != parser_; });
  std::vector<Manifest> wanted(manifests.begin(), manifests.end());
  if (outdated) {
    wanted = SEOHAK_TRY(landing_.manifests());
    std::vector<std::string> keep;
    keep.reserve(wanted.size());
    for (const Manifest& manifest : wanted) keep.push_back(manifest.id);
    SEOHAK_TRY(warehouse_.forget_loads(keep).context("make room for a new parser"));
  }
  std::vector<Manifest> due;
  std::set<std::string, std::less<>> seen;
  for (Manifest& manifest : wanted) {
    if (!seen.insert(manifest.id).second) continue;
    if (!outdated && !again && parsers.contains(manifest.id))
      ++report.skipped_manifests;
    else
      due.push_back(std::move(manifest));
  }
  return due;
}

Result<std::vector<std::int64_t>> Loader::read_answers(const Manifest& manifest,
                                                       const Connector& connector, RowSink& sink,
                                                       PartFeeder& parts, LoadReport& report) {
  std::vector<std::int64_t> rows(manifest.records.size(), 0);
  std::int64_t handed_over = 0;
  SEOHAK_TRY(landing_.read(manifest, [&](const Answer& answer, int record) -> Result<void> {
    const auto index = static_cast<std::size_t>(record);
    if (record < 0 || index >= manifest.records.size() || !manifest.records[index].ok) return {};
    const std::int64_t before = sink.rows();
    sink.begin_answer(manifest.source, manifest.dataset, answer.fetched_at, manifest.id, record);
    ++report.answers;
    Result<void> parsed = connector.classify(answer);
    if (parsed) parsed = connector.parse(answer, sink);
    rows[index] = sink.rows() - before;
    if (parsed && sink.rows() - handed_over >= kPart) {
      SEOHAK_TRY(parts.add(SEOHAK_TRY(sink.finish())));
      handed_over = sink.rows();
    }
    if (parsed) return {};
    sink.abandon_answer();
    rows[index] = 0;
    sink.quarantine("", parsed.error().message, answer.body);
    report.failures.push_back(fmt::format("{} record {} ({}): {}", manifest.file, record,
                                          answer.url, parsed.error().message));
    return {};
  }));
  return rows;
}

Result<void> Loader::load_one(const Manifest& manifest, LoadReport& report) {
  const Connector* connector = registry_.find(manifest.source);
  if (connector == nullptr) {
    report.failures.push_back(fmt::format("{}: no source {} is configured; its answers wait",
                                          manifest.file, manifest.source));
    return {};
  }
  const TableSchema* load = SEOHAK_TRY(schema_named(meta_, "meta.load"));
  const TableSchema* landed = SEOHAK_TRY(schema_named(meta_, "meta.landed_record"));
  RowSink sink(raw_);
  const auto session = SEOHAK_TRY(warehouse_.begin_merge());
  PartFeeder parts(*session);
  auto read = read_answers(manifest, *connector, sink, parts, report);
  if (!read) {
    if (read.error().code != Errc::bad_data) return fail(std::move(read.error()));
    report.damaged.push_back(fmt::format("{}: {}", manifest.file, read.error().message));
    return {};  // it stays due; the other files go on
  }
  std::vector<Batch> batches = SEOHAK_TRY(sink.finish());
  batches.push_back(
      SEOHAK_TRY(meta_load_row(*load, manifest, sink.rows(), sink.quarantined(), parser_)));
  batches.push_back(SEOHAK_TRY(meta_landed_rows(*landed, manifest, *read)));
  SEOHAK_TRY(parts.add(std::move(batches)));
  SEOHAK_TRY(parts.finish());
  const MergeStats merged = SEOHAK_TRY(session->commit());
  report.rows += sink.rows();
  report.quarantined += sink.quarantined();
  report.merged.inserted += merged.inserted;
  report.merged.replaced += merged.replaced;
  report.merged.unchanged += merged.unchanged;
  return {};
}

Result<LoadReport> Loader::load(std::span<const Manifest> manifests, bool again,
                                std::stop_token stop) {
  const std::scoped_lock lock(loading_);
  LoadReport report;
  for (const Manifest& manifest : SEOHAK_TRY(due(manifests, again, report))) {
    if (stop.stop_requested()) return fail(Errc::cancelled, "the load was stopped");
    SEOHAK_TRY(load_one(manifest, report).context(fmt::format("load {}", manifest.file)));
  }
  return report;
}

}  // namespace seohak
