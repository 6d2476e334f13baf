#include "pipeline/stages.h"

#include <algorithm>

#include <fmt/core.h>

#include "base/check.h"

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

/// Lands what the driver brings, counting.
class LandAnswers {
 public:
  explicit LandAnswers(LandingWriter& writer) : writer_(writer) {}
  Result<void> operator()(const Call& call, const Answer& answer, bool ok) {
    bytes_ += static_cast<std::int64_t>(answer.body.size());
    return writer_.add(call, answer, ok);
  }
  std::int64_t bytes() const { return bytes_; }

 private:
  LandingWriter& writer_;
  std::int64_t bytes_ = 0;
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
  auto calls = connector->plan(Request{dataset->name, days});
  if (!calls && is_not_configured(calls.error())) return skipped(calls.error().message);
  if (!calls) return fail(calls.error());
  if (calls->empty()) return skipped("nothing to ask for these days");

  auto writer = SEOHAK_TRY(stages.landing.writer(source, dataset_name, days, context.run));
  LandAnswers land(*writer);
  const DriveReport report = SEOHAK_TRY(stages.driver(source).run(
      *connector, std::move(*calls), std::ref(land),
      [&](int finished, int known) { context.progress(finished, known, "answers"); },
      context.stop));
  const std::vector<Manifest> manifests = SEOHAK_TRY(writer->finish());
  for (const FailedCall& failed : report.failed)
    context.log(LogLevel::error, fmt::format("{}: {}", failed.call.label, failed.error.message));
  if (!report.failed.empty()) return fail(summarize(report.failed, report.succeeded));
  return TaskOutcome{
      .summary = fmt::format("{} answers, {} bytes, {} files", report.succeeded, land.bytes(),
                             manifests.size()),
      .counts = {
          {"answers", report.succeeded}, {"bytes", land.bytes()}, {"retries", report.retried}}};
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
  return TaskOutcome{
      .summary = fmt::format("{} answers, {} rows, {} quarantined", report.answers, report.rows,
                             report.quarantined),
      .counts = {
          {"parsed", report.answers}, {"rows", report.rows}, {"quarantined", report.quarantined}}};
}

Result<TaskOutcome> run_model_task(const Stages& stages, const Model& model, TaskContext& context) {
  // Rows of later days depend on earlier ones (changes, averages), so all days are written; a model
  // of the recorded data takes well under a second.
  const ModelReport report = SEOHAK_TRY(run_model(model, DayInterval{}, stages.warehouse));
  for (const std::string& warning : report.warnings) context.log(LogLevel::warning, warning);
  return TaskOutcome{.summary = fmt::format("{} rows", report.rows),
                     .counts = {{"written", report.rows},
                                {"warnings", static_cast<std::int64_t>(report.warnings.size())}}};
}

}  // namespace

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
  task.run = [stages, &model = *model](TaskContext& context) {
    return run_model_task(stages, model, context);
  };
  return task;
}

std::string add_dataset(Pipeline& pipeline, const Stages& stages, std::string_view source,
                        std::string_view dataset) {
  pipeline.tasks.push_back(extract_task(stages, source, dataset));
  pipeline.tasks.push_back(load_task(stages, source, dataset));
  return pipeline.tasks.back().name;
}

std::vector<std::string> add_file_drops(Pipeline& pipeline, const Stages& stages,
                                        std::span<const std::string_view> tables) {
  std::vector<std::string> loads;
  const Connector* connector = stages.registry.find("file");
  if (connector == nullptr) return loads;
  for (const Dataset& dataset : connector->datasets()) {
    const bool fits = std::any_of(dataset.tables.begin(), dataset.tables.end(), [&](auto table) {
      return std::find(tables.begin(), tables.end(), table) != tables.end();
    });
    if (fits) loads.push_back(add_dataset(pipeline, stages, "file", dataset.name));
  }
  return loads;
}

}  // namespace seohak
