#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace seohak {

/// The parts of an absolute URL. `rest` is everything after the authority ("/path?query#fragment",
/// or empty).
struct UrlParts {
  std::string scheme;     ///< lower case
  std::string user;       ///< before '@', without it
  std::string authority;  ///< "host" or "host:port", lower case, without user
  std::string rest;

  /// Scheme, host and port; equal for URLs that may share secrets.
  std::string origin() const;
  /// Host without port and without the brackets of an IPv6 address.
  std::string host() const;
};

/// None when the text has no "scheme://".
std::optional<UrlParts> split_url(std::string_view url);

/// A path as an address holds it: bytes that it cannot hold as %XX.
std::string url_path(const std::filesystem::path& path);
/// Address of a relative path below another address; of that itself when the path is empty.
std::string url_below(std::string_view address, const std::filesystem::path& path);
/// file:// address of an absolute path.
std::string file_url(const std::filesystem::path& path);

}  // namespace seohak
