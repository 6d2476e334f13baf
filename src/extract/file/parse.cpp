#include <algorithm>

#include <fmt/format.h>

#include "extract/answer_text.h"
#include "extract/file/convert.h"
#include "extract/file/file.h"
#include "extract/file/reader.h"
#include "extract/row_sink.h"

namespace seohak {
namespace {

/// Fills the mapping's table from a file's rows.
class MappedRows final : public RowVisitor {
 public:
  MappedRows(const FileMapping& mapping, RowWriter& rows, RowSink& sink)
      : mapping_(mapping), rows_(rows), sink_(sink), source_(rows.schema().find("source")) {}

  Result<void> header(std::span<const std::string_view> names) override {
    for (const auto& [target, from] : mapping_.columns) {
      Link link;
      const auto column = rows_.schema().find(target);
      if (!column || target == "fetched_at" || target == "load_id" || target == "record")
        return fail(Errc::bad_config, fmt::format("columns.{}: {} has no such column to fill",
                                                  target, mapping_.table));
      link.column = *column;
      link.name = from;
      if (from.starts_with('='))
        link.constant = from.substr(1);
      else
        link.cell = SEOHAK_TRY(find_column(names, from));
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
      if (auto set = set_from_text(rows_, link.column, *text, mapping_); !set) {
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
  };
  const FileMapping& mapping_;
  RowWriter& rows_;
  RowSink& sink_;
  std::optional<std::size_t> source_;
  std::vector<Link> links_;
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
  MappedRows visitor(*mapping, *rows, sink);
  switch (mapping->format) {
    case FileFormat::csv: return read_csv(answer.body, mapping->separator, visitor);
    case FileFormat::json: return read_json(answer.body, visitor);
    case FileFormat::parquet: return read_parquet(answer.body, visitor);
  }
  return {};
}

}  // namespace seohak
