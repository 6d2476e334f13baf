#pragma once

#include <memory>
#include <string>

#include <arrow/filesystem/type_fwd.h>

#include "land/store.h"

namespace seohak {

/// A local file: a hidden temporary file beside `path`, written by POSIX calls, renamed after
/// fsync. Makes missing directories. `shown` names it in messages. Errors: no_space, io; forbidden,
/// naming the directory.
Result<std::unique_ptr<PendingFile>> create_local_file(const std::string& path,
                                                       const std::string& shown);

/// A file of any Arrow file system. `direct`: written under its own name, for stores whose uploads
/// appear when complete; else beside it and moved. `shown` names it in messages. Errors: io.
Result<std::unique_ptr<PendingFile>> create_arrow_file(std::shared_ptr<arrow::fs::FileSystem> files,
                                                       const std::string& path, bool direct,
                                                       const std::string& shown);

/// Writes all bytes to an open file descriptor. Errors: no_space, io, naming `path`.
Result<void> write_all(int descriptor, std::string_view bytes, const std::string& path);

/// Name of a temporary file for `path`, in the same directory: hidden, and telling machine and
/// process.
std::string temporary_path(const std::string& path);
/// Whether `path` is such a name.
bool is_temporary(std::string_view path);
/// Whether it is one of a process of this machine that is gone.
bool is_abandoned(std::string_view path);

/// The failure of writing `path` with this errno: no_space when the disk or quota is full,
/// forbidden when this user may not.
Error write_error(int number, const std::string& path);

}  // namespace seohak
