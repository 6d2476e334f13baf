#include "serve/recordings_provenance.h"

#include <algorithm>
#include <array>

#include <fmt/ranges.h>
#include <simdjson.h>

namespace seohak {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;

constexpr std::array<std::string_view, 4> kForms = {"as_served", "re_encoded", "envelope_remade",
                                                    "made_here"};

Result<std::string> text_member(const object& from, std::string_view name) {
  std::string_view value;
  if (from[name].get(value) != simdjson::SUCCESS) {
    return fail(Errc::bad_data, fmt::format("\"{}\" is missing or no text", name));
  }
  return std::string(value);
}

Result<BothLanguages> words_member(const object& from, std::string_view name) {
  object words;
  if (from[name].get(words) != simdjson::SUCCESS) {
    return fail(Errc::bad_data, fmt::format("\"{}\" is missing or no object", name));
  }
  return BothLanguages{SEOHAK_TRY(text_member(words, "en").context(name)),
                       SEOHAK_TRY(text_member(words, "ko").context(name))};
}

Result<Provenance> read_entry(const object& from) {
  Provenance entry;
  entry.path = SEOHAK_TRY(text_member(from, "path"));
  entry.form = SEOHAK_TRY(text_member(from, "form").context(entry.path));
  if (std::find(kForms.begin(), kForms.end(), entry.form) == kForms.end()) {
    return fail(Errc::bad_data, fmt::format("{}: form \"{}\" is none of {}", entry.path, entry.form,
                                            fmt::join(kForms, ", ")));
  }
  entry.origin = SEOHAK_TRY(words_member(from, "origin").context(entry.path));
  entry.terms = SEOHAK_TRY(words_member(from, "terms").context(entry.path));
  std::string_view link;
  if (from["link"].get(link) == simdjson::SUCCESS) entry.link = link;
  return entry;
}

}  // namespace

Result<std::vector<Provenance>> read_provenance(const std::filesystem::path& directory) {
  const std::filesystem::path path = directory / "provenance.json";
  std::vector<Provenance> entries;
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return entries;
  simdjson::dom::parser parser;
  simdjson::dom::array root;
  if (const auto code = parser.load(path.string()).get(root)) {
    return fail(Errc::bad_data, fmt::format("recordings {}: not a JSON array: {}", path.string(),
                                            simdjson::error_message(code)));
  }
  for (const element one : root) {
    object entry;
    if (one.get(entry) != simdjson::SUCCESS) {
      return fail(Errc::bad_data,
                  fmt::format("recordings {}: an entry is no object", path.string()));
    }
    entries.push_back(SEOHAK_TRY(read_entry(entry).context("recordings " + path.string())));
  }
  return entries;
}

}  // namespace seohak
