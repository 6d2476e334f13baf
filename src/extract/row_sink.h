#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/schema.h"
#include "base/time.h"

namespace arrow {
class RecordBatch;
}

namespace seohak {

/// Rows of one table with their schema.
struct Batch {
  const TableSchema* schema = nullptr;
  std::shared_ptr<arrow::RecordBatch> rows;
};

/// Builds rows of one raw table, column by column. Set columns by position in the schema, then end
/// the row; a column not set is null. `source` not set is the answer's; fetched_at, load_id and
/// record come from the sink and are not to be set. Thread-compatible.
class RowWriter {
 public:
  virtual ~RowWriter() = default;
  virtual const TableSchema& schema() const = 0;
  virtual void day(std::size_t column, PlainDay value) = 0;
  virtual void instant(std::size_t column, Instant value) = 0;
  virtual void text(std::size_t column, std::string_view value) = 0;
  /// DECIMAL(18,6) from steps of 10^-6.
  virtual void decimal(std::size_t column, std::int64_t steps) = 0;
  virtual void real(std::size_t column, double value) = 0;
  virtual void integer(std::size_t column, std::int64_t value) = 0;
  virtual void boolean(std::size_t column, bool value) = 0;
  /// Checks the row against the schema (nulls, between, positive, accepted, finite) and keeps it,
  /// or sends it to quarantine with the first reason. `row_text` is the source's own text of the
  /// row (cut to 500 bytes when stored).
  virtual void end_row(std::string_view row_text) = 0;
  /// Forgets the columns set since the last end_row.
  virtual void drop_row() = 0;
};

/// Where `Connector::parse` puts rows. Adds source, fetched_at, load_id and record to each.
/// Thread-compatible.
class RowSink {
 public:
  /// `schemas`: every raw table, outlives the sink; `raw_data.quarantine` among them.
  explicit RowSink(std::span<const TableSchema> schemas);
  ~RowSink();
  RowSink(const RowSink&) = delete;
  RowSink& operator=(const RowSink&) = delete;

  /// What the following rows come from. `record`: index of the answer within its load.
  void begin_answer(std::string_view source, std::string_view dataset, Instant fetched_at,
                    std::string_view load_id, std::int32_t record);
  /// Drops what was appended since begin_answer (its quarantine too): the answer failed as a whole.
  void abandon_answer();
  /// The writer of a raw table, e.g. "raw_data.fx_rate_daily". Aborts on an unknown table.
  RowWriter& table(std::string_view name);
  /// The same for a name that comes from outside; nullptr when there is no such table.
  RowWriter* find_table(std::string_view name);
  /// Keeps a row that cannot be told in columns, with the reason, for people to look at.
  void quarantine(std::string_view table, std::string_view reason, std::string_view row_text);

  /// Rows kept and quarantined since construction.
  std::int64_t rows() const;
  std::int64_t quarantined() const;
  /// Everything so far as record batches (tables without rows left out); empties the sink. Rows of
  /// one key within the batch: only the newest by (fetched_at, load_id, record, row) stays; a
  /// replaced row of the same answer that differs goes to quarantine ("duplicate key").
  Result<std::vector<Batch>> finish();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace seohak
