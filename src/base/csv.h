#pragma once

#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace seohak {

/// Reads delimited text by RFC 4180: quoted fields with "" for a quote, separators and line ends
/// inside quotes; lines end with CRLF, LF or CR. A leading UTF-8 byte-order mark is skipped, and so
/// are empty lines. Thread-compatible.
class CsvReader {
 public:
  /// `text` outlives the reader and the fields.
  explicit CsvReader(std::string_view text, char separator = ',');

  /// Moves to the next record; false at the end. Errors: bad_data (a quote that does not end, or
  /// text behind a closing quote), naming the line.
  Result<bool> next();
  /// Fields of the present record, unquoted, blanks kept. Valid until `next`.
  std::span<const std::string_view> fields() const { return fields_; }
  /// The present record as written, without its line end.
  std::string_view record() const { return record_; }
  /// Line of the text, from 1, on which the present record begins.
  std::size_t line() const { return line_; }

 private:
  Result<void> read_quoted();
  void read_plain();
  bool at_line_end() const;
  void skip_line_end();

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  std::size_t next_line_ = 1;
  std::size_t line_ = 0;
  std::vector<std::string_view> fields_;
  std::deque<std::string> unescaped_;  ///< fields with "" inside; a deque keeps their addresses
  std::string_view record_;
};

}  // namespace seohak
