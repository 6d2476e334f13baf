#include "serve/recordings.h"

#include <algorithm>
#include <map>

#include <arrow/buffer.h>
#include <arrow/io/file.h>
#include <fmt/format.h>

#include "client/url.h"
#include "land/warc.h"
#include "serve/http.h"
#include "serve/recordings_index.h"
#include "serve/recordings_scan.h"

namespace seohak {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kSuffix = ".warc.zst";
constexpr std::string_view kMasked = "***";

using Parameters = std::vector<QueryParameter>;

/// "host/path?query" in parts that compare.
struct Target {
  std::string place;  ///< host and path
  Parameters query;   ///< ordered by name, then value
};

Result<Target> parse_target(std::string_view text) {
  const std::size_t mark = std::min(text.find('?'), text.size());
  Target target;
  target.place = std::string(text.substr(0, mark));
  target.query = SEOHAK_TRY(parse_query(text.substr(std::min(mark + 1, text.size()))));
  std::sort(target.query.begin(), target.query.end(), [](const auto& a, const auto& b) {
    return std::tie(a.name, a.value) < std::tie(b.name, b.value);
  });
  return target;
}

bool fits(const Parameters& recorded, const Parameters& asked) {
  return std::equal(recorded.begin(), recorded.end(), asked.begin(), asked.end(),
                    [](const QueryParameter& a, const QueryParameter& b) {
                      return a.name == b.name && (a.value == kMasked || a.value == b.value);
                    });
}

/// One recorded answer: where it lies.
struct Entry {
  Parameters query;
  Instant recorded_at{};
  std::size_t file = 0;
  std::int64_t offset = 0;
};

/// A file of records, mapped.
struct MappedFile {
  std::string path;
  std::shared_ptr<arrow::Buffer> bytes;  ///< shared: Arrow's ownership; keeps the mapping
  std::string_view view() const { return std::string_view(*bytes); }
};

Result<MappedFile> map_file(const fs::path& path) {
  const auto file = arrow::io::MemoryMappedFile::Open(path.string(), arrow::io::FileMode::READ);
  if (!file.ok()) return fail(Errc::io, file.status().ToString());
  const auto size = (*file)->GetSize();
  if (!size.ok()) return fail(Errc::io, size.status().ToString());
  auto bytes = (*file)->ReadAt(0, *size);
  if (!bytes.ok()) return fail(Errc::io, bytes.status().ToString());
  return MappedFile{path.string(), *std::move(bytes)};
}

/// Every .warc.zst below <source>/<dataset>/, ordered by path.
std::vector<fs::path> warc_files(const fs::path& directory) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::recursive_directory_iterator it(directory, error), end; !error && it != end;
       it.increment(error)) {
    if (it->path().filename().string().ends_with(kSuffix)) files.push_back(it->path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

Result<void> check_listed(const fs::path& directory, const std::vector<RecordedFile>& listed) {
  for (const RecordedFile& file : listed) {
    std::error_code error;
    const auto size = fs::file_size(directory / file.path, error);
    if (error) {
      return fail(Errc::bad_data,
                  fmt::format("recordings {}: {} is missing though index.json lists it; restore "
                              "the directory",
                              directory.string(), file.path));
    }
    if (static_cast<std::int64_t>(size) != file.bytes) {
      return fail(Errc::bad_data,
                  fmt::format("recordings {}: {} has {} bytes, index.json says {}; restore it",
                              directory.string(), file.path, size, file.bytes));
    }
  }
  return {};
}

/// "<source>.<dataset>" of a file at <source>/<dataset>/<name>; empty of one elsewhere.
std::string dataset_of(const fs::path& directory, const fs::path& file) {
  const fs::path folder = file.lexically_relative(directory).parent_path();
  const fs::path source = folder.parent_path();
  if (source.empty() || source.has_parent_path()) return {};
  return source.string() + "." + folder.filename().string();
}

std::string_view host_of(std::string_view place) { return place.substr(0, place.find('/')); }

}  // namespace

class Recordings::Impl {
 public:
  RecordingsIndex index;
  std::vector<Provenance> provenance;
  fs::path directory;
  std::vector<MappedFile> files;
  std::map<std::string, std::vector<Entry>, std::less<>> entries;     ///< by host and path
  std::map<std::string, std::vector<Instant>, std::less<>> captures;  ///< by dataset

  Result<void> add_file(const fs::path& path, const std::string& dataset) {
    files.push_back(SEOHAK_TRY(map_file(path)));
    const std::size_t file = files.size() - 1;
    std::vector<Instant>& dates = captures[dataset];
    return scan_responses(files.back().view(),
                          [&](const ScannedResponse& response) {
                            dates.push_back(response.date);
                            return add_response(response, file);
                          })
        .context(fmt::format("recordings {}", path.string()));
  }

  void sort_captures() {
    for (auto& [dataset, dates] : captures) {
      std::sort(dates.begin(), dates.end());
      dates.erase(std::unique(dates.begin(), dates.end()), dates.end());
    }
  }

  const Entry* best(const Target& target, Instant clock) const {
    const auto found = entries.find(target.place);
    if (found == entries.end()) return nullptr;
    const Entry* newest = nullptr;    // at or before the clock
    const Entry* earliest = nullptr;  // of all
    for (const Entry& entry : found->second) {
      if (!fits(entry.query, target.query)) continue;
      if (earliest == nullptr || entry.recorded_at < earliest->recorded_at) earliest = &entry;
      if (entry.recorded_at > clock) continue;
      if (newest == nullptr || entry.recorded_at >= newest->recorded_at) newest = &entry;
    }
    return newest != nullptr ? newest : earliest;
  }

  /// What is recorded of the target's host, for people.
  std::string describe(std::string_view host) const {
    std::string known;
    for (const auto& [place, list] : entries) {
      if (host_of(place) != host) continue;
      known += fmt::format("{}{} answer{} of {}", known.empty() ? "" : "; ", list.size(),
                           list.size() == 1 ? "" : "s", place.substr(host.size()));
    }
    return known.empty() ? "nothing" : known;
  }

 private:
  Result<void> add_response(const ScannedResponse& response, std::size_t file) {
    const std::size_t scheme = response.uri.find("://");
    Target target = SEOHAK_TRY(parse_target(response.uri.substr(scheme + 3)));
    entries[target.place].push_back(
        {std::move(target.query), response.date, file, response.offset});
    return {};
  }
};

Recordings::Recordings(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}
Recordings::Recordings(Recordings&&) noexcept = default;
Recordings& Recordings::operator=(Recordings&&) noexcept = default;
Recordings::~Recordings() = default;

Result<Recordings> Recordings::open(const fs::path& directory) {
  auto impl = std::make_unique<Impl>();
  impl->index = SEOHAK_TRY(read_recordings_index(directory));
  impl->directory = directory;
  for (const RecordedDataset& dataset : impl->index.datasets)
    SEOHAK_TRY(check_listed(directory, dataset.files));
  SEOHAK_TRY(check_listed(directory, impl->index.drop_files));
  impl->provenance = SEOHAK_TRY(read_provenance(directory));
  for (const fs::path& path : warc_files(directory))
    SEOHAK_TRY(impl->add_file(path, dataset_of(directory, path)));
  impl->sort_captures();
  if (impl->entries.empty()) {
    return fail(Errc::bad_data,
                fmt::format("recordings {}: no answers in it; a dataset's files are "
                            "<source>/<dataset>/*{}",
                            directory.string(), kSuffix));
  }
  return Recordings(std::move(impl));
}

const fs::path& Recordings::directory() const { return impl_->directory; }

Instant Recordings::clock() const { return impl_->index.clock; }
PlainDay Recordings::last_common_day() const { return impl_->index.last_common_day; }
const std::map<std::string, std::string>& Recordings::settings() const {
  return impl_->index.settings;
}
fs::path Recordings::mappings() const {
  return impl_->index.mappings.empty() ? fs::path() : impl_->directory / impl_->index.mappings;
}
std::string Recordings::drop_address() const {
  return url_below("recordings://", fs::path(impl_->index.mappings).parent_path());
}
std::span<const RecordedDataset> Recordings::datasets() const { return impl_->index.datasets; }

const RecordedDataset* Recordings::dataset(std::string_view name) const {
  for (const RecordedDataset& dataset : impl_->index.datasets) {
    if (dataset.name == name) return &dataset;
  }
  return nullptr;
}

std::span<const RecordedFile> Recordings::drop_files() const { return impl_->index.drop_files; }
std::span<const Provenance> Recordings::provenance() const { return impl_->provenance; }

const Provenance* Recordings::provenance(std::string_view path) const {
  for (const Provenance& from : impl_->provenance) {
    if (from.path == path) return &from;
  }
  return nullptr;
}

std::span<const Instant> Recordings::captures(std::string_view name) const {
  const auto found = impl_->captures.find(name);
  return found == impl_->captures.end() ? std::span<const Instant>() : found->second;
}

Result<Answer> Recordings::find(std::string_view host_and_target, Instant clock) const {
  const Target target = SEOHAK_TRY(parse_target(host_and_target));
  const Entry* entry = impl_->best(target, clock);
  if (entry == nullptr) {
    const std::string_view host = host_of(target.place);
    return fail(Errc::not_found, fmt::format("no recorded answer to {}; recorded of {}: {}",
                                             host_and_target, host, impl_->describe(host)));
  }
  const MappedFile& file = impl_->files[entry->file];
  const WarcRecord record =
      SEOHAK_TRY(read_warc_at(file.view(), entry->offset).context("recordings " + file.path));
  Answer answer = SEOHAK_TRY(answer_of(record).context("recordings " + file.path));
  answer.fetched_at = entry->recorded_at;
  return answer;
}

}  // namespace seohak
