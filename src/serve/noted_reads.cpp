#include "serve/noted_reads.h"

namespace seohak {
namespace {

constexpr std::string_view kWord = "abcdefghijklmnopqrstuvwxyz0123456789_";

/// Adds each `schema.name` of the statement, with quotes or without.
void note(std::string sql, std::set<std::string, std::less<>>& tables) {
  std::erase(sql, '"');
  for (const std::string_view schema : {"raw_data.", "analytics.", "meta."}) {
    for (std::size_t at = sql.find(schema); at != std::string::npos;
         at = sql.find(schema, at + 1)) {
      if (at > 0 && kWord.find(sql[at - 1]) != std::string_view::npos) continue;
      const std::size_t end = sql.find_first_not_of(kWord, at + schema.size());
      tables.insert(sql.substr(at, end == std::string::npos ? end : end - at));
    }
  }
}

}  // namespace

Result<std::shared_ptr<arrow::Table>> NotedReads::query(std::string_view sql,
                                                        std::span<const std::string> parameters,
                                                        std::stop_token stop) {
  note(std::string(sql), tables_);
  return warehouse_.query(sql, parameters, std::move(stop));
}

Result<std::unique_ptr<RowStream>> NotedReads::stream(std::string_view sql, std::stop_token stop) {
  note(std::string(sql), tables_);
  return warehouse_.stream(sql, std::move(stop));
}

}  // namespace seohak
