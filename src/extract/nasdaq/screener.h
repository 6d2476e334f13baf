#pragma once

// For the .cpp files of this folder only: simdjson's header is heavy.

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include <simdjson.h>

#include "base/result.h"

namespace seohak {

/// Fields of a screener row that are read.
enum class ScreenerField : std::size_t {
  symbol,
  name,
  last_sale,
  net_change,
  volume,
  market_cap,
  country,
  ipo_year,
  industry,
  sector,
};
inline constexpr std::size_t kScreenerFields = 10;
/// The source's name of a field: "lastsale".
std::string_view field_name(ScreenerField field);

/// The texts of one row, blanks at their ends cut off.
struct ScreenerRow {
  std::array<std::string_view, kScreenerFields> texts;
  std::string_view missing;   ///< name of a field the row lacks; empty when it has all
  std::string_view no_text;   ///< name of a field that is no text
  std::string_view symbol;    ///< as served, blanks kept
  std::string_view row_text;  ///< the row's JSON
  std::string_view operator[](ScreenerField field) const {
    return texts[static_cast<std::size_t>(field)];
  }
};

/// An answer of the screener, read field by field without a tree.
class ScreenerAnswer {
 public:
  /// Errors: unavailable (empty or cut short), drifted (no JSON object).
  static Result<ScreenerAnswer> open(std::string_view body);

  /// Whether the source says that it went well. Errors: drifted, with its own words.
  Result<void> check_status();
  /// Calls `visit(row)` for each row of `data.rows`, in order; a row that is no object comes with
  /// `row_text` only and all fields missing. Views last as long as this object. Errors: drifted (no
  /// `data.rows`, broken JSON, or the first row lacks a field, which is named), unavailable (no
  /// rows).
  template <typename Visit>
  Result<void> visit_rows(const Visit& visit);

 private:
  using Array = simdjson::ondemand::array;
  using Object = simdjson::ondemand::object;
  using Value = simdjson::ondemand::value;

  Result<simdjson::ondemand::document> document();
  Result<ScreenerRow> read_row(Value value);
  /// Fills the row; the end of its last value, null when it has none.
  Result<const char*> read_fields(Object object, ScreenerRow& row);
  std::size_t which_field(simdjson::ondemand::field& field, std::size_t place);
  Result<Array> rows(simdjson::ondemand::document& document);
  tl::unexpected<Error> broken(simdjson::error_code error) const;

  simdjson::padded_string text_;
  std::unique_ptr<simdjson::ondemand::parser> parser_;
  std::array<std::size_t, 32> order_{};  ///< field at each place of the row before; none: too large
};

template <typename Visit>
Result<void> ScreenerAnswer::visit_rows(const Visit& visit) {
  auto read = SEOHAK_TRY(document());
  auto list = SEOHAK_TRY(rows(read));
  bool any = false;
  for (auto item : list) {
    Value value;
    if (const auto error = item.get(value)) return broken(error);
    const ScreenerRow row = SEOHAK_TRY(read_row(value));
    if (!any && !row.missing.empty() && row.row_text.starts_with('{'))
      return fail(Errc::drifted,
                  "the field " + std::string(row.missing) + " is missing; was it renamed?");
    any = true;
    visit(row);
  }
  if (!any) return fail(Errc::unavailable, "the screener has no rows; try again later");
  return {};
}

}  // namespace seohak
