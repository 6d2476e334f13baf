#include <array>
#include <atomic>
#include <functional>
#include <mutex>
#include <optional>

#include <arrow/table.h>
#include <fmt/core.h>

#include "load/duckdb/duck.h"
#include "load/duckdb/duck_tables.h"
#include "load/sql_text.h"
#include "load/warehouse.h"

namespace seohak {
namespace {

/// Counts the committed writes and tells of them. `committed` and `set_listener` with the writers'
/// lock held.
class Commits {
 public:
  void committed(std::vector<std::string> tables) {
    const std::int64_t version = ++version_;
    if (listener_ && !tables.empty()) listener_({version, std::move(tables)});
  }
  void set_listener(std::function<void(const WarehouseChange&)> listener) {
    listener_ = std::move(listener);
  }
  std::int64_t version() const { return version_.load(); }

 private:
  std::atomic<std::int64_t> version_{0};
  std::function<void(const WarehouseChange&)> listener_;
};

/// Holds the writers' lock from its beginning to its end.
class Session final : public MergeSession {
 public:
  Session(std::unique_lock<std::mutex> lock, DuckConnection connection, DuckConnection before,
          Commits& commits)
      : lock_(std::move(lock)),
        connection_(std::move(connection)),
        before_(std::move(before)),
        commits_(commits) {}

  Result<void> begin() {
    transaction_.emplace(SEOHAK_TRY(DuckTransaction::begin(connection_)));
    return {};
  }
  Result<void> append(std::span<const Batch> batches) override { return merge_.append(batches); }
  Result<MergeStats> commit() override {
    const MergeStats stats = SEOHAK_TRY(merge_.finish());
    SEOHAK_TRY(transaction_->commit());
    commits_.committed(merge_.changed());
    return stats;
  }

 private:
  std::unique_lock<std::mutex> lock_;
  DuckConnection connection_;
  DuckConnection before_;  ///< sees what was committed: nobody else writes meanwhile
  std::optional<DuckTransaction> transaction_;  // ends before the connection does
  Commits& commits_;
  DuckMerge merge_{connection_, before_};
};

class DuckDbWarehouse final : public Warehouse {
 public:
  explicit DuckDbWarehouse(DuckDatabase database) : database_(std::move(database)) {}

  Result<void> ensure_tables(std::span<const TableSchema> tables) override {
    const std::scoped_lock lock(writing_);
    DuckConnection connection = SEOHAK_TRY(database_.connect());
    return duck_ensure_tables(connection, tables);
  }

  Result<std::unique_ptr<MergeSession>> begin_merge() override {
    std::unique_lock lock(writing_);
    DuckConnection connection = SEOHAK_TRY(database_.connect());
    DuckConnection before = SEOHAK_TRY(database_.connect());
    auto session = std::make_unique<Session>(std::move(lock), std::move(connection),
                                             std::move(before), commits_);
    SEOHAK_TRY(session->begin());
    return session;
  }

  Result<WriteReport> write_model(const ModelWrite& model,
                                  std::span<const AuditQuery> audits) override {
    return write<WriteReport>(
        [&](DuckConnection& connection, Tables& changed) -> Result<WriteReport> {
          const std::stop_callback stopped(model.stop, [&] { connection.interrupt(); });
          DuckModelWritten written = SEOHAK_TRY(duck_write_model(connection, model, audits));
          if (written.any) changed.push_back(model.schema->name);
          return std::move(written.report);
        });
  }

  Result<std::shared_ptr<arrow::Table>> query(std::string_view sql,
                                              std::span<const std::string> parameters,
                                              std::stop_token stop) override {
    DuckConnection connection = SEOHAK_TRY(database_.connect());
    // Ends with the connection; refuses writes hidden in a statement that looks like a reading one.
    SEOHAK_TRY(connection.execute("BEGIN TRANSACTION READ ONLY"));
    return connection.query(sql, parameters, true, stop);
  }

  Result<std::unique_ptr<RowStream>> stream(std::string_view sql, std::stop_token stop) override {
    DuckConnection connection = SEOHAK_TRY(database_.connect());
    SEOHAK_TRY(connection.execute("BEGIN TRANSACTION READ ONLY"));
    return DuckConnection::stream(std::move(connection), sql, std::move(stop));
  }

  std::int64_t version() const override { return commits_.version(); }

  Result<void> clear() override {
    static const std::array<std::string, 3> kSchemas = {"analytics", "meta", "raw_data"};
    return write<void>([&](DuckConnection& connection, Tables& changed) -> Result<void> {
      changed = SEOHAK_TRY(empty(connection, kSchemas));
      return {};
    });
  }

  Result<void> forget_loads(std::span<const std::string> keep) override {
    static const std::array<std::string, 1> kSchemas = {"raw_data"};
    std::string list = "''";
    for (const std::string& id : keep) list += ", " + quote_text(id);
    return write<void>([&](DuckConnection& connection, Tables& changed) -> Result<void> {
      changed = SEOHAK_TRY(empty(connection, kSchemas));
      for (const std::string& table : changed) SEOHAK_TRY(duck_note_change(connection, table, {}));
      SEOHAK_TRY(
          connection.execute(fmt::format("DELETE FROM meta.landed_record; "
                                         "DELETE FROM meta.load WHERE load_id NOT IN ({}); "
                                         "UPDATE meta.load SET parser = ''",
                                         list)));
      changed.insert(changed.end(), {"meta.landed_record", "meta.load"});
      return {};
    });
  }

  void set_listener(std::function<void(const WarehouseChange&)> listener) override {
    const std::scoped_lock lock(writing_);
    commits_.set_listener(std::move(listener));
  }

 private:
  using Tables = std::vector<std::string>;

  /// Empties all tables of the schemas; these.
  static Result<Tables> empty(DuckConnection& connection, std::span<const std::string> schemas) {
    Tables tables = SEOHAK_TRY(duck_tables_in(connection, schemas));
    for (const std::string& table : tables)
      SEOHAK_TRY(connection.execute(fmt::format("DELETE FROM {}", quote_table(table))));
    return tables;
  }

  /// Runs `work` in a transaction of its own connection, one writer at a time; it adds the tables
  /// that it changed.
  template <typename T, typename Work>
  Result<T> write(const Work& work) {
    const std::scoped_lock lock(writing_);
    DuckConnection connection = SEOHAK_TRY(database_.connect());
    DuckTransaction transaction = SEOHAK_TRY(DuckTransaction::begin(connection));
    Tables changed;
    Result<T> done = work(connection, changed);
    if (!done) return done;
    SEOHAK_TRY(transaction.commit());
    commits_.committed(std::move(changed));
    return done;
  }

  DuckDatabase database_;
  std::mutex writing_;
  Commits commits_;
};

}  // namespace

Result<std::unique_ptr<Warehouse>> open_duckdb_warehouse(const std::string& path,
                                                         const DuckDbOptions& options) {
  DuckDatabase database =
      SEOHAK_TRY(DuckDatabase::open(path, {options.threads, options.memory_mib}));
  return std::make_unique<DuckDbWarehouse>(std::move(database));
}

}  // namespace seohak
