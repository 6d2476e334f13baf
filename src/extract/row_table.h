#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "extract/row_checks.h"
#include "extract/row_sink.h"

namespace seohak {

/// What the rows of one answer have in common.
struct AnswerInfo {
  std::string source;
  std::string dataset;
  Instant fetched_at{};
  std::string load_id;
  std::int32_t record = 0;
  std::int32_t quarantined = 0;  ///< rows of it in quarantine: the next row_no
};

/// Values of one column of the kept rows. Which vectors are used follows from the type.
struct ColumnValues {
  std::vector<std::int64_t> integers;
  std::vector<double> reals;
  std::vector<std::size_t> ends;  ///< texts: end of each in `bytes`
  std::string bytes;
  std::vector<char> valid;

  void push(ColumnType type, const Cell& cell);
  void resize(ColumnType type, std::size_t rows);
  std::string_view text(std::size_t row) const;
};

/// Told of a row of the present answer that was not kept: reason and the source's own text.
using QuarantineRow = std::function<void(std::string_view reason, std::string_view row_text)>;

/// The source's text of a row as it is stored: UTF-8 without NUL (other bytes become '?'), at most
/// 500 bytes.
std::string stored_row_text(std::string_view text);

/// The rows of one raw table, as columns that can be cut back to where an answer began.
class RowTable final : public RowWriter {
 public:
  /// `schema` and `answers` outlive the table; the last of `answers` is the present one.
  RowTable(const TableSchema& schema, const std::vector<AnswerInfo>& answers,
           QuarantineRow quarantine);

  const TableSchema& schema() const override { return schema_; }
  void day(std::size_t column, PlainDay value) override;
  void instant(std::size_t column, Instant value) override;
  void text(std::size_t column, std::string_view value) override;
  void decimal(std::size_t column, std::int64_t steps) override;
  void real(std::size_t column, double value) override;
  void integer(std::size_t column, std::int64_t value) override;
  void boolean(std::size_t column, bool value) override;
  void end_row(std::string_view row_text) override;
  void drop_row() override;

  /// Rows from here on belong to a new answer.
  void begin_answer();
  /// Of rows of one key in the present answer the last stays; others that differ are quarantined.
  void close_answer();
  /// Cuts the table back to the last begin_answer.
  void abandon_answer();
  /// Live rows.
  std::size_t size() const { return answer_of_.size() - dead_count_; }
  /// Rows that live, newest of each key over all answers, as a record batch; empties the table.
  Result<std::shared_ptr<arrow::RecordBatch>> finish();

 private:
  class KeySet;
  Cell& cell(std::size_t column, ColumnType type);
  bool same(std::size_t a, std::size_t b, const std::vector<std::size_t>& columns) const;
  std::size_t hash_key(std::size_t row) const;
  std::string_view row_text(std::size_t row) const;
  void keep_newest();
  bool newer(std::size_t a, std::size_t b) const;
  void kill(std::size_t row);
  void forget_row_texts();

  const TableSchema& schema_;
  const std::vector<AnswerInfo>& answers_;
  QuarantineRow quarantine_;
  RowChecks checks_;
  std::vector<bool> filled_;          ///< columns the sink sets itself
  std::vector<std::size_t> key_;      ///< grain columns
  std::vector<std::size_t> payload_;  ///< columns a parser sets
  std::optional<std::size_t> source_column_;
  bool has_key_ = false;  ///< every grain column is a parser's: duplicates can be told

  std::vector<Cell> pending_;
  std::vector<ColumnValues> values_;
  std::vector<std::uint32_t> answer_of_;
  std::vector<char> dead_;
  std::size_t dead_count_ = 0;
  std::size_t answer_start_ = 0;
  std::string row_texts_;  ///< beginnings of the texts of the present answer's rows
  std::vector<std::size_t> row_text_ends_;
};

/// The marked rows of `values` and of what their answers say, as one record batch in the order of
/// the schema. Errors: internal (Arrow refused).
Result<std::shared_ptr<arrow::RecordBatch>> to_record_batch(
    const TableSchema& schema, std::vector<ColumnValues> values,
    const std::vector<std::uint32_t>& answer_of, const std::vector<char>& dead,
    const std::vector<AnswerInfo>& answers);

}  // namespace seohak
