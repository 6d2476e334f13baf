#include "output_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include <fmt/format.h>

namespace seohak {
namespace {

namespace fs = std::filesystem;

Error cannot_write(const fs::path& target, int code) {
  const auto told = [&](Errc kind, std::string_view advice) {
    return Error{kind, fmt::format("cannot write {}: {}; {}", target.string(),
                                   std::generic_category().message(code), advice)};
  };
  switch (code) {
    case ENOENT:
    case ENOTDIR: return told(Errc::not_found, "create its directory or name another file with -o");
    case EACCES:
    case EPERM:
    case EROFS: return told(Errc::forbidden, "name a file you may write with -o");
    case EISDIR: return told(Errc::bad_request, "name a file, not a directory, with -o");
    case ENOSPC:
    case EDQUOT: return told(Errc::no_space, "make room and ask again");
    default: return told(Errc::io, "ask again or name another file with -o");
  }
}

}  // namespace

Result<OutputFile> OutputFile::open(const fs::path& named) {
  std::error_code error;
  // The file behind a link is written, and the link stays.
  const fs::path target = fs::is_symlink(named, error) ? fs::weakly_canonical(named, error) : named;
  struct stat before {};
  const bool exists = ::stat(target.c_str(), &before) == 0;
  if (exists && S_ISDIR(before.st_mode)) return fail(cannot_write(target, EISDIR));
  // A device or a pipe has no whole to wait for.
  const bool in_place = exists && !S_ISREG(before.st_mode);
  const fs::path path =
      in_place ? target : fs::path(fmt::format("{}.{}.new", target.string(), getpid()));
  std::FILE* file = std::fopen(path.c_str(), "wbe");
  if (file == nullptr) return fail(cannot_write(target, errno));
  OutputFile opened(target, in_place ? fs::path() : path, file);
  if (exists && !in_place && fchmod(fileno(file), before.st_mode & 07777) != 0)
    return fail(cannot_write(target, errno));
  return opened;
}

OutputFile::~OutputFile() {
  std::error_code ignored;
  if (file_ && !temporary_.empty()) fs::remove(temporary_, ignored);
}

Result<void> OutputFile::write(std::string_view bytes) {
  if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) == bytes.size()) return {};
  return fail(cannot_write(target_, errno));
}

Result<void> OutputFile::finish() {
  if (std::fflush(file_.get()) != 0) return fail(cannot_write(target_, errno));
  std::error_code error;
  if (!temporary_.empty()) fs::rename(temporary_, target_, error);
  if (error) return fail(cannot_write(target_, error.value()));
  file_.reset();
  return {};
}

}  // namespace seohak
