#include "pipeline/build.h"

#include <algorithm>

#include "base/check.h"

namespace seohak {
namespace {

const Model& model_named(const Stages& stages, std::string_view table) {
  const auto found = std::find_if(stages.models.begin(), stages.models.end(),
                                  [&](const Model& model) { return model.schema.name == table; });
  SEOHAK_CHECK(found != stages.models.end());
  return *found;
}

/// Extract and load of every file mapping whose table is among `tables`.
void add_file_drops(Pipeline& pipeline, const Stages& stages,
                    std::span<const std::string_view> tables, std::vector<std::string>& loads) {
  const Connector* connector = stages.registry.find("file");
  if (connector == nullptr) return;
  for (const Dataset& dataset : connector->datasets()) {
    const bool fits = std::any_of(dataset.tables.begin(), dataset.tables.end(), [&](auto table) {
      return std::find(tables.begin(), tables.end(), table) != tables.end();
    });
    if (fits) loads.push_back(add_dataset(pipeline, stages, "file", dataset.name));
  }
}

}  // namespace

Pipeline build_pipeline(const Stages& stages, const PipelinePlan& plan) {
  Pipeline pipeline{.name = std::string(plan.name), .tasks = {}};
  std::vector<std::string> loads;
  pipeline.tasks.push_back(calendar_task(stages));
  loads.push_back(pipeline.tasks.back().name);
  for (const DatasetName& one : plan.datasets)
    loads.push_back(add_dataset(pipeline, stages, one.source, one.dataset));
  add_file_drops(pipeline, stages, plan.raw_tables, loads);
  for (const std::string_view table : plan.models) {
    std::vector<std::string> after;
    for (const std::string& read : model_named(stages, table).reads)
      if (std::find(plan.models.begin(), plan.models.end(), read) != plan.models.end())
        after.push_back("model:" + read);
    pipeline.tasks.push_back(model_task(stages, table, after.empty() ? loads : after));
  }
  return pipeline;
}

}  // namespace seohak
