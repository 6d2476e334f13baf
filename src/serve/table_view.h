#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace arrow {
class Array;
class Table;
}  // namespace arrow

namespace seohak {

class JsonWriter;

/// Reads the cells of an Arrow table by column and row. Thread-safe.
class TableView {
 public:
  /// Errors: internal (the columns' parts cannot be joined).
  static Result<TableView> of(const arrow::Table& table);

  std::size_t rows() const { return rows_; }
  std::size_t columns() const { return columns_.size(); }
  const std::string& name(std::size_t column) const { return columns_[column].name; }
  /// Position of a column. Aborts when there is none: columns are named by our own SQL.
  std::size_t find(std::string_view name) const;
  /// Whether people read the column right-aligned: numbers and decimals.
  bool is_numeric(std::size_t column) const;
  bool is_null(std::size_t column, std::size_t row) const;
  /// As cell_text; empty for null.
  std::string text(std::size_t column, std::size_t row) const;
  std::string text(std::string_view column, std::size_t row) const {
    return text(find(column), row);
  }
  /// The value of a cell of numbers or decimals; NaN for null.
  double number(std::size_t column, std::size_t row) const;
  double number(std::string_view column, std::size_t row) const {
    return number(find(column), row);
  }
  /// As write_cell.
  void write_json(std::size_t column, std::size_t row, JsonWriter& json) const;
  void write_json(std::string_view column, std::size_t row, JsonWriter& json) const {
    write_json(find(column), row, json);
  }
  /// The row's columns as members of the object that is open; `only` empty means all.
  void write_members(std::size_t row, JsonWriter& json,
                     std::initializer_list<std::string_view> only = {}) const;
  /// All rows as an array of objects.
  void write_rows(JsonWriter& json) const;
  /// Different values of a text column, in order of appearance, nulls left out.
  std::vector<std::string> distinct(std::string_view column) const;

 private:
  struct Column {
    std::string name;
    std::shared_ptr<const arrow::Array> cells;  ///< shared with the table: Arrow's ownership
  };
  std::vector<Column> columns_;
  std::size_t rows_ = 0;
};

}  // namespace seohak
