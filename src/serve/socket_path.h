#pragma once

#include <filesystem>

#include "base/result.h"

namespace seohak {

/// The right to listen on a unix socket's path, held against other processes by a lock on PATH.lock
/// (which stays). Movable; removes the socket's file when it goes.
class SocketPath {
 public:
  /// Removes a socket that nobody listens on. Errors: busy (another process holds it or listens
  /// there), io.
  static Result<SocketPath> take(const std::filesystem::path& path);
  SocketPath(SocketPath&& other) noexcept;
  SocketPath& operator=(SocketPath&&) = delete;
  ~SocketPath();

 private:
  SocketPath(std::filesystem::path path, int lock) : path_(std::move(path)), lock_(lock) {}

  std::filesystem::path path_;
  int lock_;  ///< file descriptor; -1 when moved from
};

}  // namespace seohak
