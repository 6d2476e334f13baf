#include <algorithm>
#include <utility>

#include "dag/execution.h"

namespace seohak {

std::vector<std::size_t> Execution::without_place() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::size_t> found;
  auto under_way = active_ + std::count_if(steps_.begin(), steps_.end(), [](const Step& step) {
                     return step.place && !step.submitted;
                   });
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    const Step& step = steps_[i];
    if (setup_.parallel > 0 && under_way >= setup_.parallel) break;
    if (!wants_slot(step) || step.place || step.submitted || step.state != TaskState::queued ||
        !is_ready(step))
      continue;
    found.push_back(i);
    ++under_way;
  }
  return found;
}

void Execution::line_up() {
  if (stopping_ || setup_.pools == nullptr) return;
  for (const std::size_t index : without_place()) {
    // Without the lock, which the pool takes while it holds its own.
    Pools::Place place = setup_.pools->enter(steps_[index].task->pool, [this] {
      const std::lock_guard lock(mutex_);
      wake_ = true;
      changed_.notify_all();
    });
    const std::lock_guard lock(mutex_);
    steps_[index].place = std::move(place);
  }
}

void Execution::leave_lines() {
  std::vector<Pools::Place> given_up;  // without the lock: it may wake another run
  const std::lock_guard lock(mutex_);
  for (Step& step : steps_) {
    if (!step.place || step.submitted || is_ready(step)) continue;
    given_up.push_back(std::move(*step.place));
    step.place.reset();
  }
}

bool Execution::wants_slot(const Step& step) const {
  return setup_.pools != nullptr && !step.task->pool.empty();
}

}  // namespace seohak
