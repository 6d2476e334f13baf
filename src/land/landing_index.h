#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "land/landing.h"
#include "land/store.h"

namespace seohak {

/// The manifests of a store. They never change, so each is read once. Thread-safe: mutex_ guards
/// the maps.
class LandingIndex {
 public:
  explicit LandingIndex(const Store& store) : store_(store) {}
  /// The published manifests below `directory` ("", "source" or "source/dataset"), by file.
  /// Errors: bad_data naming the manifest's path, io.
  Result<std::vector<Manifest>> below(const std::string& directory);
  /// The manifest with this id in "source/dataset", its file still there. The directory is listed
  /// once; later ones of this process are told by `insert`. Errors: as below.
  Result<std::optional<Manifest>> find(const std::string& directory, const std::string& id);
  void insert(const Manifest& manifest);
  /// Takes the first free `<stem>-<n>.warc.zst`, n from 1: neither in the store nor taken before in
  /// this process. Errors: io.
  Result<std::string> take_name(const std::string& stem);

 private:
  const Store& store_;
  std::mutex mutex_;
  std::map<std::string, Manifest> by_path_;  ///< path of the manifest -> manifest
  std::set<std::string> listed_;             ///< directories that `find` has listed
  std::set<std::string> taken_;
};

/// Path of the manifest of a file.
std::string manifest_path(const std::string& file);

}  // namespace seohak
