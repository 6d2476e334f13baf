#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "extract/answer_text.h"
#include "extract/file/convert.h"
#include "extract/file/file.h"
#include "extract/file/reader.h"
#include "extract/row_sink.h"

namespace seohak {
namespace {

/// `day_in`, quick for instants of the same day.
class DaysOf {
 public:
  explicit DaysOf(Zone zone) : zone_(zone) {}
  PlainDay day(Instant instant) {
    if (!hours_.contains(instant)) {
      day_ = day_in(zone_, instant);
      hours_ = {start_of(zone_, day_), start_of(zone_, day_ + 1)};
    }
    return day_;
  }

 private:
  Zone zone_;
  PlainDay day_{};
  Interval<Instant> hours_;
};

/// Fills the mapping's table from a file's rows.
class MappedRows final : public RowVisitor {
 public:
  MappedRows(const FileMapping& mapping, const Answer& answer, RowWriter& rows, RowSink& sink)
      : mapping_(mapping), rows_(rows), sink_(sink), source_(rows.schema().find("source")) {
    const std::string name = percent_decoded(answer.url.substr(answer.url.rfind('/') + 1));
    names_ = match_pattern(name, mapping.pattern).value_or(std::map<std::string, std::string>());
    fetched_day_ = day_in(mapping.zone, answer.fetched_at);
  }

  Result<void> header(std::span<const std::string_view> names) override {
    for (const auto& [target, from] : mapping_.columns) {
      Link link;
      const auto column = rows_.schema().find(target);
      if (!column || target == "fetched_at" || target == "load_id" || target == "record")
        return fail(Errc::bad_config, fmt::format("columns.{}: {} has no such column to fill",
                                                  target, mapping_.table));
      link.column = *column;
      link.name = from;
      SEOHAK_TRY(find_value(names, from, link));
      links_.push_back(std::move(link));
    }
    return {};
  }

  void row(std::span<const std::optional<std::string_view>> cells,
           std::string_view row_text) override {
    if (std::ranges::all_of(cells, [](const auto& cell) { return !cell.has_value(); })) return;
    if (source_) rows_.text(*source_, mapping_.source);
    for (const Link& link : links_) {
      const auto text =
          link.constant ? std::optional<std::string_view>(*link.constant) : cells[link.cell];
      if (!text) continue;
      if (auto set = set_value(link, *text); !set) {
        rows_.drop_row();
        damaged(fmt::format("{}: {}", link.name, set.error().message), row_text);
        return;
      }
    }
    rows_.end_row(row_text);
  }

  void damaged(std::string_view reason, std::string_view text) override {
    sink_.quarantine(mapping_.table, reason, text);
  }

 private:
  struct Link {
    std::size_t column = 0;
    std::size_t cell = 0;
    std::string name;
    std::optional<std::string> constant;
    bool fetched_day = false;
    bool new_york_day = false;  ///< the date of the instant in `cell`
  };

  /// Where the value of a column comes from.
  Result<void> find_value(std::span<const std::string_view> header, const std::string& from,
                          Link& link) const {
    constexpr std::string_view kNewYorkDay = "{new_york_day:";
    if (from.starts_with('=')) {
      link.constant = from.substr(1);
    } else if (from.starts_with(kNewYorkDay)) {
      const std::string other =
          from.substr(kNewYorkDay.size(), from.size() - kNewYorkDay.size() - 1);
      link.new_york_day = true;
      link.cell = SEOHAK_TRY(find_column(header, mapping_.columns.at(other)));
    } else if (from == "{fetched_day}") {
      link.fetched_day = true;
      link.constant = "";
    } else if (from.starts_with('{')) {
      const auto found = names_.find(from.substr(1, from.size() - 2));
      if (found == names_.end())
        return fail(Errc::bad_config, fmt::format("the file's name does not fit the pattern \"{}\"",
                                                  mapping_.pattern));
      link.constant = found->second;
    } else {
      link.cell = SEOHAK_TRY(find_column(header, from));
    }
    return {};
  }

  Result<void> set_value(const Link& link, std::string_view text) {
    const Column& column = rows_.schema().columns[link.column];
    if (!link.new_york_day && !link.fetched_day) {
      if (column.type != ColumnType::timestamp || column.nullable)
        return set_from_text(rows_, link.column, text, mapping_);
      rows_.instant(link.column, SEOHAK_TRY(instant(text)));
      return {};
    }
    if (column.type != ColumnType::date) return fail(Errc::bad_config, "the column is no DATE");
    rows_.day(link.column,
              link.fetched_day ? fetched_day_ : new_york_.day(SEOHAK_TRY(instant(text))));
    return {};
  }
  /// `parse_time_by`; a row's instant is asked for again for its date.
  Result<Instant> instant(std::string_view text) {
    if (text != last_text_ || last_text_.empty()) {
      last_text_.clear();
      last_instant_ = SEOHAK_TRY(parse_time_by(text, mapping_));
      last_text_ = text;
    }
    return last_instant_;
  }

  const FileMapping& mapping_;
  RowWriter& rows_;
  RowSink& sink_;
  std::optional<std::size_t> source_;
  std::vector<Link> links_;
  std::map<std::string, std::string> names_;  ///< what the {name}s of the pattern stand for
  PlainDay fetched_day_{};
  std::string last_text_;  ///< empty: none
  Instant last_instant_{};
  DaysOf new_york_{Zone::new_york};
};

}  // namespace

Result<void> FileDrop::parse(const Answer& answer, RowSink& sink) const {
  const FileMapping* mapping = find(answer.dataset);
  if (mapping == nullptr)
    return fail(Errc::bad_config,
                fmt::format("there is no [[sources.file.mapping]] named \"{}\"", answer.dataset));
  RowWriter* rows = sink.find_table(mapping->table);
  if (rows == nullptr)
    return fail(Errc::bad_config, fmt::format("sources.file.mapping {}: there is no table {}",
                                              mapping->name, mapping->table));
  std::string kept;
  const std::string_view body = SEOHAK_TRY(unpacked(answer.body, kept));
  MappedRows visitor(*mapping, answer, *rows, sink);
  switch (mapping->format) {
    case FileFormat::csv: return read_csv(body, mapping->separator, visitor);
    case FileFormat::json: return read_json(body, visitor);
    case FileFormat::parquet: return read_parquet(body, visitor);
  }
  return {};
}

}  // namespace seohak
