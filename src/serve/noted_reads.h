#pragma once

#include <set>
#include <string>

#include "load/warehouse.h"

namespace seohak {

/// Reads a warehouse and notes which tables were named. As an answer is made from what it read and
/// nothing else, it stays the same until one of these tables changes: also where a first statement
/// decides whether a second is asked. What is kept over requests keeps its tables too. For one
/// request at a time.
class NotedReads final : public WarehouseReader {
 public:
  /// `warehouse` outlives it.
  explicit NotedReads(WarehouseReader& warehouse) : warehouse_(warehouse) {}

  Result<std::shared_ptr<arrow::Table>> query(std::string_view sql,
                                              std::span<const std::string> parameters,
                                              std::stop_token stop) override;
  Result<std::unique_ptr<RowStream>> stream(std::string_view sql, std::stop_token stop) override;
  std::int64_t version() const override { return warehouse_.version(); }

  /// Tables named so far, with schema.
  const std::set<std::string, std::less<>>& tables() const { return tables_; }

 private:
  WarehouseReader& warehouse_;
  std::set<std::string, std::less<>> tables_;
};

}  // namespace seohak
