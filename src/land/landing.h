#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "extract/connector.h"

namespace seohak {

/// One landed answer as its manifest lists it.
struct LandedRecord {
  std::string url;  ///< secrets masked
  Instant fetched_at{};
  std::string digest;       ///< "sha256:<hex>" of the body
  std::int64_t offset = 0;  ///< of the response record's zstd frame in the file, bytes
  int status = 0;
  bool ok = true;  ///< false: kept for people, never loaded
};

/// What one sealed file holds. Published after the file; a file without one does not exist for the
/// loader.
struct Manifest {
  /// SHA-256 (hex) over source, dataset, days and records without their offsets, so that the same
  /// answers landed twice have the same id. `load_id` in the tables.
  std::string id;
  std::string source;
  std::string dataset;
  DayInterval days;  ///< what was asked for, in the dataset's zone
  std::string file;  ///< path below the landing root
  std::int64_t bytes = 0;
  std::vector<LandedRecord> records;
  Instant newest() const;  ///< the latest fetched_at of its records
};

/// JSON of a manifest and back. Errors: bad_data naming the field.
std::string to_json(const Manifest& manifest);
Result<Manifest> parse_manifest(std::string_view json);

/// Writes the answers of one dataset into WARC files of at most 64 MiB or 30 s each (a larger
/// answer gets a file of its own). A full file is published at once, its manifest after it; the
/// file that is open when the writer is dropped without `finish` leaves nothing behind. After a
/// failure every further call fails the same. Thread-compatible; must not outlive its Landing.
class LandingWriter {
 public:
  virtual ~LandingWriter() = default;
  /// Appends request (masked) and response. Errors: no_space, io; nothing half-written is
  /// published.
  virtual Result<void> add(const Call& call, const Answer& answer, bool ok) = 0;
  /// Seals and publishes what is open; returns every manifest of this writer, in order. A file
  /// whose answers are already landed (same id) is dropped and the old manifest returned.
  virtual Result<std::vector<Manifest>> finish() = 0;
};

/// Where one landed answer lies, as the table meta.landed_record tells.
struct LandedPlace {
  std::string file;         ///< path below the landing root
  std::int64_t offset = 0;  ///< of the response record's zstd frame in the file, bytes
  std::int64_t before = 0;  ///< offset of the answer before it in the file; 0: it is the first
  std::int64_t after = 0;   ///< offset of the answer behind it; 0: it is the last
  std::string digest;       ///< "sha256:<hex>" that its body must have
};

/// What was asked, as it is landed: secrets are masked.
struct LandedRequest {
  std::string method;  ///< "GET"
  std::string url;
  std::vector<Header> headers;
  std::string body;
};

/// One request and its answer as they are landed, secrets masked.
struct LandedExchange {
  LandedRequest request;
  Answer answer;  ///< source and dataset are left empty
};

/// Immutable raw answers below one root, on any Arrow file system. Thread-safe.
class Landing {
 public:
  virtual ~Landing() = default;
  /// `url`: a directory path or file://, s3://, gs://, abfs:// URL. Creates nothing yet. Errors: io
  /// with what to do.
  static Result<std::unique_ptr<Landing>> open(std::string_view url, const Clock& clock);

  /// Files are named <source>/<dataset>/dt=<UTC fetch date of the first answer>/<run>-<n>.warc.zst
  /// below the root. `source` and `dataset` are letters, digits, '-', '_', '.'; other characters of
  /// `run` become '-'. Errors: bad_request (an unusable name), io.
  virtual Result<std::unique_ptr<LandingWriter>> writer(std::string_view source,
                                                        std::string_view dataset, DayInterval days,
                                                        std::string_view run) = 0;
  /// All published manifests, ordered by (source, dataset, file). Empty `source` means all, empty
  /// `dataset` all of the source. Errors: bad_data (the damaged manifest's path), io.
  virtual Result<std::vector<Manifest>> manifests(std::string_view source = {},
                                                  std::string_view dataset = {}) const = 0;
  /// Hands the manifest's answers over in order, `record` being the index in the manifest; digests
  /// are checked. Errors: bad_data (file, offset and what is wrong), io, or the visitor's.
  virtual Result<void> read(
      const Manifest& manifest,
      const std::function<Result<void>(const Answer& answer, int record)>& visit) const = 0;
  /// One answer with its request, of a file of any size: only the bytes about it are read. Its
  /// digest is checked. Errors: not_found (the file is gone), bad_data (file, offset and what is
  /// wrong), io.
  virtual Result<LandedExchange> read_one(const LandedPlace& place) const = 0;
  /// Whether one can write there now: creates and removes a probe. Errors: io, no_space;
  /// forbidden, naming the directory.
  virtual Result<void> check_writable() const = 0;
};

/// Ends the remote file systems' libraries. The program calls it once, last, when no Landing is
/// left and none will be opened; without it, a process that used s3:// may crash on exit.
void close_file_systems();

/// A landing URL without user, password and options, for people.
std::string shown_url(std::string_view url);

}  // namespace seohak
