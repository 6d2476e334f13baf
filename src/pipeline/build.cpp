#include "pipeline/build.h"

#include <algorithm>

#include "base/check.h"
#include "pipeline/stages.h"

namespace seohak {
namespace {

template <typename Range, typename Value>
bool contains(const Range& range, const Value& value) {
  return std::find(range.begin(), range.end(), value) != range.end();
}

const Model& model_named(const Stages& stages, std::string_view table) {
  const auto found = std::find_if(stages.models.begin(), stages.models.end(),
                                  [&](const Model& model) { return model.schema.name == table; });
  SEOHAK_CHECK(found != stages.models.end());
  return *found;
}

/// Aborts on what cannot be read: declarations are our own.
Schedule schedule_of(const DatasetName& dataset) {
  auto schedule = Schedule::parse(dataset.only_when);
  SEOHAK_CHECK(schedule);
  return *std::move(schedule);
}

void add_models(Pipeline& pipeline, const Stages& stages, const PipelinePlan& plan,
                const std::vector<std::string>& loads) {
  for (const std::string_view table : plan.models) {
    std::vector<std::string> after;
    for (const std::string& read : model_named(stages, table).reads)
      if (contains(plan.models, read)) after.push_back("model:" + read);
    pipeline.tasks.push_back(model_task(stages, table, after.empty() ? loads : after));
  }
}

/// The raw tables that a pipeline's datasets fill, in the order of the schemas.
std::vector<std::string_view> filled_tables(const Stages& stages, const PipelinePlan& plan) {
  std::vector<std::string_view> filled;
  const auto datasets = datasets_of(stages.planner.registry, plan);
  for (const TableSchema& table : stages.tables)
    for (const DatasetName& name : datasets) {
      const Dataset* dataset = stages.planner.registry.dataset(name.source, name.dataset);
      if (dataset == nullptr || !contains(dataset->tables, table.name)) continue;
      filled.push_back(table.name);
      break;
    }
  return filled;
}

}  // namespace

std::vector<DatasetName> datasets_of(const Registry& registry, const PipelinePlan& plan) {
  std::vector<DatasetName> all(plan.datasets.begin(), plan.datasets.end());
  const Connector* drops = registry.find("file");
  if (drops == nullptr) return all;
  for (const Dataset& dataset : drops->datasets())
    if (std::any_of(dataset.tables.begin(), dataset.tables.end(),
                    [&](auto table) { return contains(plan.raw_tables, table); }))
      all.push_back({"file", dataset.name});
  return all;
}

Pipeline build_pipeline(const Stages& stages, const PipelinePlan& plan) {
  Pipeline pipeline{.name = std::string(plan.name), .tasks = {}};
  pipeline.tasks.push_back(calendar_task(stages));
  std::vector<std::string> loads{pipeline.tasks.back().name};
  for (const DatasetName& one : datasets_of(stages.planner.registry, plan)) {
    pipeline.tasks.push_back(extract_task(stages, one.source, one.dataset));
    if (!one.only_when.empty()) pipeline.tasks.back().only_when = schedule_of(one);
    pipeline.tasks.push_back(load_task(stages, one.source, one.dataset));
    loads.push_back(pipeline.tasks.back().name);
  }
  add_models(pipeline, stages, plan, loads);
  return pipeline;
}

Pipeline build_backfill(const Stages& stages, const PipelinePlan& plan, std::vector<Part> parts) {
  Pipeline pipeline{.name = std::string(plan.name), .tasks = {}};
  pipeline.tasks.push_back(calendar_task(stages));
  std::vector<std::string> loads{pipeline.tasks.back().name};
  for (Part& part : parts) {
    Task load = load_task(stages, part);
    pipeline.tasks.push_back(extract_task(stages, std::move(part)));
    loads.push_back(load.name);
    pipeline.tasks.push_back(std::move(load));
  }
  for (const std::string_view table : filled_tables(stages, plan))
    pipeline.tasks.push_back(audit_task(stages, table, loads));
  add_models(pipeline, stages, plan, loads);
  return pipeline;
}

}  // namespace seohak
