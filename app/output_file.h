#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string_view>

#include "base/result.h"

namespace seohak {

/// A file that is whole or not there: bytes go to a file beside it, which takes its name and the
/// rights of one that was there at `finish`. A link is followed; a device or a pipe is written as
/// it is. Movable; without `finish` nothing is left.
class OutputFile {
 public:
  /// Errors: not_found (no such directory), forbidden (no permission, or a read-only file system),
  /// bad_request (it is a directory), no_space, io; each says what to do.
  static Result<OutputFile> open(const std::filesystem::path& target);
  OutputFile(OutputFile&& other) noexcept = default;
  OutputFile& operator=(OutputFile&&) = delete;
  ~OutputFile();

  /// Errors: no_space, io.
  Result<void> write(std::string_view bytes);
  /// Puts the file in its place. Errors: no_space, io.
  Result<void> finish();

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  OutputFile(std::filesystem::path target, std::filesystem::path temporary, std::FILE* file)
      : target_(std::move(target)), temporary_(std::move(temporary)), file_(file) {}

  std::filesystem::path target_;
  std::filesystem::path temporary_;  ///< empty: the target itself is written
  std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace seohak
