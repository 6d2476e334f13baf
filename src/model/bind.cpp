#include "model/bind.h"

#include <optional>
#include <string_view>

#include <fmt/core.h>

namespace seohak {
namespace {

constexpr PlainDay kFirstDay{std::chrono::year(1) / 1 / 1};
constexpr PlainDay kLastDay{std::chrono::year(9999) / 12 / 31};

/// Where the string, quoted name or comment that begins at `at` ends; `at` when none begins there.
std::size_t skip_quoted(std::string_view sql, std::size_t at) {
  std::size_t end = std::string_view::npos;
  if (sql[at] == '\'' || sql[at] == '"') {
    end = sql.find(sql[at], at + 1);
  } else if (sql.substr(at, 2) == "--") {
    end = sql.find('\n', at);
  } else if (sql.substr(at, 2) == "/*") {
    end = sql.find("*/", at + 2);
    if (end != std::string_view::npos) ++end;
  } else {
    return at;
  }
  return end == std::string_view::npos ? sql.size() : end + 1;
}

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// The name behind an @ at `at`; empty when none stands there.
std::string_view name_at(std::string_view sql, std::size_t at) {
  if (sql[at] != '@') return {};
  std::size_t end = at + 1;
  while (end < sql.size() && is_word(sql[end])) ++end;
  return sql.substr(at + 1, end - at - 1);
}

/// The query with each @name that `value` knows replaced.
template <typename Value>
std::string substitute(std::string_view sql, const Value& value) {
  std::string out;
  std::size_t at = 0;
  while (at < sql.size()) {
    if (const std::size_t end = skip_quoted(sql, at); end > at) {
      out += sql.substr(at, end - at);
      at = end;
      continue;
    }
    const std::string_view name = name_at(sql, at);
    const std::optional<std::string> bound = name.empty() ? std::nullopt : value(name);
    if (bound) {
      out += *bound;
      at += name.size() + 1;
    } else {
      out += sql[at++];
    }
  }
  return out;
}

}  // namespace

bool has_range(const Model& model) {
  bool found = false;
  substitute(model.sql, [&](std::string_view name) -> std::optional<std::string> {
    found = found || name == "from" || name == "to";
    return std::nullopt;
  });
  return found;
}

DayInterval written_days(const Model& model, DayInterval days) {
  if (model.range_column.empty() || days.empty()) return {};
  if (model.reach == Reach::onward) return {days.from, kLastDay};
  if (days.to == kLastDay) return days;
  return {days.from, days.to + model.lookback_days};
}

std::string bind_range(const Model& model, DayInterval days) {
  days = written_days(model, days);
  if (days.empty()) days = {kFirstDay, kLastDay};
  // The first day is as early as dates of every engine go: no lookback before it.
  const PlainDay from = days.from == kFirstDay ? kFirstDay : days.from - model.lookback_days;
  return substitute(model.sql, [&](std::string_view name) -> std::optional<std::string> {
    if (name == "from") return fmt::format("DATE '{}'", format(from));
    if (name == "to") return fmt::format("DATE '{}'", format(days.to));
    const auto parameter = model.parameters.find(name);
    if (parameter == model.parameters.end()) return std::nullopt;
    return parameter->second.value;
  });
}

}  // namespace seohak
