#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace arrow {
class Table;
}

namespace seohak {

/// How rows are handed to people and programs.
enum class OutputFormat {
  table,    ///< aligned columns for a terminal; wide characters count two
  csv,      ///< RFC 4180 with a header line, LF; null is empty, empty text is ""
  json,     ///< an array of objects; decimals as strings
  parquet,  ///< one file, zstd
};

/// "table", "csv", "json", "parquet". Errors: bad_request naming them.
Result<OutputFormat> parse_output_format(std::string_view name);
/// The media type of HTTP answers.
std::string_view media_type(OutputFormat format);

/// All rows in that format; every text format shows a value as cell_text does. Errors: bad_request
/// (a column of a type that Parquet lacks), internal (Arrow's own).
Result<std::string> format_table(const arrow::Table& table, OutputFormat format);

/// Rows that come in parts, as one text or file in one format. Columns of a table are as wide as
/// its first part asks for. Thread-compatible.
class PartFormatter {
 public:
  explicit PartFormatter(OutputFormat format);
  ~PartFormatter();
  PartFormatter(const PartFormatter&) = delete;
  PartFormatter& operator=(const PartFormatter&) = delete;

  /// The bytes of these rows, and before the first what stands in front of all. All parts have the
  /// same columns, and at least one comes. Errors: as format_table.
  Result<std::string> part(const arrow::Table& rows);
  /// What stands after the last rows. Errors: internal.
  Result<std::string> end();

 private:
  class ParquetFile;
  OutputFormat format_;
  bool began_ = false;
  bool has_rows_ = false;
  std::vector<std::size_t> widths_;  ///< of a table's columns
  std::unique_ptr<ParquetFile> parquet_;
};

}  // namespace seohak
