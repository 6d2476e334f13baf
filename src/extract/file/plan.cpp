#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "base/text.h"
#include "client/url.h"
#include "extract/answer_text.h"
#include "extract/file/file.h"

namespace seohak {
namespace {

namespace fs = std::filesystem;

/// What a file is known by.
std::string address_of(const FileMapping& mapping, const fs::path& file) {
  return mapping.address.empty() ? file_url(file) : url_below(mapping.address, file.filename());
}

Result<std::vector<fs::path>> list_files(const FileMapping& mapping) {
  std::vector<fs::path> files;
  std::error_code error;
  const fs::path folder = fs::absolute(mapping.directory, error);
  if (error || !fs::exists(folder, error)) return files;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    const std::string file = at->path().filename().string();
    std::error_code ignored;
    if (!file.starts_with('.') && fits_pattern(file, mapping.pattern) &&
        at->is_regular_file(ignored))
      files.push_back(at->path());
  }
  if (error)
    return fail(Errc::io, fmt::format("cannot list {}: {}; check its permissions", folder.string(),
                                      error.message()));
  std::ranges::sort(files);
  return files;
}

}  // namespace

Result<std::vector<Call>> FileDrop::plan(const Request& request) const {
  const FileMapping* mapping = find(request.dataset);
  if (mapping == nullptr) return unknown_dataset(*this, request.dataset);
  if (request.days.empty()) return std::vector<Call>{};
  std::vector<Call> calls;
  for (const fs::path& path : SEOHAK_TRY(list_files(*mapping))) {
    Call call;
    call.source = name();
    call.dataset = mapping->name;
    call.url = address_of(*mapping, path);
    call.label = path.filename().string();
    call.file = path;
    calls.push_back(std::move(call));
  }
  return calls;
}

Result<void> FileDrop::classify(const Answer& answer) const {
  // A file:// transfer has no status of its own.
  if (answer.status != 0) SEOHAK_TRY(classify_status(answer));
  if (trim(skip_bom(answer.body)).empty()) return fail(Errc::drifted, "the file is empty");
  if (find(answer.dataset) == nullptr)
    return fail(Errc::bad_config,
                fmt::format("there is no [[sources.file.mapping]] named \"{}\"", answer.dataset));
  return {};
}

}  // namespace seohak
