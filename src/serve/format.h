#pragma once

#include <memory>
#include <string>
#include <string_view>

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

/// All rows in that format. Days are YYYY-MM-DD and instants RFC 3339 in every text format.
/// Errors: internal (Arrow's own).
Result<std::string> format_table(const arrow::Table& table, OutputFormat format);

/// Columns that UTF-8 text takes on a terminal: Hangul and Han two, combining marks none.
std::size_t display_width(std::string_view text);

}  // namespace seohak
