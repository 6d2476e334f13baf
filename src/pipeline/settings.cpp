#include "pipeline/settings.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "pipeline/pipelines.h"
#include "pipeline/stages.h"

namespace seohak {
namespace {

/// Tasks that compute and write at once: more only take memory, as the engine uses every core.
constexpr int kWarehouseSlots = 2;

/// One setting of a pipeline, or of the plan where none is set.
class SettingsReader {
 public:
  SettingsReader(std::string_view pipeline, const Config& config)
      : prefix_(fmt::format("pipelines.{}.", pipeline)), config_(config) {}

  std::string key(std::string_view name) const { return prefix_ + std::string(name); }
  bool has(std::string_view name) const { return config_.is_set(key(name)); }
  int number(std::string_view name) const { return static_cast<int>(config_.integer(key(name))); }
  Duration seconds(std::string_view name) const { return std::chrono::seconds(number(name)); }
  std::string text(std::string_view name) const { return config_.text(key(name)); }
  bool flag(std::string_view name) const { return config_.boolean(key(name)); }

 private:
  std::string prefix_;
  const Config& config_;
};

Result<Schedule> schedule_of(const PipelinePlan& plan, const SettingsReader& reader,
                             const Config& config) {
  const std::string set = reader.text("schedule");
  auto schedule = Schedule::parse(set.empty() ? plan.schedule : std::string_view(set));
  if (schedule) return schedule;
  const std::string key = reader.key("schedule");
  return fail(Errc::bad_config,
              fmt::format("{}: {}: {}", config.origin(key), key, schedule.error().message));
}

/// Errors: bad_config for a name that is not among those that there are.
Result<void> check_names(const Config& config, std::string_view section,
                         const std::vector<std::string_view>& known) {
  for (const std::string& name : config.names_in(section)) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const std::string_view near = nearest(name, known);
    return fail(Errc::bad_config, near.empty()
                                      ? fmt::format("unknown setting {}.{}; there are {}", section,
                                                    name, fmt::join(known, ", "))
                                      : fmt::format("unknown setting {}.{}; did you mean {}.{}?",
                                                    section, name, section, near));
  }
  return {};
}

std::vector<std::string_view> pool_names() {
  std::vector<std::string_view> names{kWarehousePool, "file"};
  for (const PipelineDataset& one : pipeline_datasets())
    if (std::find(names.begin(), names.end(), one.source) == names.end())
      names.push_back(one.source);
  return names;
}

}  // namespace

Result<PipelineSettings> pipeline_settings(const PipelinePlan& plan, const Config& config) {
  const SettingsReader reader(plan.name, config);
  PipelineSettings settings{
      .timing = {.schedule = SEOHAK_TRY(schedule_of(plan, reader, config)),
                 .enabled = reader.flag("enabled"),
                 .catch_up = plan.catch_up,
                 .catch_up_most = reader.number("catch_up_most"),
                 .deadline = reader.has("deadline_s") ? reader.seconds("deadline_s")
                                                      : Duration(plan.deadline)},
      .tries = std::nullopt,
      .timeout = std::nullopt,
      .own_schedule = reader.has("schedule")};
  if (reader.has("catch_up"))
    settings.timing.catch_up = SEOHAK_TRY(parse_catch_up(reader.text("catch_up")));
  if (reader.has("retries")) settings.tries = reader.number("retries") + 1;
  if (reader.has("timeout_s")) settings.timeout = reader.seconds("timeout_s");
  return settings;
}

void apply(const PipelineSettings& settings, Pipeline& pipeline) {
  pipeline.timing = settings.timing;
  for (Task& task : pipeline.tasks) {
    // One try alone: what it does is tried again within the task.
    if (settings.tries && task.retry.tries > 1) task.retry.tries = *settings.tries;
    if (settings.timeout) task.timeout = *settings.timeout;
    if (settings.own_schedule) task.only_when.reset();
  }
}

Result<void> check_pipeline_settings(const Config& config) {
  const auto pipelines = pipeline_names();
  SEOHAK_TRY(check_names(config, "pipelines", {pipelines.begin(), pipelines.end()}));
  SEOHAK_TRY(check_names(config, "pools", pool_names()));
  const std::vector<std::string> named = config.names_in("pipelines");
  for (const PipelinePlan& plan : pipeline_plans())
    if (std::find(named.begin(), named.end(), plan.name) != named.end())
      SEOHAK_TRY(pipeline_settings(plan, config));
  return {};
}

std::map<std::string, int> pool_slots(const Config& config) {
  std::map<std::string, int> slots;
  for (const std::string_view name : pool_names()) {
    const std::string key = fmt::format("pools.{}", name);
    const bool as_declared = name == kWarehousePool && !config.is_set(key);
    slots[std::string(name)] =
        as_declared ? kWarehouseSlots : static_cast<int>(config.integer(key));
  }
  return slots;
}

}  // namespace seohak
