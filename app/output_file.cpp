#include "output_file.h"

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

Result<OutputFile> OutputFile::open(const fs::path& target) {
  std::error_code missing;
  if (fs::is_directory(target, missing)) return fail(cannot_write(target, EISDIR));
  std::FILE* file = std::fopen((target.string() + ".new").c_str(), "wbe");
  if (file == nullptr) return fail(cannot_write(target, errno));
  return OutputFile(target, file);
}

OutputFile::~OutputFile() {
  std::error_code ignored;
  if (file_) fs::remove(temporary(), ignored);
}

Result<void> OutputFile::write(std::string_view bytes) {
  if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) == bytes.size()) return {};
  return fail(cannot_write(target_, errno));
}

Result<void> OutputFile::finish() {
  if (std::fflush(file_.get()) != 0) return fail(cannot_write(target_, errno));
  std::error_code error;
  fs::rename(temporary(), target_, error);
  if (error) return fail(cannot_write(target_, error.value()));
  file_.reset();
  return {};
}

}  // namespace seohak
