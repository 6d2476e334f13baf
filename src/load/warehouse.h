#pragma once

#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/schema.h"
#include "extract/row_sink.h"

namespace arrow {
class Table;
}

namespace seohak {

/// What a merge did.
struct MergeStats {
  std::int64_t inserted = 0;
  std::int64_t replaced = 0;   ///< also of rows that came earlier in the same merge
  std::int64_t unchanged = 0;  ///< rows whose stored version is newer or the same
};

/// One transaction that takes rows part by part, so that memory holds a part only. Without `commit`
/// nothing is written. No other write of the warehouse goes on meanwhile. Thread-compatible.
class MergeSession {
 public:
  virtual ~MergeSession() = default;
  virtual Result<void> append(std::span<const Batch> batches) = 0;
  /// The session takes nothing more afterwards.
  virtual Result<MergeStats> commit() = 0;
};

/// How the rows of a model are written.
struct ModelWrite {
  const TableSchema* schema = nullptr;  ///< the table
  std::string select;                   ///< the SELECT, parameters already bound as literals
  /// Instead of `select`: all columns of the table, rows in any order.
  std::shared_ptr<arrow::RecordBatch> rows;
  std::string range_column;  ///< empty: replace the whole table
  DayInterval range;         ///< rows of this half-open range are replaced
  /// What is kept in meta.model_write with the rows, so that an unchanged model is not written
  /// again. `definition` empty: nothing is kept.
  std::string definition;
  std::int64_t change_no = 0;
  std::stop_token stop = {};  ///< interrupts it: nothing is written then
};

/// Rows of one statement, handed over in parts as the engine makes them. Thread-compatible.
class RowStream {
 public:
  virtual ~RowStream() = default;
  /// Some thousand rows more; the first part always comes, if only to name the columns; null after
  /// the last. Errors: as Warehouse::query; none comes after one.
  virtual Result<std::shared_ptr<arrow::Table>> next() = 0;
};

/// A committed write.
struct WarehouseChange {
  std::int64_t version = 0;         ///< of the warehouse, after it
  std::vector<std::string> tables;  ///< whose rows changed, with schema; each once
};

/// Reads where typed rows live. Thread-safe: every call uses its own connection; readers see the
/// state before or after a write, never between.
class WarehouseReader {
 public:
  virtual ~WarehouseReader() = default;
  /// The rows of one statement that reads (SELECT, SHOW, DESCRIBE, EXPLAIN); each column has at
  /// most one chunk. `?` placeholders take `parameters` as VARCHAR. No file or network can be
  /// reached from it. `stop` interrupts it. Errors: bad_request (not a single reading statement, or
  /// the engine's message), cancelled.
  virtual Result<std::shared_ptr<arrow::Table>> query(std::string_view sql,
                                                      std::span<const std::string> parameters = {},
                                                      std::stop_token stop = {}) = 0;
  /// As `query`, for answers of any size: rows are made as they are read. The warehouse outlives
  /// the stream, which reads one state of the tables until it goes. `stop` holds for all of it.
  virtual Result<std::unique_ptr<RowStream>> stream(std::string_view sql,
                                                    std::stop_token stop = {}) = 0;
  /// Goes up with every committed write; for caches.
  virtual std::int64_t version() const = 0;
};

/// Where typed rows live. Thread-safe, as its reader.
class Warehouse : public WarehouseReader {
 public:
  /// Creates schemas and tables that are missing; refuses (bad_data) a table of another shape,
  /// saying which column differs.
  virtual Result<void> ensure_tables(std::span<const TableSchema> tables) = 0;
  /// Begins a merge of rows that come part by part; see `merge`.
  virtual Result<std::unique_ptr<MergeSession>> begin_merge() = 0;
  /// All batches in one transaction; meta.change gets the days of each table that changed, where
  /// the warehouse has that table (as `write_model` does for its range). A row replaces the row of
  /// its key only if its (fetched_at, load_id, record) is greater. Any order, any repetition: same
  /// tables. In a table without these columns (meta.load) the row written last stays.
  Result<MergeStats> merge(std::span<const Batch> batches) {
    const auto session = SEOHAK_TRY(begin_merge());
    SEOHAK_TRY(session->append(batches));
    return session->commit();
  }
  /// Makes the rows of a model's range, or all of it, the given ones, in one transaction: only rows
  /// that differ are written, and meta.change gets their days (by the table's first DATE column
  /// that is never null). Runs its audits on the table before commit: `audits` are SELECTs that
  /// return offending rows, and a blocking one that returns any rolls back. Errors: bad_data naming
  /// the audit and its first offending rows; cancelled.
  struct AuditQuery {
    std::string name;
    std::string sql;
    bool blocking = true;
  };
  struct WriteReport {
    std::int64_t rows = 0;              ///< written: new, or other than before
    std::vector<std::string> warnings;  ///< non-blocking audits that found rows
  };
  virtual Result<WriteReport> write_model(const ModelWrite& write,
                                          std::span<const AuditQuery> audits) = 0;
  /// `listener` hears of every committed write that changed rows, in the order of the commits,
  /// while the next write waits: it must return soon and not write. Null: nobody. When this
  /// returns, the one before is not called any more.
  virtual void set_listener(std::function<void(const WarehouseChange&)> listener) = 0;
  /// Empties every table of schemas raw_data, analytics and meta (replay).
  virtual Result<void> clear() = 0;
  /// Empties raw_data and meta.landed_record and marks each load of `keep` in meta.load as not
  /// loaded (parser ''); other loads are forgotten. Analytics stay. For a parser that has changed.
  virtual Result<void> forget_loads(std::span<const std::string> keep) = 0;
};

/// How a DuckDB warehouse uses the machine.
struct DuckDbOptions {
  int threads = 0;       ///< 0: one a core, 8 at most: each takes memory beside the limit
  int memory_mib = 384;  ///< beyond it the engine spills to a directory beside the file
};

/// Opens (creating when missing) a DuckDB file; ":memory:" keeps it in memory. Errors: busy when
/// another process holds it (says which pid when known), no_space, io.
Result<std::unique_ptr<Warehouse>> open_duckdb_warehouse(const std::string& path,
                                                         const DuckDbOptions& options = {});

}  // namespace seohak
