#include "pipeline/run_stages.h"

#include <algorithm>
#include <set>

namespace seohak {
namespace {

std::vector<std::string> loads_of(const std::vector<RunStage>& stages) {
  std::vector<std::string> loads;
  for (const RunStage& stage : stages)
    if (stage.name.starts_with("load:")) loads.push_back(stage.name);
  return loads;
}

std::vector<std::string> declared_before(const Pipeline& pipeline, const std::string& stage) {
  const auto found = std::find_if(pipeline.tasks.begin(), pipeline.tasks.end(),
                                  [&](const Task& task) { return task.name == stage; });
  return found == pipeline.tasks.end() ? std::vector<std::string>() : found->after;
}

}  // namespace

std::string_view stage_of(std::string_view task) { return task.substr(0, task.find('@')); }

std::vector<RunStage> stages_of(const RunRecord& run, const Pipeline* declared) {
  std::vector<RunStage> stages;
  std::set<std::string, std::less<>> known;
  for (const TaskRecord& task : run.tasks)
    if (known.emplace(stage_of(task.task)).second)
      stages.push_back({std::string(stage_of(task.task)), {}});
  const std::vector<std::string> loads = loads_of(stages);
  for (RunStage& stage : stages) {
    if (stage.name.starts_with("audit:"))
      stage.after = loads;
    else if (declared != nullptr)
      stage.after = declared_before(*declared, stage.name);
    std::erase_if(stage.after, [&](const std::string& each) { return !known.contains(each); });
  }
  return stages;
}

}  // namespace seohak
