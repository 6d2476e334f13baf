#include "client/url.h"

#include "base/text.h"

namespace seohak {

std::string UrlParts::origin() const {
  const bool has_port = authority.find(':', authority.rfind(']') + 1) != std::string::npos;
  const std::string_view port = has_port ? "" : scheme == "https" ? ":443" : ":80";
  return scheme + "://" + authority + std::string(port);
}

std::string UrlParts::host() const {
  if (authority.starts_with('[')) return authority.substr(1, authority.find(']') - 1);
  return authority.substr(0, authority.find(':'));
}

std::optional<UrlParts> split_url(std::string_view url) {
  const std::size_t colon = url.find("://");
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  UrlParts parts;
  parts.scheme = to_lower(url.substr(0, colon));
  std::string_view tail = url.substr(colon + 3);
  std::string_view authority = tail.substr(0, tail.find_first_of("/?#"));
  parts.rest = tail.substr(authority.size());
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
    parts.user = authority.substr(0, at);
    authority.remove_prefix(at + 1);
  }
  parts.authority = to_lower(authority);
  return parts;
}

std::string url_path(const std::filesystem::path& path) {
  return percent_encoded(path.string(), "/-._~");
}

std::string url_below(std::string_view address, const std::filesystem::path& path) {
  return std::string(address).append(path.empty() ? "" : "/").append(url_path(path));
}

std::string file_url(const std::filesystem::path& path) { return "file://" + url_path(path); }

}  // namespace seohak
