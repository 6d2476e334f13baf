#include "land/landing_index.h"

#include <fmt/core.h>

namespace seohak {
namespace {
constexpr std::string_view kSuffix = ".warc.zst.manifest.json";
}

std::string manifest_path(const std::string& file) { return file + ".manifest.json"; }

Result<std::vector<Manifest>> LandingIndex::below(const std::string& directory) {
  const std::vector<StoredFile> files = SEOHAK_TRY(store_.list(directory));
  std::vector<Manifest> found;
  for (const StoredFile& file : files) {
    const std::string_view name = std::string_view(file.path).substr(file.path.rfind('/') + 1);
    if (!name.ends_with(kSuffix) || name.starts_with('.')) continue;
    {
      const std::lock_guard lock(mutex_);
      const auto known = by_path_.find(file.path);
      if (known != by_path_.end()) {
        found.push_back(known->second);
        continue;
      }
    }
    const std::string json = SEOHAK_TRY(store_.read(file.path));
    Manifest manifest = SEOHAK_TRY(parse_manifest(json).context(store_.shown(file.path)));
    if (manifest_path(manifest.file) != file.path) {
      return fail(Errc::bad_data, fmt::format("{}: manifest: field 'file' names '{}'",
                                              store_.shown(file.path), manifest.file));
    }
    insert(manifest);
    found.push_back(std::move(manifest));
  }
  return found;
}

Result<std::optional<Manifest>> LandingIndex::find(const std::string& directory,
                                                   const std::string& id) {
  bool listed = false;
  {
    const std::lock_guard lock(mutex_);
    listed = listed_.contains(directory);
  }
  if (!listed) {
    SEOHAK_TRY(below(directory));
    const std::lock_guard lock(mutex_);
    listed_.insert(directory);
  }
  std::optional<Manifest> found;
  {
    const std::lock_guard lock(mutex_);
    const std::string prefix = directory + "/";
    for (auto i = by_path_.lower_bound(prefix); i != by_path_.end(); ++i) {
      if (!i->first.starts_with(prefix)) break;
      if (i->second.id == id) found = i->second;
    }
  }
  if (!found) return found;
  const bool whole = SEOHAK_TRY(store_.exists(found->file)) &&
                     SEOHAK_TRY(store_.exists(manifest_path(found->file)));
  return whole ? found : std::nullopt;
}

void LandingIndex::insert(const Manifest& manifest) {
  const std::lock_guard lock(mutex_);
  by_path_.insert_or_assign(manifest_path(manifest.file), manifest);
}

Result<std::string> LandingIndex::take_name(const std::string& stem) {
  for (int n = 1;; ++n) {
    const std::string name = fmt::format("{}-{}.warc.zst", stem, n);
    {
      const std::lock_guard lock(mutex_);
      if (!taken_.insert(name).second) continue;
    }
    if (!SEOHAK_TRY(store_.exists(name))) return name;
  }
}

}  // namespace seohak
