#include <algorithm>

#include <fmt/format.h>

#include "base/csv.h"
#include "base/text.h"
#include "base/zip.h"
#include "extract/answer_text.h"
#include "extract/ecb/cross_rates.h"
#include "extract/ecb/ecb.h"

namespace seohak {
namespace {

constexpr std::string_view kTable = "raw_data.fx_rate_daily";

void parse_record(const CsvReader& reader, std::span<const std::string_view> header,
                  std::size_t date, CrossRates& cross, RowSink& sink) {
  const auto fields = reader.fields();
  if (fields.size() != header.size()) {
    sink.quarantine(
        kTable,
        fmt::format("the line has {} fields where the header has {}", fields.size(), header.size()),
        reader.record());
    return;
  }
  const auto day = parse_day(trim(fields[date]));
  if (!day) {
    sink.quarantine(kTable, "Date: " + day.error().message, reader.record());
    return;
  }
  std::vector<EuroRate> rates;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::string_view rate = trim(fields[i]);
    if (i != date && !header[i].empty() && !rate.empty() && rate != "N/A")
      rates.push_back({header[i], rate});
  }
  cross.write(*day, rates);
}

Result<void> parse_csv(std::string_view text, RowSink& sink) {
  CsvReader reader(text);
  if (!SEOHAK_TRY(reader.next())) return fail(Errc::drifted, "the archive's CSV is empty");
  std::vector<std::string_view> header;
  for (std::string_view field : reader.fields()) header.push_back(trim(field));
  const std::size_t date = SEOHAK_TRY(find_column(header, "Date"));
  SEOHAK_TRY(find_column(header, "KRW"));
  CrossRates cross(sink);
  while (SEOHAK_TRY(reader.next())) parse_record(reader, header, date, cross, sink);
  return {};
}

/// Value of an attribute of a tag, in either kind of quotes; empty when absent.
std::string_view attribute(std::string_view tag, std::string_view name) {
  for (std::size_t at = tag.find(name); at != std::string_view::npos; at = tag.find(name, at + 1)) {
    const std::string_view rest = tag.substr(at + name.size());
    const bool begins =
        at > 0 && (tag[at - 1] == ' ' || tag[at - 1] == '\n' || tag[at - 1] == '\t');
    if (!begins || rest.size() < 2 || rest[0] != '=') continue;
    const std::size_t end = rest.find(rest[1], 2);
    if ((rest[1] == '\'' || rest[1] == '"') && end != std::string_view::npos)
      return rest.substr(2, end - 2);
  }
  return {};
}

Result<void> parse_xml(std::string_view text, RowSink& sink) {
  constexpr std::string_view kCube = "<Cube";
  CrossRates cross(sink);
  std::optional<PlainDay> day;
  std::vector<EuroRate> rates;
  bool any_day = false;
  const auto write_day = [&] {
    if (day) cross.write(*day, rates);
    rates.clear();
  };
  for (std::size_t at = text.find(kCube); at != std::string_view::npos;
       at = text.find(kCube, at + 1)) {
    const std::string_view tag = text.substr(at, text.find('>', at) - at);
    const std::string_view time = attribute(tag, "time");
    const std::string_view currency = attribute(tag, "currency");
    if (!time.empty()) {
      write_day();
      any_day = true;
      const auto parsed = parse_day(time);
      day = parsed ? std::optional(*parsed) : std::nullopt;
      if (!parsed) sink.quarantine(kTable, "time: " + parsed.error().message, tag);
    } else if (!currency.empty() && day) {
      const std::string_view rate = attribute(tag, "rate");
      if (rate != "N/A") rates.push_back({currency, rate});
    }
  }
  write_day();
  if (!any_day)
    return fail(Errc::drifted, "the XML has no Cube with a time; was the attribute renamed?");
  return {};
}

}  // namespace

Result<void> Ecb::parse(const Answer& answer, RowSink& sink) const {
  const std::string_view body = answer.body;
  if (trim(skip_bom(body)).starts_with("<?xml")) return parse_xml(skip_bom(body), sink);
  auto csv = unzip_member(body, ".csv");
  if (!csv)
    return fail(Errc::drifted,
                fmt::format("the archive cannot be read (cut short?): {}", csv.error().message));
  return parse_csv(*csv, sink);
}

}  // namespace seohak
