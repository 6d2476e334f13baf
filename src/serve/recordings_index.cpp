#include "serve/recordings_index.h"

#include <algorithm>

#include <fmt/format.h>
#include <simdjson.h>

namespace seohak {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

constexpr std::int64_t kLayout = 1;

/// A member of that type. Errors: bad_data, naming it.
template <typename T>
Result<T> member(const object& from, std::string_view name) {
  T value;
  if (from[name].get(value) != simdjson::SUCCESS) {
    return fail(Errc::bad_data, fmt::format("\"{}\" is missing or of another type", name));
  }
  return value;
}

Result<PlainDay> day_member(const object& from, std::string_view name) {
  const auto text = SEOHAK_TRY(member<std::string_view>(from, name));
  return parse_day(text).context(name);
}

/// Adds the listed files; a directory made by hand may list none.
Result<void> read_files(const object& from, std::vector<RecordedFile>& files) {
  array listed;
  if (from["files"].get(listed) != simdjson::SUCCESS) return {};
  for (const element one : listed) {
    object file;
    if (one.get(file) != simdjson::SUCCESS) return fail(Errc::bad_data, "\"files\" is broken");
    const auto path = SEOHAK_TRY(member<std::string_view>(file, "path"));
    files.push_back({std::string(path), SEOHAK_TRY(member<std::int64_t>(file, "bytes"))});
  }
  return {};
}

Result<RecordedDataset> read_dataset(std::string_view name, const object& from) {
  RecordedDataset dataset;
  dataset.name = std::string(name);
  dataset.first_day = SEOHAK_TRY(day_member(from, "first_day"));
  dataset.last_day = SEOHAK_TRY(day_member(from, "last_day"));
  dataset.rows_first_day = SEOHAK_TRY(day_member(from, "rows_first_day"));
  dataset.rows_last_day = SEOHAK_TRY(day_member(from, "rows_last_day"));
  dataset.answers = SEOHAK_TRY(member<std::int64_t>(from, "answers"));
  for (const element mark : SEOHAK_TRY(member<array>(from, "marks"))) {
    std::string_view text;
    if (mark.get(text) != simdjson::SUCCESS) {
      return fail(Errc::bad_data, "\"marks\" holds something that is not text");
    }
    dataset.marks.emplace_back(text);
  }
  SEOHAK_TRY(read_files(from, dataset.files));
  return dataset;
}

Result<RecordingsIndex> read_index(const object& from) {
  const auto layout = SEOHAK_TRY(member<std::int64_t>(from, "layout"));
  if (layout != kLayout) {
    return fail(Errc::bad_data,
                fmt::format("layout {} is unknown; this version reads layout {}", layout, kLayout));
  }
  RecordingsIndex index;
  const auto clock = SEOHAK_TRY(member<std::string_view>(from, "clock"));
  index.clock = SEOHAK_TRY(parse_instant(clock).context("clock"));
  index.last_common_day = SEOHAK_TRY(day_member(from, "last_common_day"));
  object settings;
  if (from["settings"].get(settings) == simdjson::SUCCESS) {
    for (const auto entry : settings) {
      std::string_view value;
      if (entry.value.get(value) != simdjson::SUCCESS) {
        return fail(Errc::bad_data, fmt::format("setting \"{}\" is not text", entry.key));
      }
      index.settings.emplace(entry.key, value);
    }
  }
  for (const auto entry : SEOHAK_TRY(member<object>(from, "datasets"))) {
    object dataset;
    if (entry.value.get(dataset) != simdjson::SUCCESS) {
      return fail(Errc::bad_data, fmt::format("dataset \"{}\" is not an object", entry.key));
    }
    index.datasets.push_back(SEOHAK_TRY(read_dataset(entry.key, dataset).context(entry.key)));
  }
  object drop;
  if (from["drop"].get(drop) == simdjson::SUCCESS) {
    index.mappings = SEOHAK_TRY(member<std::string_view>(drop, "mappings").context("drop"));
    SEOHAK_TRY(read_files(drop, index.drop_files).context("drop"));
  }
  std::sort(index.datasets.begin(), index.datasets.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return index;
}

}  // namespace

Result<RecordingsIndex> read_recordings_index(const std::filesystem::path& directory) {
  const std::filesystem::path path = directory / "index.json";
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) {
    return fail(Errc::not_found,
                fmt::format("there are no recordings at {}: index.json is missing; point "
                            "--recordings at a directory that holds one",
                            directory.string()));
  }
  simdjson::dom::parser parser;
  object root;
  if (const auto code = parser.load(path.string()).get(root)) {
    return fail(Errc::bad_data, fmt::format("recordings {}: not a JSON object: {}", path.string(),
                                            simdjson::error_message(code)));
  }
  return read_index(root).context("recordings " + path.string());
}

}  // namespace seohak
