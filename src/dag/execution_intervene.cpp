#include <algorithm>

#include <fmt/core.h>

#include "dag/execution.h"
#include "dag/intervention.h"

namespace seohak {
namespace {

bool may_be_set(TaskState state) {
  return state == TaskState::done || state == TaskState::failed || state == TaskState::skipped;
}

}  // namespace

Result<std::vector<std::size_t>> Execution::indices_of(std::span<const std::string> tasks) const {
  std::vector<std::size_t> indices;
  for (const std::string& name : tasks) {
    const auto step = std::find_if(steps_.begin(), steps_.end(),
                                   [&](const Step& each) { return each.task->name == name; });
    if (step == steps_.end()) {
      std::vector<std::string_view> names;
      for (const Step& each : steps_) names.push_back(each.task->name);
      return fail(no_such_task(record_.run, name, names));
    }
    indices.push_back(static_cast<std::size_t>(step - steps_.begin()));
  }
  return indices;
}

std::vector<std::size_t> Execution::ended_after(std::vector<std::size_t> first) const {
  std::vector<bool> taken(steps_.size());
  for (const std::size_t index : first) taken[index] = true;
  for (std::size_t known = 0; known != first.size();) {
    known = first.size();
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      const Step& step = steps_[i];
      const bool follows = std::any_of(step.after.begin(), step.after.end(),
                                       [&](std::size_t before) { return taken[before]; });
      if (taken[i] || !follows || !has_ended(step.state)) continue;
      taken[i] = true;
      first.push_back(i);
    }
  }
  return first;
}

Result<bool> Execution::intervene(const Intervention& what) {
  std::unique_lock lock(mutex_);
  if (closed_) return false;
  const std::vector<std::size_t> indices = SEOHAK_TRY(indices_of(what.tasks));
  if (what.kind == Intervention::Kind::mark && !may_be_set(what.state))
    return fail(Errc::bad_request, fmt::format("a task cannot be marked {}; done, failed, skipped",
                                               to_string(what.state)));
  if (what.kind == Intervention::Kind::cancel && !indices.empty() &&
      std::all_of(indices.begin(), indices.end(),
                  [&](std::size_t index) { return has_ended(steps_[index].state); }))
    return fail(Errc::bad_request, "nothing to cancel: these tasks have ended");
  if (what.kind == Intervention::Kind::again)
    for (const std::size_t index : indices)
      if (!has_ended(steps_[index].state))
        return fail(Errc::busy,
                    fmt::format("task \"{}\" is {}; cancel it first or wait for it",
                                steps_[index].task->name, to_string(steps_[index].state)));
  if (what.kind == Intervention::Kind::cancel) {
    ask(what);  // stops it though the store refuses to keep that
    lock.unlock();
    SEOHAK_TRY(setup_.store.ask(record_.run, what.tasks, TaskState::cancelled)
                   .context("asked to stop, but not kept"));
    return true;
  }
  SEOHAK_TRY(keep(what, indices));
  ask(what);
  return true;
}

void Execution::ask(const Intervention& what) {
  interventions_.push_back(what);
  wake_ = true;
  changed_.notify_all();
}

Result<void> Execution::keep(const Intervention& what, const std::vector<std::size_t>& indices) {
  if (what.kind == Intervention::Kind::mark)
    return setup_.store.ask(record_.run, what.tasks, what.state);
  return setup_.store.queue_again(record_.run,
                                  names_of(what.only ? indices : ended_after(indices)));
}

std::vector<std::string> Execution::names_of(const std::vector<std::size_t>& indices) const {
  std::vector<std::string> names;
  names.reserve(indices.size());
  for (const std::size_t index : indices) names.push_back(steps_[index].task->name);
  return names;
}

Result<void> Execution::carry_out_interventions() {
  std::deque<Intervention> asked;
  {
    const std::lock_guard lock(mutex_);
    asked.swap(interventions_);
  }
  for (const Intervention& what : asked) {
    const std::vector<std::size_t> indices = SEOHAK_TRY(indices_of(what.tasks));
    switch (what.kind) {
      case Intervention::Kind::again: SEOHAK_TRY(queue_again(indices, what.only)); break;
      case Intervention::Kind::mark:
        for (const std::size_t index : indices) SEOHAK_TRY(end_by_hand(index, what.state));
        break;
      case Intervention::Kind::cancel:
        if (indices.empty()) {
          write_log("", 0, LogLevel::warning, "cancelled by hand");
          cancelled_by_hand_ = true;
          stop_all();
        }
        for (const std::size_t index : indices)
          SEOHAK_TRY(end_by_hand(index, TaskState::cancelled));
        break;
    }
  }
  return {};
}

Result<void> Execution::queue_again(const std::vector<std::size_t>& named, bool only) {
  std::vector<std::size_t> again;
  {
    const std::lock_guard lock(mutex_);
    for (const std::size_t index : only ? named : ended_after(named))
      if (has_ended(steps_[index].state)) again.push_back(index);  // else it was asked for twice
  }
  // Once more: some may have ended since it was asked.
  SEOHAK_TRY(setup_.store.queue_again(record_.run, names_of(again)));
  for (const std::size_t index : again) {
    {
      const std::lock_guard lock(mutex_);
      steps_[index].state = TaskState::queued;
      steps_[index].failed = 0;
    }
    const std::string& task = steps_[index].task->name;
    write_log(task, 0, LogLevel::info, "queued again by hand");
    emit(event(RunEvent::Kind::task_changed, task));
  }
  leave_lines();
  return {};
}

Result<void> Execution::end_by_hand(std::size_t index, TaskState state) {
  std::optional<std::stop_source> running;
  {
    const std::lock_guard lock(mutex_);
    Step& step = steps_[index];
    if (state == TaskState::cancelled && has_ended(step.state)) return {};
    if (step.submitted) {
      step.verdict = ended_by_hand(state);
      running = step.stop;
    }
  }
  if (!running) return end_steps({{index, ended_by_hand(state)}});
  running->request_stop();  // without the lock: it calls what the task waits in
  return {};
}

}  // namespace seohak
