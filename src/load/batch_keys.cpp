#include "load/batch_keys.h"

#include <algorithm>
#include <bit>
#include <optional>

#include <arrow/array.h>
#include <arrow/record_batch.h>
#include <fmt/core.h>

#include "base/check.h"
#include "load/sql_text.h"

namespace seohak {
namespace {

constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15U;

std::uint64_t mix(std::uint64_t seed, std::uint64_t value) {
  std::uint64_t x = (seed + kOdd) ^ value;
  x = (x ^ (x >> 32U)) * 0xd6e8feb86659fd93U;
  x = (x ^ (x >> 32U)) * 0xd6e8feb86659fd93U;
  return x ^ (x >> 32U);
}

template <typename Array>
void mix_values(const arrow::Array& column, std::vector<std::uint64_t>& hashes) {
  const auto& values = static_cast<const Array&>(column);
  for (std::size_t i = 0; i < hashes.size(); ++i)
    hashes[i] = mix(hashes[i], std::bit_cast<std::uint64_t>(static_cast<std::int64_t>(
                                   values.Value(static_cast<std::int64_t>(i)))));
}

void mix_texts(const arrow::Array& column, std::vector<std::uint64_t>& hashes) {
  const auto& values = static_cast<const arrow::StringArray&>(column);
  for (std::size_t i = 0; i < hashes.size(); ++i)
    hashes[i] =
        mix(hashes[i], std::hash<std::string_view>{}(values.GetView(static_cast<std::int64_t>(i))));
}

/// Mixes a column of the key into the rows' hashes; false for a type that keys do not have.
bool mix_column(ColumnType type, const arrow::Array& column, std::vector<std::uint64_t>& hashes) {
  if (column.null_count() > 0) return false;
  switch (type) {
    case ColumnType::text: mix_texts(column, hashes); return true;
    case ColumnType::date: mix_values<arrow::Date32Array>(column, hashes); return true;
    case ColumnType::timestamp: mix_values<arrow::TimestampArray>(column, hashes); return true;
    case ColumnType::big_integer: mix_values<arrow::Int64Array>(column, hashes); return true;
    case ColumnType::integer: mix_values<arrow::Int32Array>(column, hashes); return true;
    case ColumnType::boolean: mix_values<arrow::BooleanArray>(column, hashes); return true;
    case ColumnType::decimal:
    case ColumnType::real: break;
  }
  return false;
}

template <typename Array>
std::pair<std::int64_t, std::int64_t> edges(const arrow::Array& column) {
  const auto& values = static_cast<const Array&>(column);
  const auto* first = values.raw_values();
  const auto [low, high] = std::minmax_element(first, first + values.length());
  return {*low, *high};
}

std::string day_text(std::int64_t days) {
  return format_day(std::chrono::sys_days(std::chrono::days(days)));
}

/// The bounds of one column of the key; empty when it has none worth asking for.
std::string bounds_of(const Column& column, const arrow::Array& values) {
  const std::string name = quote_name(column.name);
  if (column.type == ColumnType::date) {
    const auto [low, high] = edges<arrow::Date32Array>(values);
    return fmt::format("{0} >= DATE '{1}' AND {0} <= DATE '{2}'", name, day_text(low),
                       day_text(high));
  }
  if (column.type == ColumnType::timestamp) {
    const auto [low, high] = edges<arrow::TimestampArray>(values);
    return fmt::format(
        "{0} >= TIMESTAMP WITH TIME ZONE '{1}' AND {0} <= TIMESTAMP WITH TIME ZONE '{2}'", name,
        format(Instant(Duration(low))), format(Instant(Duration(high))));
  }
  if (column.type != ColumnType::text) return {};
  const auto& texts = static_cast<const arrow::StringArray&>(values);
  for (std::int64_t i = 1; i < texts.length(); ++i)
    if (texts.GetView(i) != texts.GetView(0)) return {};
  return fmt::format("{} = {}", name, quote_text(texts.GetView(0)));
}

}  // namespace

bool SeenKeys::insert(std::uint64_t hash) {
  const std::uint64_t key = hash == 0 ? kOdd : hash;
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = key & mask;
  for (; slots_[at] != 0; at = (at + 1) & mask)
    if (slots_[at] == key) return false;
  slots_[at] = key;
  ++used_;
  return true;
}

void SeenKeys::grow(std::size_t rows) {
  if (2 * (used_ + rows) <= slots_.size()) return;
  const std::vector<std::uint64_t> before = std::move(slots_);
  slots_.assign(std::bit_ceil(2 * (used_ + rows) + 2), 0);
  used_ = 0;
  for (const std::uint64_t key : before)
    if (key != 0) insert(key);
}

bool SeenKeys::all_new(const Batch& batch) {
  std::vector<std::uint64_t> hashes(static_cast<std::size_t>(batch.rows->num_rows()), 0);
  bool known = !batch.schema->grain.empty();
  for (const std::string& name : batch.schema->grain) {
    const auto index = batch.schema->find(name);
    SEOHAK_CHECK(index.has_value());
    known = known && mix_column(batch.schema->columns[*index].type,
                                *batch.rows->column(static_cast<int>(*index)), hashes);
  }
  if (!known) return false;
  grow(hashes.size());
  bool fresh = true;
  for (const std::uint64_t hash : hashes) fresh = insert(hash) && fresh;
  return fresh;
}

std::string key_bounds(const Batch& batch) {
  std::string sql;
  for (const std::string& name : batch.schema->grain) {
    const auto index = batch.schema->find(name);
    SEOHAK_CHECK(index.has_value());
    const arrow::Array& values = *batch.rows->column(static_cast<int>(*index));
    if (values.null_count() > 0) continue;
    const std::string bounds = bounds_of(batch.schema->columns[*index], values);
    if (!bounds.empty()) sql += (sql.empty() ? "" : " AND ") + bounds;
  }
  return sql.empty() ? "TRUE" : sql;
}

DayInterval days_of(const Batch& batch) {
  const auto& columns = batch.schema->columns;
  const auto day = std::find_if(columns.begin(), columns.end(), [](const Column& column) {
    return column.type == ColumnType::date && !column.nullable;
  });
  if (day == columns.end()) return {};
  const auto [low, high] = edges<arrow::Date32Array>(
      *batch.rows->column(static_cast<int>(std::distance(columns.begin(), day))));
  return {PlainDay{} + static_cast<int>(low), PlainDay{} + static_cast<int>(high) + 1};
}

}  // namespace seohak
