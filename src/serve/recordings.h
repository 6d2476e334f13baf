#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "extract/connector.h"
#include "serve/recordings_provenance.h"

namespace seohak {

/// A file as index.json lists it.
struct RecordedFile {
  std::string path;  ///< below the directory
  std::int64_t bytes = 0;
};

/// What a recordings directory holds of one dataset.
struct RecordedDataset {
  std::string name;      ///< "eximbank.rates"
  PlainDay first_day{};  ///< days that can be asked for
  PlainDay last_day{};
  PlainDay rows_first_day{};  ///< oldest and newest day among the rows inside the answers
  PlainDay rows_last_day{};
  std::int64_t answers = 0;         ///< 1: one answer holds it all, asked for as it was recorded
  std::vector<std::string> marks;   ///< "as recorded", …
  std::vector<RecordedFile> files;  ///< none when the directory was made by hand
};

/// A directory of recorded answers, as recordings/README.md lays it out (layout 1). The files are
/// mapped, and one record is decompressed at a time: memory holds the index only. Immutable after
/// `open`; thread-safe.
class Recordings {
 public:
  /// Reads index.json and walks every file once. Errors: not_found (no directory or index.json),
  /// bad_data (an unknown layout, a file that is missing, of another size or damaged), each naming
  /// the file and what to do.
  static Result<Recordings> open(const std::filesystem::path& directory);
  Recordings(Recordings&&) noexcept;
  Recordings& operator=(Recordings&&) noexcept;
  ~Recordings();

  /// As given to `open`.
  const std::filesystem::path& directory() const;
  /// Where the recorded clock stands.
  Instant clock() const;
  /// The last market day that a run without dates covers.
  PlainDay last_common_day() const;
  /// Settings of the recorded profile in place of a person's own: key -> value.
  const std::map<std::string, std::string>& settings() const;
  /// Recorded files of a drop folder: the file of their mappings, whose patterns are below its own
  /// folder; empty when none are recorded.
  std::filesystem::path mappings() const;
  /// What the folder of `mappings()` is known by, wherever the recordings lie:
  /// "recordings:///files".
  std::string drop_address() const;
  /// Ordered by name.
  std::span<const RecordedDataset> datasets() const;
  /// nullptr when there is none of that name ("eximbank.rates").
  const RecordedDataset* dataset(std::string_view name) const;

  /// The instants at which the answers of a dataset ("nasdaq.screener") were captured, ascending,
  /// each once; empty when nothing of it is recorded. A source that tells only "now" is asked as of
  /// these.
  std::span<const Instant> captures(std::string_view name) const;

  /// Recorded files of a drop folder; empty when none are recorded.
  std::span<const RecordedFile> drop_files() const;
  /// Where everything comes from, as far as provenance.json tells it.
  std::span<const Provenance> provenance() const;
  /// Of one folder ("cnn/graphdata"); nullptr when nothing is told.
  const Provenance* provenance(std::string_view path) const;

  /// The newest answer to `host_and_target` ("oapi.koreaexim.go.kr/site/…?searchdate=20240102")
  /// recorded at or before `clock`, else the earliest; `fetched_at` is its time of capture. Query
  /// parameters match in any order; one recorded as `***` matches any value. Errors: not_found,
  /// saying what is recorded of that host; bad_data (a damaged record).
  Result<Answer> find(std::string_view host_and_target, Instant clock) const;

 private:
  class Impl;
  explicit Recordings(std::unique_ptr<const Impl> impl);
  std::unique_ptr<const Impl> impl_;
};

}  // namespace seohak
