#include <fmt/core.h>
#include <simdjson.h>

#include "base/hash.h"
#include "base/text.h"
#include "land/landing.h"
#include "land/manifest.h"

namespace seohak {
namespace {

using simdjson::dom::element;

std::string days_json(const DayInterval& days) {
  return fmt::format("{{\"from\": \"{}\", \"to\": \"{}\"}}", format(days.from), format(days.to));
}

Error bad_field(std::string_view field, std::string_view wanted) {
  return {Errc::bad_data, fmt::format("manifest: field '{}' {}", field, wanted)};
}

Result<element> member(const element& from, const char* field) {
  element value;
  if (from[field].get(value) != simdjson::SUCCESS) return fail(bad_field(field, "is missing"));
  return value;
}

Result<std::string> text_of(const element& from, const char* field) {
  std::string_view value;
  if (SEOHAK_TRY(member(from, field)).get(value) != simdjson::SUCCESS) {
    return fail(bad_field(field, "must be text"));
  }
  return std::string(value);
}

Result<std::int64_t> number_of(const element& from, const char* field) {
  std::int64_t value = 0;
  if (SEOHAK_TRY(member(from, field)).get(value) != simdjson::SUCCESS || value < 0) {
    return fail(bad_field(field, "must be a whole number, not negative"));
  }
  return value;
}

Result<PlainDay> day_of(const element& from, const char* field) {
  const auto day = parse_day(SEOHAK_TRY(text_of(from, field)));
  if (!day) return fail(bad_field(fmt::format("days.{}", field), "must be a day like 2026-05-01"));
  return *day;
}

Result<LandedRecord> record_of(const element& from) {
  LandedRecord record;
  record.url = SEOHAK_TRY(text_of(from, "url"));
  const auto fetched_at = parse_instant(SEOHAK_TRY(text_of(from, "fetched_at")));
  if (!fetched_at) return fail(bad_field("fetched_at", "must be an instant of RFC 3339"));
  record.fetched_at = *fetched_at;
  record.digest = SEOHAK_TRY(text_of(from, "digest"));
  record.offset = SEOHAK_TRY(number_of(from, "offset"));
  const std::int64_t status = SEOHAK_TRY(number_of(from, "status"));
  if (status > 999) return fail(bad_field("status", "must be an HTTP status"));
  record.status = static_cast<int>(status);
  if (SEOHAK_TRY(member(from, "ok")).get(record.ok) != simdjson::SUCCESS) {
    return fail(bad_field("ok", "must be true or false"));
  }
  return record;
}

}  // namespace

Instant Manifest::newest() const {
  Instant newest{};
  for (const LandedRecord& record : records) newest = std::max(newest, record.fetched_at);
  return newest;
}

std::string manifest_id(const Manifest& manifest) {
  std::string text = fmt::format("landing 1\n{}\n{}\n{}\n", json_quoted(manifest.source),
                                 json_quoted(manifest.dataset), days_json(manifest.days));
  for (const LandedRecord& record : manifest.records) {
    text += fmt::format("{} {} {} {} {}\n", json_quoted(record.url), format(record.fetched_at),
                        json_quoted(record.digest), record.status, record.ok);
  }
  return sha256_hex(text);
}

std::string to_json(const Manifest& manifest) {
  std::string out = fmt::format(
      "{{\n\"version\": 1,\n\"id\": {},\n\"source\": {},\n\"dataset\": {},\n\"days\": {},\n"
      "\"file\": {},\n\"bytes\": {},\n\"records\": [",
      json_quoted(manifest.id), json_quoted(manifest.source), json_quoted(manifest.dataset),
      days_json(manifest.days), json_quoted(manifest.file), manifest.bytes);
  std::string_view separator = "\n";
  for (const LandedRecord& record : manifest.records) {
    out += fmt::format(
        "{}{{\"url\": {}, \"fetched_at\": \"{}\", \"digest\": {}, \"offset\": {}, "
        "\"status\": {}, \"ok\": {}}}",
        separator, json_quoted(record.url), format(record.fetched_at), json_quoted(record.digest),
        record.offset, record.status, record.ok);
    separator = ",\n";
  }
  return out + "\n]\n}\n";
}

Result<Manifest> parse_manifest(std::string_view json) {
  simdjson::dom::parser parser;
  element root;
  if (parser.parse(json.data(), json.size()).get(root) != simdjson::SUCCESS) {
    return fail(Errc::bad_data, "manifest: no valid JSON (cut short or damaged)");
  }
  if (SEOHAK_TRY(number_of(root, "version")) != 1) {
    return fail(bad_field("version", "must be 1; a newer seohak wrote this file"));
  }
  Manifest manifest;
  manifest.id = SEOHAK_TRY(text_of(root, "id"));
  manifest.source = SEOHAK_TRY(text_of(root, "source"));
  manifest.dataset = SEOHAK_TRY(text_of(root, "dataset"));
  const element days = SEOHAK_TRY(member(root, "days"));
  manifest.days = {SEOHAK_TRY(day_of(days, "from")), SEOHAK_TRY(day_of(days, "to"))};
  manifest.file = SEOHAK_TRY(text_of(root, "file"));
  manifest.bytes = SEOHAK_TRY(number_of(root, "bytes"));
  simdjson::dom::array records;
  if (SEOHAK_TRY(member(root, "records")).get(records) != simdjson::SUCCESS) {
    return fail(bad_field("records", "must be a list"));
  }
  for (const element record : records) {
    const std::string place = fmt::format("record {}", manifest.records.size());
    manifest.records.push_back(SEOHAK_TRY(record_of(record).context(place)));
  }
  if (manifest.id != manifest_id(manifest)) {
    return fail(bad_field("id", "does not match its records: the file was changed"));
  }
  return manifest;
}

}  // namespace seohak
