#include "dag/intervention.h"

#include <algorithm>

#include "dag/execution.h"

namespace seohak {

TaskEnd ended_by_hand(TaskState state) {
  TaskEnd end{.state = state, .message = "done by hand"};
  if (state == TaskState::skipped) end.message = "skipped by hand";
  if (state == TaskState::cancelled) {
    end.message = "cancelled by hand";
    end.code = to_string(Errc::cancelled);
  }
  if (state == TaskState::failed) {
    end.message = "failed by hand";
    end.code = to_string(Errc::bad_request);
  }
  return end;
}

bool was_ended_by_hand(const TaskRecord& task) {
  return has_ended(task.state) && task.message == ended_by_hand(task.state).message;
}

std::vector<std::string> with_followers(const Pipeline& pipeline,
                                        std::span<const std::string> tasks) {
  std::set<std::string, std::less<>> found(tasks.begin(), tasks.end());
  for (std::size_t known = 0; known != found.size();) {
    known = found.size();
    for (const Task& task : pipeline.tasks)
      if (std::any_of(task.after.begin(), task.after.end(),
                      [&](const std::string& name) { return found.contains(name); }))
        found.insert(task.name);
  }
  std::vector<std::string> ordered;
  for (const Task& task : pipeline.tasks)
    if (found.contains(task.name)) ordered.push_back(task.name);
  return ordered;
}

Result<bool> ActiveRuns::intervene(const std::string& run, const Intervention& what) {
  std::shared_ptr<Entry> entry;
  {
    const std::lock_guard lock(mutex_);
    const auto found = runs_.find(run);
    if (found == runs_.end()) return false;
    entry = found->second;
  }
  const std::lock_guard lock(entry->mutex);
  if (entry->execution == nullptr) return false;
  return entry->execution->intervene(what);
}

void ActiveRuns::enter(const std::string& run, Execution& execution) {
  auto entry = std::make_shared<Entry>();
  entry->execution = &execution;
  const std::lock_guard lock(mutex_);
  runs_[run] = std::move(entry);
}

void ActiveRuns::leave(const std::string& run) {
  std::shared_ptr<Entry> entry;
  {
    const std::lock_guard lock(mutex_);
    entry = std::move(runs_.at(run));
    runs_.erase(run);
  }
  const std::lock_guard lock(entry->mutex);  // waits for whoever steps in just now
  entry->execution = nullptr;
}

}  // namespace seohak
