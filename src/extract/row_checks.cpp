#include "extract/row_checks.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "base/fixed.h"
#include "base/text.h"
#include "base/time.h"

namespace seohak {
namespace {

constexpr std::int64_t kDecimalLimit = 1'000'000'000'000'000'000;  // 18 digits

bool is_number(ColumnType type) {
  return type == ColumnType::real || type == ColumnType::decimal ||
         type == ColumnType::big_integer || type == ColumnType::integer;
}

/// Whether every byte is ASCII and none NUL: quicker to tell than UTF-8.
bool is_plain(std::string_view text) {
  unsigned char all = 0;
  bool nul = false;
  for (const char c : text) {
    all = static_cast<unsigned char>(all | static_cast<unsigned char>(c));
    nul |= c == '\0';
  }
  return all < 0x80 && !nul;
}

std::optional<double> to_double(std::string_view text) {
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

std::string cell_text(ColumnType type, const Cell& cell) {
  switch (type) {
    case ColumnType::date:
      return format_day(std::chrono::sys_days(std::chrono::days(cell.integer)));
    case ColumnType::timestamp: return format(Instant(Duration(cell.integer)));
    case ColumnType::text: return cell.text;
    case ColumnType::decimal: return format_scaled(cell.integer, 6);
    case ColumnType::real: return fmt::format("{}", cell.real);
    case ColumnType::boolean: return cell.integer != 0 ? "true" : "false";
    default: return fmt::format("{}", cell.integer);
  }
}

RowChecks::RowChecks(const TableSchema& schema) : schema_(schema) {
  for (const auto& [name, place] : {std::pair("high", &high_), std::pair("low", &low_)})
    if (const auto column = schema.find(name);
        column && schema.columns[*column].type == ColumnType::decimal)
      *place = column;
  for (const Audit& audit : schema.audits) {
    if (!audit.blocking || audit.arguments.empty()) continue;
    const auto column = schema.find(audit.arguments[0]);
    if (!column) continue;
    Rule rule;
    rule.column = *column;
    if (audit.name == "between" && audit.arguments.size() == 3) {
      rule.kind = Rule::Kind::between;
      rule.low = audit.arguments[1];
      rule.high = audit.arguments[2];
      if (add_bounds(rule)) rules_.push_back(std::move(rule));
    } else if (audit.name == "positive") {
      add_positive(audit);
    } else if (audit.name == "accepted" && schema.columns[*column].type == ColumnType::text) {
      rule.kind = Rule::Kind::accepted;
      rule.words.assign(audit.arguments.begin() + 1, audit.arguments.end());
      rules_.push_back(std::move(rule));
    }
  }
}

void RowChecks::add_positive(const Audit& audit) {
  for (const std::string& name : audit.arguments) {
    const auto column = schema_.find(name);
    if (!column || !is_number(schema_.columns[*column].type)) continue;
    Rule rule;
    rule.kind = Rule::Kind::positive;
    rule.column = *column;
    rules_.push_back(std::move(rule));
  }
}

bool RowChecks::add_bounds(Rule& rule) const {
  const ColumnType type = schema_.columns[rule.column].type;
  const auto low = to_double(rule.low);
  const auto high = to_double(rule.high);
  if (!is_number(type) || !low || !high) return false;
  rule.real_low = *low;
  rule.real_high = *high;
  const int scale = type == ColumnType::decimal ? 6 : 0;
  rule.integer_low = parse_scaled(rule.low, scale).value_or(std::numeric_limits<int64_t>::min());
  rule.integer_high = parse_scaled(rule.high, scale).value_or(std::numeric_limits<int64_t>::max());
  return true;
}

std::string RowChecks::broken(const Rule& rule, const Cell& cell) const {
  const Column& column = schema_.columns[rule.column];
  const bool real = column.type == ColumnType::real;
  switch (rule.kind) {
    case Rule::Kind::between: {
      const bool inside =
          real ? cell.real >= rule.real_low && cell.real <= rule.real_high
               : cell.integer >= rule.integer_low && cell.integer <= rule.integer_high;
      if (inside) return {};
      return fmt::format("{} {} is outside {} to {}", column.name, cell_text(column.type, cell),
                         rule.low, rule.high);
    }
    case Rule::Kind::positive:
      if (real ? cell.real > 0.0 : cell.integer > 0) return {};
      return fmt::format("{} {} is not above 0", column.name, cell_text(column.type, cell));
    case Rule::Kind::accepted:
      if (std::find(rule.words.begin(), rule.words.end(), cell.text) != rule.words.end()) return {};
      return fmt::format("{} \"{}\" is none of: {}", column.name, shorten(cell.text, 64),
                         fmt::join(rule.words, ", "));
  }
  return {};
}

std::string RowChecks::misfit(std::size_t index, const Cell& cell) const {
  const Column& column = schema_.columns[index];
  switch (column.type) {
    case ColumnType::real:
      if (!std::isfinite(cell.real)) return fmt::format("{} is not a finite number", column.name);
      break;
    case ColumnType::decimal:
      if (cell.integer <= -kDecimalLimit || cell.integer >= kDecimalLimit)
        return fmt::format("{} has more than 12 digits before the point", column.name);
      break;
    case ColumnType::integer:
      if (cell.integer < std::numeric_limits<std::int32_t>::min() ||
          cell.integer > std::numeric_limits<std::int32_t>::max())
        return fmt::format("{} {} is too large", column.name, cell.integer);
      break;
    case ColumnType::text:
      if (!is_plain(cell.text) &&
          (!is_utf8(cell.text) || cell.text.find('\0') != std::string::npos))
        return fmt::format("{} is not UTF-8 text", column.name);
      break;
    default: break;
  }
  return {};
}

std::string RowChecks::first_reason(const std::vector<Cell>& cells,
                                    const std::vector<bool>& filled) const {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (!cells[i].set) {
      if (!filled[i] && !schema_.columns[i].nullable)
        return fmt::format("{} is missing", schema_.columns[i].name);
      continue;
    }
    if (std::string reason = misfit(i, cells[i]); !reason.empty()) return reason;
  }
  for (const Rule& rule : rules_) {
    if (!cells[rule.column].set) continue;
    if (std::string reason = broken(rule, cells[rule.column]); !reason.empty()) return reason;
  }
  if (high_ && low_ && cells[*high_].set && cells[*low_].set &&
      cells[*high_].integer < cells[*low_].integer)
    return "high is below low";
  return {};
}

}  // namespace seohak
