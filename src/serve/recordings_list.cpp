#include <algorithm>

#include <fmt/format.h>

#include "serve/ask.h"
#include "serve/recordings.h"
#include "serve/resources.h"

namespace seohak {
namespace {

struct Size {
  std::int64_t files = 0;
  std::int64_t bytes = 0;
};

Size size_of(std::span<const RecordedFile> files, std::string_view below) {
  Size size;
  for (const RecordedFile& file : files) {
    if (!file.path.starts_with(fmt::format("{}/", below))) continue;
    ++size.files;
    size.bytes += file.bytes;
  }
  return size;
}

void write_size(Size size, JsonWriter& json) {
  json.key("files").number(size.files).key("bytes").number(size.bytes);
}

/// What both kinds of entries end with; nulls where nobody told where they come from.
void write_provenance(const Provenance* from, const WebRequest& request, JsonWriter& json) {
  if (from == nullptr) {
    for (const char* name : {"form", "origin", "terms", "link"}) json.key(name).null();
    return;
  }
  json.key("form").text(from->form);
  json.key("origin").text(in_language(request, from->origin.english, from->origin.korean));
  json.key("terms").text(in_language(request, from->terms.english, from->terms.korean));
  json.key("link").text_or_null(from->link.empty() ? std::nullopt : std::optional(from->link));
}

void write_dataset(const Recordings& recordings, const RecordedDataset& dataset,
                   const WebRequest& request, JsonWriter& json) {
  const std::size_t dot = dataset.name.find('.');
  std::string path = dataset.name;
  if (dot != std::string::npos) path[dot] = '/';
  const std::span<const Instant> captures = recordings.captures(dataset.name);
  json.begin_object().key("source").text(dataset.name.substr(0, dot));
  json.key("dataset").text(path.substr(dot + 1));
  json.key("rows_first_day").text(format_day(dataset.rows_first_day.date));
  json.key("rows_last_day").text(format_day(dataset.rows_last_day.date));
  json.key("answers").number(dataset.answers);
  const bool known = !captures.empty();
  json.key("captured_first")
      .text_or_null(known ? std::optional(format(captures.front())) : std::nullopt);
  json.key("captured_last")
      .text_or_null(known ? std::optional(format(captures.back())) : std::nullopt);
  write_size(size_of(dataset.files, path), json);
  write_provenance(recordings.provenance(path), request, json);
  json.end_object();
}

/// Files of the drop folder that share where they come from.
void write_drop(const Recordings& recordings, const Provenance& from, const WebRequest& request,
                JsonWriter& json) {
  json.begin_object().key("source").text("file");
  json.key("dataset").text(from.path.substr(from.path.find('/') + 1));
  for (const char* name :
       {"rows_first_day", "rows_last_day", "answers", "captured_first", "captured_last"}) {
    json.key(name).null();
  }
  write_size(size_of(recordings.drop_files(), from.path), json);
  write_provenance(&from, request, json);
  json.end_object();
}

}  // namespace

/// What the recordings are: each dataset, then each part of the drop folder; none on another
/// profile.
Result<ApiAnswer> recordings_resource(const ApiContext& context, const WebRequest& request) {
  ApiAnswer answer;
  JsonWriter& json = answer.data.begin_array();
  if (context.recordings != nullptr) {
    const Recordings& recordings = *context.recordings;
    for (const RecordedDataset& dataset : recordings.datasets())
      write_dataset(recordings, dataset, request, json);
    for (const Provenance& from : recordings.provenance())
      if (from.path.starts_with("files/")) write_drop(recordings, from, request, json);
  }
  json.end_array();
  return answer;
}

}  // namespace seohak
