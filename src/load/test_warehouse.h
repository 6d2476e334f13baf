#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <arrow/array.h>
#include <arrow/pretty_print.h>
#include <arrow/scalar.h>
#include <arrow/table.h>
#include <gmock/gmock.h>

#include "base/test_directory.h"
#include "load/catalog.h"
#include "load/warehouse.h"

/// What the tests of load/ and model/ share; header only, for tests alone.
namespace seohak::test {

/// Matches a Result that holds a value; prints the message otherwise.
MATCHER(succeeds, "") {
  if (arg.has_value()) return true;
  *result_listener << arg.error().message;
  return false;
}
/// Matches a Result that failed with `code`.
MATCHER_P(fails_with, code, "") {
  if (arg.has_value()) return false;
  *result_listener << to_string(arg.error().code) << ": " << arg.error().message;
  return arg.error().code == code;
}

/// The implementation of that name, on files below `directory`.
inline std::unique_ptr<Warehouse> open(std::string_view implementation,
                                       const std::filesystem::path& directory) {
  const bool memory = implementation == "duckdb_memory";
  auto opened =
      open_duckdb_warehouse(memory ? ":memory:" : (directory / "w.duckdb").string(), {2, 256});
  if (opened.has_value()) return std::move(*opened);
  ADD_FAILURE() << opened.error().message;
  return nullptr;
}

/// Each row as its values joined by "|", null as "null".
inline std::vector<std::string> text_rows(const arrow::Table& table) {
  std::vector<std::string> rows;
  for (std::int64_t i = 0; i < table.num_rows(); ++i) {
    std::string row;
    for (int c = 0; c < table.num_columns(); ++c)
      row += (c > 0 ? "|" : "") + (*table.column(c)->GetScalar(i))->ToString();
    rows.push_back(std::move(row));
  }
  return rows;
}
inline std::vector<std::string> text_rows(Warehouse& warehouse, const std::string& sql) {
  const auto table = warehouse.query(sql);
  if (table.has_value()) return text_rows(**table);
  return {"failed: " + table.error().message};
}

/// Schemas of small header texts.
inline std::vector<TableSchema> schemas_of(std::initializer_list<const char*> headers) {
  std::vector<TableSchema> schemas;
  for (const char* header : headers) {
    auto schema = parse_table_schema(*parse_model_text(header));
    if (!schema.has_value())
      ADD_FAILURE() << schema.error().message;
    else
      schemas.push_back(std::move(*schema));
  }
  return schemas;
}

/// A keyed table, one with every type, a stand-in for meta.load and landed_record, and a model.
inline std::vector<TableSchema> rate_schemas() {
  return schemas_of(
      {"-- raw_data.rate: rates.\n-- grain:   day, currency\n"
       "-- columns: day  DATE  d\n--          currency  VARCHAR  c\n"
       "--          rate  DECIMAL(18,6)  r\n"
       "--          fetched_at  TIMESTAMP WITH TIME ZONE  f\n"
       "--          load_id  VARCHAR  l\n--          record  INTEGER  n\n",
       "-- raw_data.kinds: every type.\n-- grain:   day\n"
       "-- columns: day  DATE  d\n--          at  TIMESTAMP WITH TIME ZONE  a\n"
       "--          word  VARCHAR  w\n--          money  DECIMAL(18,6)  m\n"
       "--          real  DOUBLE PRECISION  r\n--          large  BIGINT  l\n"
       "--          small  INTEGER  s\n--          flag  BOOLEAN  f\n"
       "--          maybe  VARCHAR NULL  n\n",
       "-- meta.load: loads.\n-- grain:   load_id\n-- columns: load_id  VARCHAR  l\n"
       "--          parser  VARCHAR  p\n",
       "-- analytics.model: a model.\n-- grain:   day\n-- columns: day  DATE  d\n"
       "--          n  INTEGER  n\n",
       "-- meta.landed_record: records.\n-- grain:   load_id\n"
       "-- columns: load_id  VARCHAR  l\n"});
}

}  // namespace seohak::test
