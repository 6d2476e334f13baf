#include <algorithm>

#include <fmt/format.h>

#include "base/csv.h"
#include "base/text.h"
#include "extract/answer_text.h"
#include "extract/gsheets/gsheets.h"
#include "extract/row_sink.h"

namespace seohak {
namespace {

constexpr std::string_view kTable = "raw_data.fear_greed_daily";

/// Where the sheet and the table hold the three values.
struct Columns {
  std::size_t date, score, rating;
  std::size_t market_day_out, score_out, rating_out;
};

Result<Columns> find_columns(std::span<const std::string_view> header, const TableSchema& schema) {
  Columns columns{};
  columns.date = SEOHAK_TRY(find_column(header, "Date"));
  columns.score = SEOHAK_TRY(find_column(header, "Fear Greed"));
  columns.rating = SEOHAK_TRY(find_column(header, "Rating"));
  columns.market_day_out = schema.find("market_day").value();
  columns.score_out = schema.find("score").value();
  columns.rating_out = schema.find("rating").value();
  return columns;
}

bool is_blank(std::span<const std::string_view> fields) {
  return std::ranges::all_of(fields, [](std::string_view field) { return trim(field).empty(); });
}

/// Sets the row's columns. Errors: bad_data, why the row cannot be read.
Result<void> read_row(std::span<const std::string_view> fields, const Columns& columns,
                      RowWriter& rows) {
  const auto field = [&](std::size_t index) {
    return index < fields.size() ? trim(fields[index]) : std::string_view();
  };
  rows.day(columns.market_day_out, SEOHAK_TRY(parse_day(field(columns.date)).context("Date")));
  if (field(columns.score).empty()) return fail(Errc::bad_data, "Fear Greed is empty");
  rows.real(columns.score_out,
            SEOHAK_TRY(parse_real(field(columns.score), true).context("Fear Greed")));
  if (field(columns.rating).empty()) return fail(Errc::bad_data, "Rating is empty");
  rows.text(columns.rating_out, to_lower(field(columns.rating)));
  return {};
}

}  // namespace

Result<void> GSheets::parse(const Answer& answer, RowSink& sink) const {
  CsvReader reader(answer.body);
  const auto begun = reader.next();
  if (!begun || !*begun) return fail(Errc::drifted, "the sheet has no header row");
  RowWriter& rows = sink.table(kTable);
  const Columns columns = SEOHAK_TRY(find_columns(reader.fields(), rows.schema()));
  while (true) {
    const auto more = reader.next();
    if (!more) {
      // The export was cut inside a quoted field: what stands before it is whole.
      sink.quarantine(kTable, more.error().message, {});
      return {};
    }
    if (!*more) return {};
    if (is_blank(reader.fields())) continue;
    if (auto read = read_row(reader.fields(), columns, rows); !read) {
      rows.drop_row();
      sink.quarantine(kTable, read.error().message, reader.record());
      continue;
    }
    rows.end_row(reader.record());
  }
}

}  // namespace seohak
