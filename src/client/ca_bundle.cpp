#include "client/ca_bundle.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>

#include <curl/curl.h>
#include <fmt/core.h>

namespace seohak {
namespace {

std::optional<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (file.bad()) return std::nullopt;
  return text;
}

std::string system_file() {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> easy(curl_easy_init(),
                                                                 &curl_easy_cleanup);
  const char* path = nullptr;
  if (easy) curl_easy_getinfo(easy.get(), CURLINFO_CAINFO, &path);
  return path == nullptr ? std::string() : path;
}

}  // namespace

Result<std::string> certificate_authorities(const std::string& extra_file) {
  errno = 0;
  const auto extra = read_file(extra_file);
  if (!extra) {
    return fail(Errc::bad_config,
                fmt::format("http.ca_bundle: cannot read {}: {}; name a readable PEM file",
                            extra_file, std::strerror(errno)));
  }
  if (extra->find("-----BEGIN CERTIFICATE-----") == std::string::npos) {
    return fail(Errc::bad_config,
                fmt::format("http.ca_bundle: {} holds no certificate; it must be a PEM file with "
                            "-----BEGIN CERTIFICATE----- blocks",
                            extra_file));
  }
  return read_file(system_file()).value_or("") + "\n" + *extra;
}

}  // namespace seohak
