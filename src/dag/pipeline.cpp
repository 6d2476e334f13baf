#include "dag/pipeline.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"

namespace seohak {
namespace {

enum class Mark { unseen, open, closed };

std::vector<std::string_view> names_of(const Pipeline& pipeline) {
  std::vector<std::string_view> names;
  for (const Task& task : pipeline.tasks) names.push_back(task.name);
  return names;
}

std::string did_you_mean(const Pipeline& pipeline, std::string_view word) {
  const std::string_view near = nearest(word, names_of(pipeline));
  return near.empty() ? "" : fmt::format("; did you mean \"{}\"?", near);
}

/// Depth-first search for a cycle; `path` holds the names on the way down.
class CycleSearch {
 public:
  explicit CycleSearch(const Pipeline& pipeline) {
    for (const Task& task : pipeline.tasks) tasks_[task.name] = &task;
  }

  /// "a -> b -> a" (each after the next) when a cycle is reachable from `name`; else empty.
  std::string from(const std::string& name) {
    Mark& mark = marks_[name];
    if (mark == Mark::closed) return {};
    if (mark == Mark::open) return cycle_text(name);
    mark = Mark::open;
    path_.push_back(name);
    for (const std::string& before : tasks_.at(name)->after) {
      std::string found = from(before);
      if (!found.empty()) return found;
    }
    path_.pop_back();
    marks_[name] = Mark::closed;
    return {};
  }

 private:
  std::string cycle_text(const std::string& name) const {
    std::string text;
    for (auto it = std::find(path_.begin(), path_.end(), name); it != path_.end(); ++it)
      text += *it + " -> ";
    return text + name;
  }

  std::map<std::string, const Task*> tasks_;
  std::map<std::string, Mark> marks_;
  std::vector<std::string> path_;
};

Result<void> check_names(const Pipeline& pipeline) {
  std::map<std::string_view, int> seen;
  for (const Task& task : pipeline.tasks) {
    if (task.name.empty()) return fail(Errc::bad_request, "a task has no name");
    if (!task.run)
      return fail(Errc::bad_request, fmt::format("task \"{}\" has nothing to run", task.name));
    if (++seen[task.name] > 1)
      return fail(Errc::bad_request, fmt::format("two tasks are named \"{}\"", task.name));
  }
  for (const Task& task : pipeline.tasks) {
    for (const std::string& before : task.after) {
      if (seen.contains(before)) continue;
      return fail(Errc::bad_request,
                  fmt::format("task \"{}\" comes after \"{}\", which does not exist{}", task.name,
                              before, did_you_mean(pipeline, before)));
    }
  }
  return {};
}

}  // namespace

std::string_view to_string(LogLevel level) {
  switch (level) {
    case LogLevel::debug: return "debug";
    case LogLevel::info: return "info";
    case LogLevel::warning: return "warning";
    case LogLevel::error: return "error";
  }
  return "info";
}

std::string_view to_string(CatchUp catch_up) {
  switch (catch_up) {
    case CatchUp::none: return "none";
    case CatchUp::latest: return "latest";
    case CatchUp::all: return "all";
  }
  return "latest";
}

Result<CatchUp> parse_catch_up(std::string_view text) {
  for (const CatchUp one : {CatchUp::none, CatchUp::latest, CatchUp::all})
    if (text == to_string(one)) return one;
  return fail(Errc::bad_request,
              fmt::format("\"{}\" is no way to catch up; use none, latest or all", text));
}

Result<void> validate(const Pipeline& pipeline) {
  SEOHAK_TRY(check_names(pipeline).context("pipeline " + pipeline.name));
  CycleSearch search(pipeline);
  for (const Task& task : pipeline.tasks) {
    const std::string cycle = search.from(task.name);
    if (cycle.empty()) continue;
    return fail(Errc::bad_request, fmt::format("pipeline {}: tasks wait for each other: {} (each "
                                               "comes after the next)",
                                               pipeline.name, cycle));
  }
  return {};
}

Result<Pipeline> narrowed(const Pipeline& pipeline, std::span<const std::string> tasks) {
  const auto is_named = [&](const std::string& name) {
    return std::find(tasks.begin(), tasks.end(), name) != tasks.end();
  };
  Pipeline found{pipeline.name, {}, pipeline.timing};
  for (const Task& task : pipeline.tasks) {
    if (!is_named(task.name)) continue;
    found.tasks.push_back(task);
    std::erase_if(found.tasks.back().after, [&](const auto& name) { return !is_named(name); });
  }
  for (const std::string& name : tasks)
    if (std::none_of(found.tasks.begin(), found.tasks.end(),
                     [&](const Task& task) { return task.name == name; }))
      return fail(Errc::bad_request,
                  fmt::format("pipeline {} has no task \"{}\" (any more); start a new run instead",
                              pipeline.name, name));
  return found;
}

std::vector<std::string> tasks_due(const Pipeline& pipeline, const MarketCalendar& calendar,
                                   Instant after, Instant until) {
  std::set<std::string, std::less<>> left_out;
  for (const Task& task : pipeline.tasks)
    if (task.only_when && task.only_when->next(calendar, after).at > until)
      left_out.insert(task.name);
  for (std::size_t known = left_out.size() + 1; known != left_out.size();) {
    known = left_out.size();
    for (const Task& task : pipeline.tasks)
      if (!task.after.empty() &&
          std::all_of(task.after.begin(), task.after.end(),
                      [&](const std::string& name) { return left_out.contains(name); }))
        left_out.insert(task.name);
  }
  std::vector<std::string> due;
  for (const Task& task : pipeline.tasks)
    if (!left_out.contains(task.name)) due.push_back(task.name);
  return due;
}

Result<Pipeline> only_task(const Pipeline& pipeline, std::string_view task) {
  for (const Task& candidate : pipeline.tasks) {
    if (candidate.name != task) continue;
    Pipeline one{pipeline.name, {candidate}};
    one.tasks.front().after.clear();
    return one;
  }
  if (task.empty())
    return fail(Errc::bad_request, fmt::format("name a task of pipeline {}: {}", pipeline.name,
                                               fmt::join(names_of(pipeline), ", ")));
  const std::string near = did_you_mean(pipeline, task);
  return fail(
      Errc::bad_request,
      fmt::format(
          "pipeline {} has no task \"{}\"{}", pipeline.name, task,
          near.empty() ? fmt::format("; it has {}", fmt::join(names_of(pipeline), ", ")) : near));
}

}  // namespace seohak
