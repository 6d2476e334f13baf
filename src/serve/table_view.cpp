#include "serve/table_view.h"

#include <algorithm>
#include <cstdlib>
#include <limits>

#include <arrow/api.h>
#include <arrow/array/concatenate.h>
#include <fmt/format.h>

#include "base/check.h"
#include "base/time.h"
#include "serve/json_writer.h"

namespace seohak {
namespace {

template <typename ArrayType>
const ArrayType& as(const arrow::Array& cells) {
  return static_cast<const ArrayType&>(cells);
}

std::string instant_text(const arrow::TimestampArray& cells, std::int64_t row) {
  const auto& type = static_cast<const arrow::TimestampType&>(*cells.type());
  std::int64_t micros = cells.Value(row);
  switch (type.unit()) {
    case arrow::TimeUnit::SECOND: micros *= 1'000'000; break;
    case arrow::TimeUnit::MILLI: micros *= 1'000; break;
    case arrow::TimeUnit::MICRO: break;
    case arrow::TimeUnit::NANO: micros /= 1'000; break;
  }
  std::string text = format(Instant(Duration(micros)));
  if (type.timezone().empty()) text.pop_back();  // a wall-clock time: no Z
  return text;
}

/// The value of an integer column; nullopt for other types (and for 64 unsigned bits).
std::optional<std::int64_t> integer(const arrow::Array& cells, std::int64_t row) {
  switch (cells.type_id()) {
    case arrow::Type::INT8: return as<arrow::Int8Array>(cells).Value(row);
    case arrow::Type::INT16: return as<arrow::Int16Array>(cells).Value(row);
    case arrow::Type::INT32: return as<arrow::Int32Array>(cells).Value(row);
    case arrow::Type::INT64: return as<arrow::Int64Array>(cells).Value(row);
    case arrow::Type::UINT8: return as<arrow::UInt8Array>(cells).Value(row);
    case arrow::Type::UINT16: return as<arrow::UInt16Array>(cells).Value(row);
    case arrow::Type::UINT32: return as<arrow::UInt32Array>(cells).Value(row);
    default: return std::nullopt;
  }
}

std::string other_text(const arrow::Array& cells, std::int64_t row) {
  const auto scalar = cells.GetScalar(row);
  return scalar.ok() ? (*scalar)->ToString() : scalar.status().ToString();
}

std::string cell_text(const arrow::Array& cells, std::int64_t row) {
  if (const auto number = integer(cells, row)) return std::to_string(*number);
  switch (cells.type_id()) {
    case arrow::Type::STRING: return as<arrow::StringArray>(cells).GetString(row);
    case arrow::Type::LARGE_STRING: return as<arrow::LargeStringArray>(cells).GetString(row);
    case arrow::Type::STRING_VIEW: return as<arrow::StringViewArray>(cells).GetString(row);
    case arrow::Type::BOOL: return as<arrow::BooleanArray>(cells).Value(row) ? "true" : "false";
    case arrow::Type::FLOAT: return fmt::format("{}", as<arrow::FloatArray>(cells).Value(row));
    case arrow::Type::DOUBLE: return fmt::format("{}", as<arrow::DoubleArray>(cells).Value(row));
    case arrow::Type::DECIMAL128: return as<arrow::Decimal128Array>(cells).FormatValue(row);
    case arrow::Type::DECIMAL256: return as<arrow::Decimal256Array>(cells).FormatValue(row);
    case arrow::Type::TIMESTAMP: return instant_text(as<arrow::TimestampArray>(cells), row);
    case arrow::Type::DATE32:
      return format_day(
          std::chrono::sys_days(std::chrono::days(as<arrow::Date32Array>(cells).Value(row))));
    default: return other_text(cells, row);
  }
}

void write_cell(const arrow::Array& cells, std::int64_t row, JsonWriter& json);

void write_list(const arrow::Array& items, std::int64_t from, std::int64_t to, JsonWriter& json) {
  json.begin_array();
  for (std::int64_t item = from; item < to; ++item) write_cell(items, item, json);
  json.end_array();
}

void write_struct(const arrow::StructArray& cells, std::int64_t row, JsonWriter& json) {
  json.begin_object();
  for (int at = 0; at < cells.num_fields(); ++at)
    write_cell(*cells.field(at), row, json.key(cells.struct_type()->field(at)->name()));
  json.end_object();
}

/// Lists as arrays, structs as objects, maps as arrays of {"key", "value"}.
void write_cell(const arrow::Array& cells, std::int64_t row, JsonWriter& json) {
  if (cells.IsNull(row)) {
    json.null();
    return;
  }
  if (const auto number = integer(cells, row)) {
    json.number(*number);
    return;
  }
  const auto list = [&](const auto& lists) {
    write_list(*lists.values(), lists.value_offset(row),
               lists.value_offset(row) + lists.value_length(row), json);
  };
  switch (cells.type_id()) {
    case arrow::Type::DOUBLE: json.number(as<arrow::DoubleArray>(cells).Value(row)); break;
    case arrow::Type::FLOAT:
      json.number(std::strtod(cell_text(cells, row).c_str(), nullptr));
      break;
    case arrow::Type::BOOL: json.boolean(as<arrow::BooleanArray>(cells).Value(row)); break;
    case arrow::Type::MAP:  // a list of structs
    case arrow::Type::LIST: list(as<arrow::ListArray>(cells)); break;
    case arrow::Type::LARGE_LIST: list(as<arrow::LargeListArray>(cells)); break;
    case arrow::Type::FIXED_SIZE_LIST: list(as<arrow::FixedSizeListArray>(cells)); break;
    case arrow::Type::STRUCT: write_struct(as<arrow::StructArray>(cells), row, json); break;
    default: json.text(cell_text(cells, row));
  }
}

}  // namespace

Result<TableView> TableView::of(const arrow::Table& table) {
  TableView view;
  view.rows_ = static_cast<std::size_t>(table.num_rows());
  for (int at = 0; at < table.num_columns(); ++at) {
    const arrow::ChunkedArray& chunks = *table.column(at);
    std::shared_ptr<arrow::Array> cells;
    if (chunks.num_chunks() == 1) {
      cells = chunks.chunk(0);
    } else {
      auto joined = chunks.num_chunks() == 0 ? arrow::MakeArrayOfNull(chunks.type(), 0)
                                             : arrow::Concatenate(chunks.chunks());
      if (!joined.ok()) return fail(Errc::internal, joined.status().ToString());
      cells = *std::move(joined);
    }
    view.columns_.push_back({table.field(at)->name(), std::move(cells)});
  }
  return view;
}

std::size_t TableView::find(std::string_view name) const {
  const auto found = std::find_if(columns_.begin(), columns_.end(),
                                  [&](const Column& column) { return column.name == name; });
  SEOHAK_CHECK(found != columns_.end());
  return static_cast<std::size_t>(found - columns_.begin());
}

bool TableView::is_numeric(std::size_t column) const {
  const arrow::Type::type id = columns_[column].cells->type_id();
  return arrow::is_numeric(id) || arrow::is_decimal(id);
}

bool TableView::is_null(std::size_t column, std::size_t row) const {
  return columns_[column].cells->IsNull(static_cast<std::int64_t>(row));
}

std::string TableView::text(std::size_t column, std::size_t row) const {
  if (is_null(column, row)) return {};
  return cell_text(*columns_[column].cells, static_cast<std::int64_t>(row));
}

double TableView::number(std::size_t column, std::size_t row) const {
  const arrow::Array& cells = *columns_[column].cells;
  const auto at = static_cast<std::int64_t>(row);
  if (cells.IsNull(at)) return std::numeric_limits<double>::quiet_NaN();
  if (cells.type_id() == arrow::Type::DOUBLE) return as<arrow::DoubleArray>(cells).Value(at);
  return std::strtod(cell_text(cells, at).c_str(), nullptr);
}

void TableView::write_json(std::size_t column, std::size_t row, JsonWriter& json) const {
  write_cell(*columns_[column].cells, static_cast<std::int64_t>(row), json);
}

void TableView::write_members(std::size_t row, JsonWriter& json,
                              std::initializer_list<std::string_view> only) const {
  if (only.size() > 0) {
    for (std::string_view name : only) write_json(name, row, json.key(name));
    return;
  }
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    write_json(column, row, json.key(columns_[column].name));
  }
}

void TableView::write_rows(JsonWriter& json) const {
  json.begin_array();
  for (std::size_t row = 0; row < rows_; ++row) {
    json.begin_object();
    write_members(row, json);
    json.end_object();
  }
  json.end_array();
}

std::vector<std::string> TableView::distinct(std::string_view column) const {
  const std::size_t at = find(column);
  std::vector<std::string> values;
  for (std::size_t row = 0; row < rows_; ++row) {
    if (is_null(at, row)) continue;
    std::string value = text(at, row);
    if (std::find(values.begin(), values.end(), value) == values.end()) {
      values.push_back(std::move(value));
    }
  }
  return values;
}

}  // namespace seohak
