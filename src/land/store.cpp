#include "land/store.h"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <system_error>

#include <arrow/config.h>
#include <arrow/filesystem/filesystem.h>
#include <arrow/io/interfaces.h>
#include <arrow/util/config.h>
#include <arrow/util/io_util.h>
#include <dlfcn.h>
#include <fmt/core.h>

#include "base/system_error.h"
#include "land/arrow_error.h"
#include "land/landing.h"
#include "land/pending_file.h"

namespace seohak {
namespace {

/// Arrow keeps its S3 file system in a library of its own, beside libarrow.
Result<void> load_s3() {
  Dl_info arrow_library{};
  if (::dladdr(reinterpret_cast<const void*>(&arrow::GetBuildInfo), &arrow_library) == 0) {
    return fail(Errc::io, "landing: cannot find libarrow, so no libarrow_s3 beside it");
  }
  const auto library = std::filesystem::path(arrow_library.dli_fname).parent_path() /
                       ("libarrow_s3.so." ARROW_SO_VERSION);
  const arrow::Status loaded = arrow::fs::LoadFileSystemFactories(library.c_str());
  if (loaded.ok()) return {};
  return fail(Errc::io, fmt::format("landing: cannot load {} for s3:// ({}); install it beside "
                                    "libarrow or use a local directory",
                                    library.string(), loaded.message()));
}

Instant modified_at(const arrow::fs::FileInfo& info) {
  return std::chrono::time_point_cast<std::chrono::microseconds>(info.mtime());
}

}  // namespace

void close_file_systems() { arrow::fs::EnsureFinalized(); }

std::string shown_url(std::string_view url) {
  const std::string_view plain = url.substr(0, url.find('?'));
  const std::size_t scheme = plain.find("://");
  const std::size_t at = plain.rfind('@');
  if (scheme == std::string_view::npos || at == std::string_view::npos) return std::string(plain);
  return std::string(plain.substr(0, scheme + 3)) + std::string(plain.substr(at + 1));
}

Error arrow_write_error(const arrow::Status& status, const std::string& path) {
  const int number = arrow::internal::ErrnoFromStatus(status);
  if (number != 0) return write_error(number, path);
  return {Errc::io, fmt::format("landing: cannot write {}: {}; check that it exists and that this "
                                "user may write there, then run again",
                                path, status.message())};
}

Error arrow_read_error(const arrow::Status& status, const std::string& path) {
  if (const int number = arrow::internal::ErrnoFromStatus(status); is_denied(number)) {
    return {Errc::forbidden,
            fmt::format("landing: cannot read {}: {}; give this user the right to it (chown, "
                        "chmod) or choose another with --home DIR (landing.url)",
                        path, std::generic_category().message(number))};
  }
  return {Errc::io, fmt::format("landing: cannot read {}: {}; check that it exists and that this "
                                "user may read it",
                                path, status.message())};
}

Result<Store> Store::open(std::string_view url) {
  std::string place(url);
  if (place.find("://") == std::string::npos) {
    std::error_code failed;
    place = std::filesystem::absolute(place, failed).lexically_normal();
    if (failed) return fail(write_error(failed.value(), std::string(url)));
  }
  if (place.starts_with("s3://")) SEOHAK_TRY(load_s3());
  std::string root;
  auto files = arrow::fs::FileSystemFromUriOrPath(place, &root);
  if (!files.ok()) {
    return fail(Errc::io,
                fmt::format("landing: cannot open {}: {}; give a directory or a file://, s3://, "
                            "gs:// or abfs:// URL",
                            shown_url(url), files.status().message()));
  }
  return Store(std::move(files).ValueUnsafe(), std::move(root));
}

Store::Store(std::shared_ptr<arrow::fs::FileSystem> files, std::string root)
    : files_(std::move(files)), root_(std::move(root)) {
  while (root_.size() > 1 && root_.ends_with('/')) root_.pop_back();
  const std::string type = files_->type_name();
  local_ = type == "local";
  direct_ = type == "s3" || type == "gcs" || type == "abfs";
}

std::string Store::full(const std::string& path) const {
  if (root_.empty()) return path;
  if (path.empty()) return root_;
  return root_.ends_with('/') ? root_ + path : root_ + "/" + path;
}

std::string Store::shown(const std::string& path) const {
  return local_ ? full(path) : files_->type_name() + "://" + full(path);
}

Result<std::unique_ptr<PendingFile>> Store::create(const std::string& path) const {
  return create(path, shown(path));
}

Result<std::unique_ptr<PendingFile>> Store::create(const std::string& path,
                                                   const std::string& shown) const {
  if (local_) return create_local_file(full(path), shown);
  return create_arrow_file(files_, full(path), direct_, shown);
}

Result<void> Store::check_writable(const std::string& probe) const {
  const std::string root = shown("");
  const auto file = SEOHAK_TRY(create(probe, root));
  SEOHAK_TRY(file->append("seohak\n"));
  SEOHAK_TRY(file->publish());
  const arrow::Status removed = files_->DeleteFile(full(probe));
  if (!removed.ok()) return fail(arrow_write_error(removed, root));
  return {};
}

Result<std::string> Store::read(const std::string& path) const {
  return read_part(path, 0, std::numeric_limits<std::int64_t>::max());
}

Result<std::string> Store::read_part(const std::string& path, std::int64_t from,
                                     std::int64_t to) const {
  auto file = files_->OpenInputFile(full(path));
  if (!file.ok()) return fail(arrow_read_error(file.status(), shown(path)));
  const auto size = (*file)->GetSize();
  if (!size.ok()) return fail(arrow_read_error(size.status(), shown(path)));
  const std::int64_t length = std::max<std::int64_t>(std::min(*size, to) - from, 0);
  std::string bytes(static_cast<std::size_t>(length), '\0');
  if (length == 0) return bytes;
  const auto got = (*file)->ReadAt(from, length, bytes.data());
  if (!got.ok()) return fail(arrow_read_error(got.status(), shown(path)));
  bytes.resize(static_cast<std::size_t>(*got));
  return bytes;
}

Result<bool> Store::exists(const std::string& path) const {
  const auto info = files_->GetFileInfo(full(path));
  if (!info.ok()) return fail(arrow_read_error(info.status(), shown(path)));
  return info->IsFile();
}

Result<std::vector<StoredFile>> Store::list(const std::string& directory) const {
  arrow::fs::FileSelector selector;
  selector.base_dir = full(directory);
  selector.recursive = true;
  selector.allow_not_found = true;
  const auto infos = files_->GetFileInfo(selector);
  if (!infos.ok()) return fail(arrow_read_error(infos.status(), shown(directory)));
  const std::string prefix = root_.empty() || root_.ends_with('/') ? root_ : root_ + "/";
  std::vector<StoredFile> found;
  for (const arrow::fs::FileInfo& info : *infos) {
    if (!info.IsFile() || !info.path().starts_with(prefix)) continue;
    found.push_back({info.path().substr(prefix.size()), modified_at(info)});
  }
  std::sort(found.begin(), found.end(),
            [](const StoredFile& a, const StoredFile& b) { return a.path < b.path; });
  return found;
}

Result<void> Store::remove(const std::string& path) const {
  const arrow::Status removed = files_->DeleteFile(full(path));
  if (!removed.ok()) return fail(arrow_write_error(removed, shown(path)));
  return {};
}

Result<void> Store::remove_stale(const std::string& directory) const {
  if (direct_) return {};  // an upload that was cut short left nothing there
  // File times are the machine's, whatever the program's clock says.
  const auto day_ago = std::chrono::system_clock::now() - std::chrono::hours(24);
  for (const StoredFile& file : SEOHAK_TRY(list(directory))) {
    if (!is_temporary(file.path)) continue;
    if (!is_abandoned(file.path) && file.modified > day_ago) continue;
    const arrow::Status removed = files_->DeleteFile(full(file.path));
    if (!removed.ok() && SEOHAK_TRY(exists(file.path))) {
      return fail(arrow_write_error(removed, shown(file.path)));
    }
  }
  return {};
}

}  // namespace seohak
