#include "pipeline/stages.h"

#include <algorithm>
#include <map>

#include <fmt/core.h>

#include "base/check.h"
#include "base/hash.h"
#include "base/text.h"
#include "model/sessions.h"

namespace seohak {
namespace {

std::string full_name(std::string_view source, std::string_view dataset) {
  return fmt::format("{}.{}", source, dataset);
}

TaskOutcome skipped(std::string why) {
  return {.summary = std::move(why), .counts = {}, .skipped = true};
}

/// The last part of a file's address. A mapping's files lie in one folder, so it tells them apart,
/// also from those that were landed when the folder lay elsewhere.
std::string file_name(std::string_view url) { return std::string(url.substr(url.rfind('/') + 1)); }

/// Digests of the files that are landed already, by name; the newest of each.
Result<std::map<std::string, std::string>> landed_files(const Stages& stages,
                                                        std::string_view source,
                                                        std::string_view dataset) {
  std::map<std::string, std::string> digests;
  if (source != "file") return digests;
  std::map<std::string, Instant> newest;
  for (const Manifest& manifest : SEOHAK_TRY(stages.landing.manifests(source, dataset)))
    for (const LandedRecord& record : manifest.records) {
      const std::string name = file_name(record.url);
      const auto [at, first] = newest.try_emplace(name, record.fetched_at);
      if (!record.ok || (!first && record.fetched_at < at->second)) continue;
      at->second = record.fetched_at;
      digests[name] = record.digest;
    }
  return digests;
}

/// Lands what the driver brings, counting; a file that is landed with the same name and bytes is
/// left out.
class LandAnswers {
 public:
  LandAnswers(LandingWriter& writer, std::map<std::string, std::string> landed)
      : writer_(writer), landed_(std::move(landed)) {}
  Result<void> operator()(const Call& call, const Answer& answer, bool ok) {
    const auto known = landed_.find(file_name(answer.url));
    if (ok && known != landed_.end() && known->second == "sha256:" + sha256_hex(answer.body)) {
      ++unchanged_;
      return {};
    }
    bytes_ += static_cast<std::int64_t>(answer.body.size());
    return writer_.add(call, answer, ok);
  }
  std::int64_t bytes() const { return bytes_; }
  int unchanged() const { return unchanged_; }

 private:
  LandingWriter& writer_;
  std::map<std::string, std::string> landed_;
  std::int64_t bytes_ = 0;
  int unchanged_ = 0;
};

/// The most telling failure of a run of calls: a final one before one that a retry helps.
Error summarize(const std::vector<FailedCall>& failed, int succeeded) {
  const auto worst = std::find_if(failed.begin(), failed.end(), [](const FailedCall& call) {
    return !is_retryable(call.error.code);
  });
  Error error = (worst != failed.end() ? *worst : failed.front()).error;
  if (failed.size() > 1 || succeeded > 0)
    error.message = fmt::format("{} of {} calls failed, the first: {}", failed.size(),
                                failed.size() + static_cast<std::size_t>(succeeded), error.message);
  return error;
}

/// Makes the calls and lands every answer, for `days`.
Result<TaskOutcome> land_calls(const Stages& stages, std::string_view source,
                               std::string_view dataset, DayInterval days, std::vector<Call> calls,
                               TaskContext& context) {
  auto writer = SEOHAK_TRY(stages.landing.writer(source, dataset, days, context.run));
  LandAnswers land(*writer, SEOHAK_TRY(landed_files(stages, source, dataset)));
  const DriveReport report = SEOHAK_TRY(stages.driver(source).run(
      *stages.planner.registry.find(source), std::move(calls), std::ref(land),
      [&](int finished, int known) { context.progress(finished, known, "answers"); },
      context.stop));
  const std::vector<Manifest> manifests = SEOHAK_TRY(writer->finish());
  for (const FailedCall& failed : report.failed)
    context.log(LogLevel::error, fmt::format("{}: {}", failed.call.label, failed.error.message));
  if (!report.failed.empty()) return fail(summarize(report.failed, report.succeeded));
  if (land.unchanged() == report.succeeded) return skipped("the files are landed already");
  return TaskOutcome{
      .summary = fmt::format("{}, {}, {}", counted(report.succeeded, "answer", "answers"),
                             counted(land.bytes(), "byte", "bytes"),
                             counted(static_cast<std::int64_t>(manifests.size()), "file", "files")),
      .counts = {
          {"answers", report.succeeded}, {"bytes", land.bytes()}, {"retries", report.retried}}};
}

/// What is wrong in a raw table goes to the log, as raw rows stay as their source told them.
Result<std::int64_t> audit(const Stages& stages, const TableSchema& table, TaskContext& context) {
  std::int64_t warnings = 0;
  for (const std::string& found : SEOHAK_TRY(audit_table(table, stages.warehouse))) {
    context.log(LogLevel::warning, found);
    ++warnings;
  }
  return warnings;
}

/// Audits the raw tables that a dataset fills.
Result<std::int64_t> audit_tables(const Stages& stages, const Dataset& dataset,
                                  TaskContext& context) {
  std::int64_t warnings = 0;
  for (const TableSchema& table : stages.tables)
    if (std::find(dataset.tables.begin(), dataset.tables.end(), table.name) != dataset.tables.end())
      warnings += SEOHAK_TRY(audit(stages, table, context));
  return warnings;
}

/// What a load did; its failures and what is quarantined go to the log.
Result<TaskOutcome> load_outcome(const LoadReport& report, TaskContext& context) {
  for (const std::string& failure : report.failures) context.log(LogLevel::error, failure);
  if (report.quarantined > 0)
    context.log(LogLevel::warning,
                fmt::format("{} rows went to raw_data.quarantine", report.quarantined));
  for (const std::string& damaged : report.damaged) context.log(LogLevel::error, damaged);
  if (!report.damaged.empty())
    return fail(Errc::bad_data,
                fmt::format("{} landed files are damaged (the rest is loaded), the first: {}",
                            report.damaged.size(), report.damaged.front()));
  if (!report.failures.empty())
    return fail(
        Errc::drifted,
        fmt::format("{} of {} answers could not be read (the rest is loaded), the first: {}",
                    report.failures.size(), report.answers, report.failures.front()));
  return TaskOutcome{
      .summary = fmt::format("{}, {}, {} quarantined", counted(report.answers, "answer", "answers"),
                             counted(report.rows, "row", "rows"), grouped(report.quarantined)),
      .counts = {
          {"parsed", report.answers}, {"rows", report.rows}, {"quarantined", report.quarantined}}};
}

Result<TaskOutcome> load(const Stages& stages, std::string_view source, std::string_view dataset,
                         TaskContext& context) {
  const std::vector<Manifest> manifests = SEOHAK_TRY(stages.landing.manifests(source, dataset));
  const LoadReport report = SEOHAK_TRY(stages.loader.load(manifests, false, context.stop));
  TaskOutcome outcome = SEOHAK_TRY(load_outcome(report, context));
  const Dataset* known = stages.planner.registry.dataset(source, dataset);
  if (known != nullptr && report.answers > 0)
    outcome.counts["warnings"] = SEOHAK_TRY(audit_tables(stages, *known, context));
  return outcome;
}

Result<TaskOutcome> load_days(const Stages& stages, const Part& part, TaskContext& context) {
  std::vector<Manifest> manifests = SEOHAK_TRY(stages.landing.manifests(part.source, part.dataset));
  std::erase_if(manifests, [&](const Manifest& one) {
    return one.days.from < part.days.from || part.days.to < one.days.to;
  });
  const LoadReport report = SEOHAK_TRY(stages.loader.load(manifests, false, context.stop));
  return load_outcome(report, context);
}

const TableSchema& table_named(const Stages& stages, std::string_view name) {
  const auto table = std::find_if(stages.tables.begin(), stages.tables.end(),
                                  [&](const TableSchema& each) { return each.name == name; });
  SEOHAK_CHECK(table != stages.tables.end());
  return *table;
}

std::string part_name(std::string_view stage, const Part& part) {
  return fmt::format("{}:{}{}{}", stage, full_name(part.source, part.dataset),
                     part.label.empty() ? "" : "@", part.label);
}

TaskOutcome model_outcome(const ModelReport& report, TaskContext& context) {
  for (const std::string& warning : report.warnings) context.log(LogLevel::warning, warning);
  if (report.unchanged) return skipped("nothing that it reads has changed");
  return {.summary = counted(report.rows, "row written", "rows written"),
          .counts = {{"written", report.rows},
                     {"warnings", static_cast<std::int64_t>(report.warnings.size())}}};
}

}  // namespace

Task calendar_task(const Stages& stages) {
  Task task;
  task.name = "calendar:market_session";
  task.pool = kWarehousePool;
  task.run = [stages, &table = table_named(stages, "raw_data.market_session")](
                 TaskContext& context) -> Result<TaskOutcome> {
    return model_outcome(
        SEOHAK_TRY(update_sessions(stages.planner.calendar, table, stages.warehouse)), context);
  };
  return task;
}

Task extract_task(const Stages& stages, std::string_view source, std::string_view dataset) {
  Task task;
  task.name = "extract:" + full_name(source, dataset);
  task.run = [stages, source = std::string(source),
              dataset = std::string(dataset)](TaskContext& context) -> Result<TaskOutcome> {
    PlannedCalls planned =
        SEOHAK_TRY(plan_calls(stages.planner, source, dataset, context.interval));
    if (planned.calls.empty()) return skipped(std::move(planned.why_none));
    return land_calls(stages, source, dataset, planned.days, std::move(planned.calls), context);
  };
  // The driver has tried each call by its source's own policy already.
  task.retry.tries = 1;
  task.pool = source;
  return task;
}

Task extract_task(const Stages& stages, Part part) {
  Task task;
  task.name = part_name("extract", part);
  task.pool = part.source;
  task.run = [stages, part = std::move(part)](TaskContext& context) -> Result<TaskOutcome> {
    if (part.calls.empty()) return skipped(part.why_none);
    return land_calls(stages, part.source, part.dataset, part.days, part.calls, context);
  };
  task.retry.tries = 1;
  return task;
}

Task load_task(const Stages& stages, std::string_view source, std::string_view dataset) {
  Task task;
  task.name = "load:" + full_name(source, dataset);
  task.pool = kWarehousePool;
  task.after = {"extract:" + full_name(source, dataset)};
  task.needs = Needs::ended;
  task.run = [stages, source = std::string(source), dataset = std::string(dataset)](
                 TaskContext& context) { return load(stages, source, dataset, context); };
  return task;
}

Task load_task(const Stages& stages, const Part& part) {
  Task task;
  task.name = part_name("load", part);
  task.pool = kWarehousePool;
  task.after = {part_name("extract", part)};
  task.needs = Needs::ended;
  Part loaded = part;
  loaded.calls.clear();
  task.run = [stages, part = std::move(loaded)](TaskContext& context) {
    return load_days(stages, part, context);
  };
  return task;
}

Task audit_task(const Stages& stages, std::string_view table, std::vector<std::string> after) {
  Task task;
  task.name = "audit:" + std::string(table);
  task.pool = kWarehousePool;
  task.after = std::move(after);
  task.needs = Needs::ended;
  task.run = [stages,
              &schema = table_named(stages, table)](TaskContext& context) -> Result<TaskOutcome> {
    const std::int64_t warnings = SEOHAK_TRY(audit(stages, schema, context));
    return TaskOutcome{.summary = counted(warnings, "warning", "warnings"),
                       .counts = {{"warnings", warnings}}};
  };
  return task;
}

Task model_task(const Stages& stages, std::string_view table, std::vector<std::string> after) {
  const auto model =
      std::find_if(stages.models.begin(), stages.models.end(),
                   [&](const Model& candidate) { return candidate.schema.name == table; });
  SEOHAK_CHECK(model != stages.models.end());
  Task task;
  task.name = "model:" + std::string(table);
  task.pool = kWarehousePool;
  task.after = std::move(after);
  task.needs = Needs::ended;
  task.run = [stages, &model = *model](TaskContext& context) -> Result<TaskOutcome> {
    return model_outcome(SEOHAK_TRY(update_model(model, stages.warehouse, context.stop)), context);
  };
  return task;
}

}  // namespace seohak
