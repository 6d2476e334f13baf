#include "serve/cell_text.h"

#include <cstdlib>
#include <limits>
#include <optional>
#include <string_view>

#include <arrow/api.h>
#include <fmt/format.h>

#include "base/time.h"
#include "serve/json_writer.h"

namespace seohak {
namespace {

template <typename ArrayType>
const ArrayType& as(const arrow::Array& cells) {
  return static_cast<const ArrayType&>(cells);
}

/// The word for the greatest value and its opposite, as DuckDB keeps "infinity" in a day or
/// instant; empty for any other.
template <typename Value>
std::string_view endless(Value value) {
  constexpr Value kInfinity = std::numeric_limits<Value>::max();
  return value == kInfinity ? "infinity" : value == -kInfinity ? "-infinity" : "";
}

std::string day_text(std::int32_t day) {
  const std::string_view word = endless(day);
  return word.empty() ? format_day(std::chrono::sys_days(std::chrono::days(day)))
                      : std::string(word);
}

/// Nanoseconds are there when they are not zero.
std::string instant_of_nanos(std::int64_t nanos) {
  const std::chrono::sys_time<std::chrono::nanoseconds> exact{std::chrono::nanoseconds(nanos)};
  const auto micros = std::chrono::floor<Duration>(exact);
  std::string text = format(Instant(micros));
  const auto rest = (exact - micros).count();
  if (rest == 0) return text;
  text.pop_back();  // the Z
  const bool whole = micros == std::chrono::floor<std::chrono::seconds>(micros);
  return fmt::format("{}{}{:03}Z", text, whole ? ".000000" : "", rest);
}

std::string instant_text(const arrow::TimestampArray& cells, std::int64_t row) {
  const auto& type = static_cast<const arrow::TimestampType&>(*cells.type());
  const std::int64_t value = cells.Value(row);
  if (const std::string_view word = endless(value); !word.empty()) return std::string(word);
  std::string text;
  switch (type.unit()) {
    case arrow::TimeUnit::SECOND: text = format(Instant(std::chrono::seconds(value))); break;
    case arrow::TimeUnit::MILLI: text = format(Instant(std::chrono::milliseconds(value))); break;
    case arrow::TimeUnit::MICRO: text = format(Instant(Duration(value))); break;
    case arrow::TimeUnit::NANO: text = instant_of_nanos(value); break;
  }
  if (type.timezone().empty()) text.pop_back();  // a wall-clock time: no Z
  return text;
}

/// "12:30:00" or "12:30:00.25" of nanoseconds, none negative; hours may be more than 24.
std::string clock_text(std::uint64_t nanos) {
  constexpr std::uint64_t kSecond = 1'000'000'000;
  const std::uint64_t seconds = nanos / kSecond;
  std::string text =
      fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
  if (nanos % kSecond == 0) return text;
  text += fmt::format(".{:09}", nanos % kSecond);
  return text.substr(0, text.find_last_not_of('0') + 1);
}

std::string time_text(const arrow::Time64Array& cells, std::int64_t row) {
  const auto unit = static_cast<const arrow::Time64Type&>(*cells.type()).unit();
  const auto value = static_cast<std::uint64_t>(cells.Value(row));
  return clock_text(unit == arrow::TimeUnit::NANO ? value : value * 1000);
}

/// "1 year 2 months 3 days 04:05:06.5", parts that are zero left out.
std::string interval_text(const arrow::MonthDayNanoIntervalType::MonthDayNanos& interval) {
  std::string text;
  const auto add = [&](std::int32_t count, std::string_view unit) {
    if (count == 0) return;
    text += fmt::format("{}{} {}{}", text.empty() ? "" : " ", count, unit,
                        count == 1 || count == -1 ? "" : "s");
  };
  add(interval.months / 12, "year");
  add(interval.months % 12, "month");
  add(interval.days, "day");
  if (interval.nanoseconds == 0 && !text.empty()) return text;
  const bool negative = interval.nanoseconds < 0;
  const auto nanos = static_cast<std::uint64_t>(interval.nanoseconds);
  return fmt::format("{}{}{}{}", text, text.empty() ? "" : " ", negative ? "-" : "",
                     clock_text(negative ? 0 - nanos : nanos));
}

/// Printable ASCII as it is, all else as \xAB.
std::string bytes_text(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) {
    const bool plain = c >= ' ' && c <= '~' && c != '\\' && c != '\'' && c != '"';
    if (plain)
      text.push_back(c);
    else
      text += fmt::format("\\x{:02X}", static_cast<unsigned char>(c));
  }
  return text;
}

/// The value of an integer column; nullopt for other types (and for 64 unsigned bits).
std::optional<std::int64_t> integer(const arrow::Array& cells, std::int64_t row) {
  switch (cells.type_id()) {
    case arrow::Type::INT8: return as<arrow::Int8Array>(cells).Value(row);
    case arrow::Type::INT16: return as<arrow::Int16Array>(cells).Value(row);
    case arrow::Type::INT32: return as<arrow::Int32Array>(cells).Value(row);
    case arrow::Type::INT64: return as<arrow::Int64Array>(cells).Value(row);
    case arrow::Type::UINT8: return as<arrow::UInt8Array>(cells).Value(row);
    case arrow::Type::UINT16: return as<arrow::UInt16Array>(cells).Value(row);
    case arrow::Type::UINT32: return as<arrow::UInt32Array>(cells).Value(row);
    default: return std::nullopt;
  }
}

/// Where the value of an ENUM or UNION stands: another array and its row.
struct Place {
  const arrow::Array* cells = nullptr;
  std::int64_t row = 0;
};

/// nullopt: the cell holds its value itself.
std::optional<Place> behind(const arrow::Array& cells, std::int64_t row) {
  if (cells.type_id() == arrow::Type::DICTIONARY) {
    const auto& words = as<arrow::DictionaryArray>(cells);
    return Place{words.dictionary().get(), words.GetValueIndex(row)};
  }
  if (cells.type_id() == arrow::Type::SPARSE_UNION) {
    const auto& members = as<arrow::SparseUnionArray>(cells);
    return Place{members.field(members.child_id(row)).get(), row};
  }
  return std::nullopt;
}

/// The text of a type that no other function writes.
std::string other_text(const arrow::Array& cells, std::int64_t row) {
  const auto scalar = cells.GetScalar(row);
  return scalar.ok() ? (*scalar)->ToString() : scalar.status().ToString();
}

void write_list(const arrow::Array& items, std::int64_t from, std::int64_t to, JsonWriter& json) {
  json.begin_array();
  for (std::int64_t item = from; item < to; ++item) write_cell(items, item, json);
  json.end_array();
}

void write_struct(const arrow::StructArray& cells, std::int64_t row, JsonWriter& json) {
  json.begin_object();
  for (int at = 0; at < cells.num_fields(); ++at)
    write_cell(*cells.field(at), row, json.key(cells.struct_type()->field(at)->name()));
  json.end_object();
}

/// Whether the cell holds cells, and is written then.
bool write_nested(const arrow::Array& cells, std::int64_t row, JsonWriter& json) {
  const auto list = [&](const auto& lists) {
    write_list(*lists.values(), lists.value_offset(row),
               lists.value_offset(row) + lists.value_length(row), json);
  };
  switch (cells.type_id()) {
    case arrow::Type::MAP:  // a list of structs
    case arrow::Type::LIST: list(as<arrow::ListArray>(cells)); return true;
    case arrow::Type::LARGE_LIST: list(as<arrow::LargeListArray>(cells)); return true;
    case arrow::Type::FIXED_SIZE_LIST: list(as<arrow::FixedSizeListArray>(cells)); return true;
    case arrow::Type::STRUCT: write_struct(as<arrow::StructArray>(cells), row, json); return true;
    default: return false;
  }
}

/// The text of a type that few columns have.
std::string rare_text(const arrow::Array& cells, std::int64_t row) {
  if (const auto place = behind(cells, row))
    return place->cells->IsNull(place->row) ? "" : cell_text(*place->cells, place->row);
  switch (cells.type_id()) {
    case arrow::Type::DECIMAL256: return as<arrow::Decimal256Array>(cells).FormatValue(row);
    case arrow::Type::TIME64: return time_text(as<arrow::Time64Array>(cells), row);
    case arrow::Type::INTERVAL_MONTH_DAY_NANO:
      return interval_text(as<arrow::MonthDayNanoIntervalArray>(cells).GetValue(row));
    case arrow::Type::BINARY: return bytes_text(as<arrow::BinaryArray>(cells).GetView(row));
    case arrow::Type::LARGE_BINARY:
      return bytes_text(as<arrow::LargeBinaryArray>(cells).GetView(row));
    default: break;
  }
  JsonWriter json;
  return write_nested(cells, row, json) ? json.take() : other_text(cells, row);
}

}  // namespace

std::string cell_text(const arrow::Array& cells, std::int64_t row) {
  if (const auto number = integer(cells, row)) return std::to_string(*number);
  switch (cells.type_id()) {
    case arrow::Type::STRING: return as<arrow::StringArray>(cells).GetString(row);
    case arrow::Type::LARGE_STRING: return as<arrow::LargeStringArray>(cells).GetString(row);
    case arrow::Type::STRING_VIEW: return as<arrow::StringViewArray>(cells).GetString(row);
    case arrow::Type::BOOL: return as<arrow::BooleanArray>(cells).Value(row) ? "true" : "false";
    case arrow::Type::FLOAT: return fmt::format("{}", as<arrow::FloatArray>(cells).Value(row));
    case arrow::Type::DOUBLE: return fmt::format("{}", as<arrow::DoubleArray>(cells).Value(row));
    case arrow::Type::DECIMAL128: return as<arrow::Decimal128Array>(cells).FormatValue(row);
    case arrow::Type::TIMESTAMP: return instant_text(as<arrow::TimestampArray>(cells), row);
    case arrow::Type::DATE32: return day_text(as<arrow::Date32Array>(cells).Value(row));
    default: return rare_text(cells, row);
  }
}

void write_cell(const arrow::Array& cells, std::int64_t row, JsonWriter& json) {
  if (cells.IsNull(row)) {
    json.null();
    return;
  }
  if (const auto number = integer(cells, row)) {
    json.number(*number);
    return;
  }
  switch (cells.type_id()) {
    case arrow::Type::DOUBLE: json.number(as<arrow::DoubleArray>(cells).Value(row)); return;
    case arrow::Type::FLOAT:
      json.number(std::strtod(cell_text(cells, row).c_str(), nullptr));
      return;
    case arrow::Type::BOOL: json.boolean(as<arrow::BooleanArray>(cells).Value(row)); return;
    default: break;
  }
  if (const auto place = behind(cells, row))
    write_cell(*place->cells, place->row, json);
  else if (!write_nested(cells, row, json))
    json.text(cell_text(cells, row));
}

}  // namespace seohak
