#include "serve/table_view.h"

#include <algorithm>
#include <cstdlib>
#include <limits>

#include <arrow/api.h>
#include <arrow/array/concatenate.h>

#include "base/check.h"
#include "serve/cell_text.h"
#include "serve/json_writer.h"

namespace seohak {

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
  if (cells.type_id() == arrow::Type::DOUBLE)
    return static_cast<const arrow::DoubleArray&>(cells).Value(at);
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
