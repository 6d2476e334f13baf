#include "pipeline/stages.h"

#include <algorithm>
#include <map>

#include <fmt/core.h>

#include "base/check.h"
#include "base/hash.h"
#include "model/sessions.h"

namespace seohak {
namespace {

std::string full_name(std::string_view source, std::string_view dataset) {
  return fmt::format("{}.{}", source, dataset);
}

TaskOutcome skipped(std::string why) {
  return {.summary = std::move(why), .counts = {}, .skipped = true};
}

/// Why there is nothing to ask, when a missing key or setting is the reason.
bool is_not_configured(const Error& error) {
  return error.code == Errc::unauthorized || error.code == Errc::not_found;
}

/// Digests of the files that are landed already, by address; the newest of each.
Result<std::map<std::string, std::string>> landed_files(const Stages& stages,
                                                        std::string_view source,
                                                        std::string_view dataset) {
  std::map<std::string, std::string> digests;
  if (source != "file") return digests;
  std::map<std::string, Instant> newest;
  for (const Manifest& manifest : SEOHAK_TRY(stages.landing.manifests(source, dataset)))
    for (const LandedRecord& record : manifest.records) {
      const auto [at, first] = newest.try_emplace(record.url, record.fetched_at);
      if (!record.ok || (!first && record.fetched_at < at->second)) continue;
      at->second = record.fetched_at;
      digests[record.url] = record.digest;
    }
  return digests;
}

/// Lands what the driver brings, counting; a file that is landed with the same bytes is left out.
class LandAnswers {
 public:
  LandAnswers(LandingWriter& writer, std::map<std::string, std::string> landed)
      : writer_(writer), landed_(std::move(landed)) {}
  Result<void> operator()(const Call& call, const Answer& answer, bool ok) {
    const auto known = landed_.find(answer.url);
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

/// The calls for `days`; of a source that only tells the present those of each capture, oldest
/// first.
Result<std::vector<Call>> plan_calls(const Stages& stages, const Connector& connector,
                                     const Dataset& dataset, DayInterval days) {
  std::vector<Instant> captures;
  if (dataset.now_only) captures = stages.captures(connector.name(), dataset, days);
  if (captures.empty()) return connector.plan(Request{dataset.name, days});
  std::vector<Call> calls;
  for (const Instant capture : captures) {
    const PlainDay day = stages.calendar.session_day(Exchange::xnys, capture);
    for (Call& call : SEOHAK_TRY(connector.plan(Request{dataset.name, {day, day + 1}}))) {
      call.clock = capture;
      call.label = fmt::format("{} {}", format(day), call.label);
      calls.push_back(std::move(call));
    }
  }
  return calls;
}

Result<TaskOutcome> extract(const Stages& stages, std::string_view source,
                            std::string_view dataset_name, TaskContext& context) {
  const Connector* connector = stages.registry.find(source);
  const Dataset* dataset = stages.registry.dataset(source, dataset_name);
  if (connector == nullptr || dataset == nullptr) return skipped("this program has no such source");
  const auto window = stages.window(source, *dataset, context.interval);
  if (!window && is_not_configured(window.error())) return skipped(window.error().message);
  if (!window) return fail(window.error());
  const DayInterval days = *window;
  if (days.empty()) return skipped("nothing to ask for these days");
  auto calls = plan_calls(stages, *connector, *dataset, days);
  if (!calls && is_not_configured(calls.error())) return skipped(calls.error().message);
  if (!calls) return fail(calls.error());
  if (calls->empty()) return skipped("nothing to ask for these days");

  auto writer = SEOHAK_TRY(stages.landing.writer(source, dataset_name, days, context.run));
  LandAnswers land(*writer, SEOHAK_TRY(landed_files(stages, source, dataset_name)));
  const DriveReport report = SEOHAK_TRY(stages.driver(source).run(
      *connector, std::move(*calls), std::ref(land),
      [&](int finished, int known) { context.progress(finished, known, "answers"); },
      context.stop));
  const std::vector<Manifest> manifests = SEOHAK_TRY(writer->finish());
  for (const FailedCall& failed : report.failed)
    context.log(LogLevel::error, fmt::format("{}: {}", failed.call.label, failed.error.message));
  if (!report.failed.empty()) return fail(summarize(report.failed, report.succeeded));
  if (land.unchanged() == report.succeeded) return skipped("the files are landed already");
  return TaskOutcome{
      .summary = fmt::format("{} answers, {} bytes, {} files", report.succeeded, land.bytes(),
                             manifests.size()),
      .counts = {
          {"answers", report.succeeded}, {"bytes", land.bytes()}, {"retries", report.retried}}};
}

/// Audits the raw tables that a dataset fills; what is wrong goes to the log, as raw rows stay as
/// their source told them.
Result<std::int64_t> audit_tables(const Stages& stages, const Dataset& dataset,
                                  TaskContext& context) {
  std::int64_t warnings = 0;
  for (const TableSchema& table : stages.tables) {
    if (std::find(dataset.tables.begin(), dataset.tables.end(), table.name) == dataset.tables.end())
      continue;
    for (const std::string& found : SEOHAK_TRY(audit_table(table, stages.warehouse))) {
      context.log(LogLevel::warning, found);
      ++warnings;
    }
  }
  return warnings;
}

Result<TaskOutcome> load(const Stages& stages, std::string_view source, std::string_view dataset,
                         TaskContext& context) {
  const std::vector<Manifest> manifests = SEOHAK_TRY(stages.landing.manifests(source, dataset));
  const LoadReport report = SEOHAK_TRY(stages.loader.load(manifests, false, context.stop));
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
  const Dataset* known = stages.registry.dataset(source, dataset);
  const std::int64_t warnings = known != nullptr && report.answers > 0
                                    ? SEOHAK_TRY(audit_tables(stages, *known, context))
                                    : 0;
  return TaskOutcome{.summary = fmt::format("{} answers, {} rows, {} quarantined", report.answers,
                                            report.rows, report.quarantined),
                     .counts = {{"parsed", report.answers},
                                {"rows", report.rows},
                                {"quarantined", report.quarantined},
                                {"warnings", warnings}}};
}

TaskOutcome model_outcome(const ModelReport& report, TaskContext& context) {
  for (const std::string& warning : report.warnings) context.log(LogLevel::warning, warning);
  if (report.unchanged) return skipped("nothing that it reads has changed");
  return {.summary = fmt::format("{} rows", report.rows),
          .counts = {{"written", report.rows},
                     {"warnings", static_cast<std::int64_t>(report.warnings.size())}}};
}

}  // namespace

Task calendar_task(const Stages& stages) {
  const auto table =
      std::find_if(stages.tables.begin(), stages.tables.end(),
                   [](const TableSchema& each) { return each.name == "raw_data.market_session"; });
  SEOHAK_CHECK(table != stages.tables.end());
  Task task;
  task.name = "calendar:market_session";
  task.run = [stages, &table = *table](TaskContext& context) -> Result<TaskOutcome> {
    return model_outcome(SEOHAK_TRY(update_sessions(stages.calendar, table, stages.warehouse)),
                         context);
  };
  return task;
}

Task extract_task(const Stages& stages, std::string_view source, std::string_view dataset) {
  Task task;
  task.name = "extract:" + full_name(source, dataset);
  task.run = [stages, source = std::string(source), dataset = std::string(dataset)](
                 TaskContext& context) { return extract(stages, source, dataset, context); };
  // The driver has tried each call by its source's own policy already.
  task.retry.tries = 1;
  return task;
}

Task load_task(const Stages& stages, std::string_view source, std::string_view dataset) {
  Task task;
  task.name = "load:" + full_name(source, dataset);
  task.after = {"extract:" + full_name(source, dataset)};
  task.needs = Needs::ended;
  task.run = [stages, source = std::string(source), dataset = std::string(dataset)](
                 TaskContext& context) { return load(stages, source, dataset, context); };
  return task;
}

Task model_task(const Stages& stages, std::string_view table, std::vector<std::string> after) {
  const auto model =
      std::find_if(stages.models.begin(), stages.models.end(),
                   [&](const Model& candidate) { return candidate.schema.name == table; });
  SEOHAK_CHECK(model != stages.models.end());
  Task task;
  task.name = "model:" + std::string(table);
  task.after = std::move(after);
  task.needs = Needs::ended;
  task.run = [stages, &model = *model](TaskContext& context) -> Result<TaskOutcome> {
    return model_outcome(SEOHAK_TRY(update_model(model, stages.warehouse)), context);
  };
  return task;
}

std::string add_dataset(Pipeline& pipeline, const Stages& stages, std::string_view source,
                        std::string_view dataset) {
  pipeline.tasks.push_back(extract_task(stages, source, dataset));
  pipeline.tasks.push_back(load_task(stages, source, dataset));
  return pipeline.tasks.back().name;
}

}  // namespace seohak
