#pragma once

#include <array>
#include <span>
#include <string_view>

namespace seohak {

/// Rows of a raw table that a tile's numbers come from.
struct RawRows {
  std::string_view table;  ///< with schema; empty: none
  std::string_view sql;    ///< a SELECT that yields source, fetched_at, load_id and record too
};

/// Where the numbers of one tile come from, as data. The statements name their parameters `@day`,
/// `@currency`, …; they are bound, never pasted. They stand without LIMIT and the newest or
/// greatest row first: the first 50 rows are shown.
struct Evidence {
  std::string_view tile;        ///< "fx.rate": subject, then what it shows
  std::string_view how;         ///< key of the definition in the web's catalogue
  std::string_view tables;      ///< with schema, with blanks between; what is shown first
  std::string_view parameters;  ///< names, with blanks between; none must be given
  /// SELECT of the newest day up to @day that there are rows of; empty: the tile is of no day.
  std::string_view newest = {};
  std::string_view rows;            ///< SELECT of the rows shown
  std::array<RawRows, 2> raw = {};  ///< those they come from
  /// SELECT of one row with the columns that `headline` and `arithmetic` name; empty: the first of
  /// `rows`.
  std::string_view numbers = {};
  std::string_view headline = {};  ///< the column shown large; empty: none
  /// "close * rate = close_krw; a - b = c": columns and signs. What has a null is left out.
  std::string_view arithmetic = {};
  std::string_view issues = {};  ///< condition on analytics.data_issue; empty: none are of it
};

/// The catalogue, by subject.
std::span<const std::span<const Evidence>> evidence_catalogue();
std::span<const Evidence> fx_evidence();
std::span<const Evidence> mood_evidence();
std::span<const Evidence> market_evidence();
std::span<const Evidence> themes_evidence();
std::span<const Evidence> signals_evidence();
std::span<const Evidence> stock_evidence();
std::span<const Evidence> data_evidence();

/// The evidence of a tile; null when there is none of that name.
const Evidence* find_evidence(std::string_view tile);

}  // namespace seohak
