#include <cerrno>
#include <cstdio>
#include <filesystem>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/system_error.h"
#include "land/pending_file.h"

namespace seohak {
namespace {

namespace fs = std::filesystem;

/// Makes a directory's entries durable. Errors: no_space, io.
Result<void> sync_directory(const fs::path& directory) {
  const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return fail(write_error(errno, directory));
  const int failed = ::fsync(descriptor) != 0 ? errno : 0;
  ::close(descriptor);
  if (failed != 0 && failed != EINVAL) return fail(write_error(failed, directory));
  return {};  // EINVAL: a file system that cannot, and needs not
}

/// Creates `directory` and what is missing above it, each entry durable. Errors: no_space, io.
Result<void> create_directories_durably(const fs::path& directory) {
  std::error_code ignored;
  if (directory.empty() || fs::is_directory(directory, ignored)) return {};
  SEOHAK_TRY(create_directories_durably(directory.parent_path()));
  if (::mkdir(directory.c_str(), 0777) != 0 && errno != EEXIST) {
    return fail(write_error(errno, directory));
  }
  return sync_directory(directory.parent_path());
}

/// Renames without replacing. False when the target exists; errno elsewise in `failed`.
int rename_to_new(const std::string& from, const std::string& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS) return errno;
  if (::link(from.c_str(), to.c_str()) != 0) return errno;  // file systems without that flag
  return ::unlink(from.c_str()) == 0 ? 0 : errno;
}

class LocalFile final : public PendingFile {
 public:
  LocalFile(std::string path, std::string shown, std::string temporary, int descriptor)
      : path_(std::move(path)),
        shown_(std::move(shown)),
        temporary_(std::move(temporary)),
        descriptor_(descriptor) {}
  ~LocalFile() override {
    if (descriptor_ >= 0) ::close(descriptor_);
    if (!published_) ::unlink(temporary_.c_str());
  }
  LocalFile(const LocalFile&) = delete;
  LocalFile& operator=(const LocalFile&) = delete;

  Result<void> append(std::string_view bytes) override {
    return write_all(descriptor_, bytes, shown_);
  }

  Result<void> publish() override {
    if (::fsync(descriptor_) != 0) return fail(write_error(errno, shown_));
    const int closed = ::close(descriptor_);
    descriptor_ = -1;
    if (closed != 0) return fail(write_error(errno, shown_));
    const int failed = rename_to_new(temporary_, path_);
    if (failed == EEXIST) {
      return fail(Errc::io, fmt::format("landing: {} is already there, written by another process "
                                        "with the same run id; run again",
                                        shown_));
    }
    if (failed != 0) return fail(write_error(failed, shown_));
    published_ = true;
    return sync_directory(fs::path(path_).parent_path());
  }

 private:
  std::string path_;
  std::string shown_;
  std::string temporary_;
  int descriptor_;
  bool published_ = false;
};

}  // namespace

Result<std::unique_ptr<PendingFile>> create_local_file(const std::string& path,
                                                       const std::string& shown) {
  const fs::path directory = fs::path(path).parent_path();
  SEOHAK_TRY(create_directories_durably(directory));
  std::string temporary = temporary_path(path);
  const int descriptor =
      ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
  if (descriptor < 0) {
    const int reason = errno;
    return fail(write_error(reason, is_denied(reason) ? directory.string() : shown));
  }
  return std::make_unique<LocalFile>(path, shown, std::move(temporary), descriptor);
}

}  // namespace seohak
