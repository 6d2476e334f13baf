#include "dag/log_limit.h"

#include <fmt/core.h>

#include "dag/pipeline.h"

namespace seohak {
namespace {

/// Lines are counted once in so many, over all logs: whoever logs without end is met soon.
constexpr std::int64_t kCountedOnceIn = 256;

constexpr std::string_view kOfTry = " FROM log WHERE run = ? AND task = ? AND attempt = ?";

}  // namespace

Result<void> limit_log(Sqlite& database, const std::string& run, const std::string& task,
                       int attempt) {
  const auto newest = SEOHAK_TRY(database.integer("SELECT last_insert_rowid()")).value_or(0);
  if (newest % kCountedOnceIn != 0) return {};
  auto transaction = SEOHAK_TRY(SqliteTransaction::begin(database));
  const SqliteValues of_try{run, task, std::int64_t{attempt}};
  const auto select = [&](std::string_view what, std::string_view order) {
    return database.integer(fmt::format("SELECT {}{}{}", what, kOfTry, order), of_try);
  };
  const auto lines = SEOHAK_TRY(select("count(*)", "")).value_or(0);
  if (lines <= 3 * kLogLinesKept) return {};
  const auto mark =
      SEOHAK_TRY(select("id", fmt::format(" ORDER BY id LIMIT 1 OFFSET {}", kLogLinesKept)));
  const auto kept = SEOHAK_TRY(
      select("id", fmt::format(" ORDER BY id DESC LIMIT 1 OFFSET {}", kLogLinesKept - 1)));
  SEOHAK_TRY(database.run(fmt::format("DELETE{} AND id > ? AND id < ?", kOfTry),
                          {run, task, std::int64_t{attempt}, *mark, *kept}));
  SEOHAK_TRY(database.run("UPDATE log SET text = ?, level = ? WHERE id = ?",
                          {"lines are left out here: of a long log the first and the newest stay",
                           static_cast<std::int64_t>(LogLevel::info), *mark}));
  return transaction.commit();
}

}  // namespace seohak
