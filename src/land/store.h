#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <arrow/filesystem/type_fwd.h>

#include "base/result.h"
#include "base/time.h"

namespace seohak {

/// A file being written. Nobody sees it under its name before `publish`; dropped without it, the
/// file is removed. Thread-compatible.
class PendingFile {
 public:
  virtual ~PendingFile() = default;
  /// Errors: no_space, io.
  virtual Result<void> append(std::string_view bytes) = 0;
  /// Makes the bytes durable and then visible under the file's name, whole or not at all. Errors:
  /// no_space, io (also when the name is taken).
  virtual Result<void> publish() = 0;
};

/// A file of the store.
struct StoredFile {
  std::string path;  ///< below the root
  Instant modified{};
};

/// Files below one root of an Arrow file system. Local files are written with fsync; on object
/// stores an upload becomes visible when it is complete. Thread-safe.
class Store {
 public:
  /// `url`: a directory path, relative or absolute, or a file://, s3://, gs://, abfs:// URL.
  /// Errors: io with what to do.
  static Result<Store> open(std::string_view url);
  /// Of any file system, `root` being a path in it.
  Store(std::shared_ptr<arrow::fs::FileSystem> files, std::string root);

  /// Starts `path` (below the root) and the directories it needs. Errors: no_space, forbidden, io.
  Result<std::unique_ptr<PendingFile>> create(const std::string& path) const;
  /// Whether one can write here now: creates `probe` (below the root) and removes it. Errors: as
  /// create, naming the root.
  Result<void> check_writable(const std::string& probe) const;
  /// The whole file. Errors: not_found, io.
  Result<std::string> read(const std::string& path) const;
  /// The bytes from `from` up to `to`, or to the end of the file where that comes before. Errors:
  /// as read.
  Result<std::string> read_part(const std::string& path, std::int64_t from, std::int64_t to) const;
  Result<bool> exists(const std::string& path) const;
  /// All files below `directory`, hidden ones too, ordered by path; none when it does not exist.
  Result<std::vector<StoredFile>> list(const std::string& directory) const;
  /// Errors: io.
  Result<void> remove(const std::string& path) const;
  /// Removes temporary files below `directory` whose writer is dead: of a process of this machine
  /// that is gone, or older than a day. Errors: io.
  Result<void> remove_stale(const std::string& directory) const;
  /// `path` as messages show it; never with a key of the URL.
  std::string shown(const std::string& path) const;

 private:
  std::string full(const std::string& path) const;
  Result<std::unique_ptr<PendingFile>> create(const std::string& path,
                                              const std::string& shown) const;

  std::shared_ptr<arrow::fs::FileSystem> files_;  ///< shared: Arrow hands it out so
  std::string root_;
  bool local_ = false;
  bool direct_ = false;  ///< an object store: what is uploaded appears only when complete
};

}  // namespace seohak
