#include <algorithm>
#include <array>

#include <arrow/record_batch.h>
#include <arrow/type.h>
#include <fmt/core.h>

#include "extract/arrow_schema.h"
#include "load/duckdb/duck_tables.h"
#include "load/sql_text.h"

namespace seohak {
namespace {

/// The columns that say which of two rows of a key is newer, most significant first.
constexpr std::array<std::string_view, 3> kVersion = {"fetched_at", "load_id", "record"};

bool has_version(const TableSchema& schema) {
  for (const std::string_view column : kVersion)
    if (!schema.find(column)) return false;
  return true;
}

std::vector<std::string> column_names(const TableSchema& schema) {
  std::vector<std::string> names;
  for (const Column& column : schema.columns) names.push_back(column.name);
  return names;
}

std::string same_key(const TableSchema& schema) {
  std::string sql;
  for (const std::string& key : schema.grain)
    sql += fmt::format("{}stored.{} = fresh.{}", sql.empty() ? "" : " AND ", quote_name(key),
                       quote_name(key));
  return sql;
}

/// The condition under which `fresh` replaces `stored`.
std::string replaces(const TableSchema& schema) {
  if (has_version(schema))
    return "(fresh.fetched_at > stored.fetched_at OR (fresh.fetched_at = stored.fetched_at AND "
           "(fresh.load_id > stored.load_id OR (fresh.load_id = stored.load_id AND "
           "fresh.record > stored.record))))";
  std::string sql;
  for (const Column& column : schema.columns)
    sql += fmt::format("{}stored.{} IS DISTINCT FROM fresh.{}", sql.empty() ? "" : " OR ",
                       quote_name(column.name), quote_name(column.name));
  return "(" + sql + ")";
}

/// Copies `stage` into a table with one row a key: the newest, or without a version the last.
std::string newest_rows(const TableSchema& schema, const std::string& stage) {
  const std::string columns = quote_list(column_names(schema));
  const std::string order =
      has_version(schema) ? "fetched_at DESC, load_id DESC, record DESC, rowid" : "rowid DESC";
  return fmt::format(
      "CREATE TEMP TABLE {0}_newest AS SELECT {1} FROM (SELECT {1}, row_number() OVER (PARTITION "
      "BY "
      "{2} ORDER BY {3}) AS seohak_choice FROM temp.main.{0}) WHERE seohak_choice = 1",
      stage, columns, quote_list(schema.grain), order);
}

Result<void> check_shape(const Batch& batch) {
  const auto wanted = arrow_schema(*batch.schema);
  if (batch.rows->schema()->Equals(*wanted, false)) return {};
  for (int i = 0; i < wanted->num_fields(); ++i) {
    const auto& given = *batch.rows->schema();
    if (i < given.num_fields() && given.field(i)->name() == wanted->field(i)->name() &&
        given.field(i)->type()->Equals(*wanted->field(i)->type()))
      continue;
    return fail(
        Errc::bad_data,
        fmt::format("rows for {}: column {} ({}) is missing or of another type", batch.schema->name,
                    wanted->field(i)->name(), wanted->field(i)->type()->ToString()));
  }
  return {};  // only nullability differs: NOT NULL is kept by the table itself
}

/// The days of the staged rows, by the table's first DATE column that is never null; empty when it
/// has none.
Result<DayInterval> staged_days(DuckConnection& connection, const TableSchema& schema,
                                const std::string& stage) {
  const auto column = std::find_if(
      schema.columns.begin(), schema.columns.end(),
      [](const Column& each) { return each.type == ColumnType::date && !each.nullable; });
  if (column == schema.columns.end()) return DayInterval{};
  const auto edge = [&](std::string_view function) {
    return connection.number(fmt::format("SELECT {}({}) - DATE '1970-01-01' FROM temp.main.{}",
                                         function, quote_name(column->name), stage));
  };
  const std::int64_t first = SEOHAK_TRY(edge("min"));
  const std::int64_t last = SEOHAK_TRY(edge("max"));
  return DayInterval{PlainDay{} + static_cast<int>(first), PlainDay{} + static_cast<int>(last) + 1};
}

DayInterval hull(const DayInterval& a, const DayInterval& b) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  return {std::min(a.from, b.from), std::max(a.to, b.to)};
}

/// Compares the rows of a temporary table with those stored, and writes what is new or newer.
Result<MergeStats> merge_stage(DuckConnection& connection, const TableSchema& schema,
                               std::string stage, std::int64_t staged) {
  const std::int64_t repeated = SEOHAK_TRY(connection.number(fmt::format(
      "SELECT count(*) FROM (SELECT 1 FROM temp.main.{} GROUP BY {} HAVING count(*) > 1)", stage,
      quote_list(schema.grain))));
  if (repeated > 0) {
    SEOHAK_TRY(connection.execute(newest_rows(schema, stage)));
    stage += "_newest";
  }
  const std::string table = quote_table(schema.name);
  const std::string key = same_key(schema);
  const std::string columns = quote_list(column_names(schema));
  MergeStats stats;
  stats.replaced = SEOHAK_TRY(connection.execute(
      fmt::format("DELETE FROM {} AS stored USING temp.main.{} AS fresh WHERE {} AND {}", table,
                  stage, key, replaces(schema))));
  const std::int64_t written = SEOHAK_TRY(connection.execute(
      fmt::format("INSERT INTO {} ({}) SELECT {} FROM temp.main.{} AS fresh WHERE NOT EXISTS "
                  "(SELECT 1 FROM {} AS stored WHERE {})",
                  table, columns, quote_list(column_names(schema), "fresh."), stage, table, key)));
  stats.inserted = written - stats.replaced;
  stats.unchanged = staged - written;
  return stats;
}

}  // namespace

Result<bool> DuckMerge::stored(Target& target, const Batch& batch) {
  const auto any = [&](const std::string& condition) {
    return before_.number(
        fmt::format("SELECT count(*) FROM (SELECT 1 FROM {} WHERE {} LIMIT 1) AS found",
                    quote_table(target.schema.name), condition));
  };
  if (!target.empty) target.empty = SEOHAK_TRY(any("TRUE")) == 0;
  if (*target.empty) return false;
  return SEOHAK_TRY(any(key_bounds(batch))) > 0;
}

Result<void> DuckMerge::write(Target& target, const Batch& batch) {
  SEOHAK_TRY(connection_.append(target.schema.name, *batch.rows).context(target.schema.name));
  target.written += batch.rows->num_rows();
  target.days = hull(target.days, days_of(batch));
  return {};
}

Result<void> DuckMerge::stage(Target& target, const Batch& batch) {
  if (target.stage.empty()) {
    target.stage = fmt::format("seohak_stage_{}", ++stages_);
    SEOHAK_TRY(connection_.execute(fmt::format("CREATE TEMP TABLE {} AS FROM {} LIMIT 0",
                                               target.stage, quote_table(target.schema.name))));
  }
  SEOHAK_TRY(connection_.append(target.stage, *batch.rows).context(target.schema.name));
  target.staged += batch.rows->num_rows();
  return {};
}

Result<void> DuckMerge::append(std::span<const Batch> batches) {
  for (const Batch& batch : batches) {
    SEOHAK_TRY(check_shape(batch));
    if (batch.rows->num_rows() == 0) continue;
    Target& target = targets_[batch.schema->name];
    if (target.schema.name.empty()) target.schema = *batch.schema;
    const bool fresh = target.keys.all_new(batch) && !SEOHAK_TRY(stored(target, batch));
    SEOHAK_TRY(fresh ? write(target, batch) : stage(target, batch));
  }
  return {};
}

Result<MergeStats> DuckMerge::finish(const Target& target) {
  const TableSchema& schema = target.schema;
  MergeStats stats;
  DayInterval days = target.days;
  if (!target.stage.empty()) {
    stats = SEOHAK_TRY(merge_stage(connection_, schema, target.stage, target.staged));
    if (stats.inserted + stats.replaced > 0)
      days = hull(days, SEOHAK_TRY(staged_days(connection_, schema, target.stage)));
  }
  stats.inserted += target.written;
  if (stats.inserted + stats.replaced > 0 && schema_of(schema.name) == "raw_data")
    SEOHAK_TRY(duck_note_change(connection_, schema.name, days));
  return stats;
}

Result<MergeStats> DuckMerge::finish() {
  MergeStats total;
  for (const auto& [name, target] : targets_) {
    const MergeStats stats = SEOHAK_TRY(finish(target).context(name));
    if (stats.inserted + stats.replaced > 0) changed_.push_back(name);
    total.inserted += stats.inserted;
    total.replaced += stats.replaced;
    total.unchanged += stats.unchanged;
  }
  return total;
}

}  // namespace seohak
