#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/schema.h"

namespace seohak {

/// One value of a row being built; which member holds it follows from the column's type: date (days
/// since 1970-01-01), timestamp (microseconds), decimal (10^-6), integers and booleans in
/// `integer`.
struct Cell {
  bool set = false;
  std::int64_t integer = 0;
  double real = 0.0;
  std::string text;
};

/// The checks of a table that one row can answer alone: not null, finite, in the type's range,
/// UTF-8, the audits between, positive and accepted, and of a price's columns that `high` is not
/// below `low`. Immutable; thread-safe.
class RowChecks {
 public:
  /// `schema` outlives the checks. Audits that are warnings, name other columns than the table's,
  /// or compare columns are left to the model runner.
  explicit RowChecks(const TableSchema& schema);

  /// Why the row does not fit, naming the column; empty when it does. `cells`: one a column.
  /// Columns the sink fills itself (`filled`) may be unset.
  std::string first_reason(const std::vector<Cell>& cells, const std::vector<bool>& filled) const;

 private:
  struct Rule {
    enum class Kind { between, positive, accepted } kind = Kind::positive;
    std::size_t column = 0;
    std::string low;  ///< as the header writes it
    std::string high;
    double real_low = 0.0;
    double real_high = 0.0;
    std::int64_t integer_low = 0;
    std::int64_t integer_high = 0;
    std::vector<std::string> words;
  };
  void add_positive(const Audit& audit);
  bool add_bounds(Rule& rule) const;
  std::string broken(const Rule& rule, const Cell& cell) const;
  std::string misfit(std::size_t column, const Cell& cell) const;

  const TableSchema& schema_;
  std::vector<Rule> rules_;
  std::optional<std::size_t> high_;  ///< decimal columns of these names
  std::optional<std::size_t> low_;
};

/// The value as people read it: "-3.5", "2024-11-26", "1289.400000".
std::string cell_text(ColumnType type, const Cell& cell);

}  // namespace seohak
