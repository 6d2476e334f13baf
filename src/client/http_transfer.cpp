#include "client/http_transfer.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include <curl/curl.h>
#include <fmt/core.h>

#include "base/check.h"
#include "base/text.h"
#include "client/http_error.h"
#include "client/url.h"

namespace seohak {
namespace {

static_assert(CURL_ERROR_SIZE == 256);

bool is_loopback(const std::string& host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

template <typename T>
T info(CURL* easy, CURLINFO what) {
  T value{};
  curl_easy_getinfo(easy, what, &value);
  return value;
}

int http_version(CURL* easy) {
  switch (info<long>(easy, CURLINFO_HTTP_VERSION)) {
    case CURL_HTTP_VERSION_1_0: return 10;
    case CURL_HTTP_VERSION_1_1: return 11;
    case CURL_HTTP_VERSION_2_0: return 20;
    default: return 0;
  }
}

}  // namespace

HttpTransfer::HttpTransfer(const HttpOptions& options, const std::string& authorities)
    : options_(options), authorities_(authorities), easy_(curl_easy_init()) {
  SEOHAK_CHECK(easy_ != nullptr);
}

HttpTransfer::~HttpTransfer() {
  curl_easy_cleanup(easy_);
  curl_slist_free_all(header_list_);
}

Result<void> HttpTransfer::prepare(std::uint64_t id, HttpRequest request) {
  id_ = id;
  request_ = std::move(request);
  followed_ = 0;
  took_ = Duration::zero();
  const auto parts = split_url(request_.url);
  const bool known = parts && (parts->scheme == "http" || parts->scheme == "https" ||
                               (parts->scheme == "file" && request_.allow_file));
  if (!known) {
    return fail(Errc::bad_config,
                fmt::format("{} is not a URL that can be fetched; check the source's endpoints in "
                            "the settings",
                            request_.shown));
  }
  set_up();
  return {};
}

void HttpTransfer::set_up() {
  const UrlParts parts = *split_url(request_.url);
  authority_ = parts.authority;
  response_ = {};
  body_too_big_ = false;
  reason_[0] = '\0';
  curl_easy_reset(easy_);
  curl_easy_setopt(easy_, CURLOPT_URL, request_.url.c_str());
  curl_easy_setopt(easy_, CURLOPT_PROTOCOLS_STR,
                   request_.allow_file ? "http,https,file" : "http,https");
  curl_easy_setopt(easy_, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy_, CURLOPT_QUICK_EXIT, 1L);  // a cancel does not wait for the resolver
  curl_easy_setopt(easy_, CURLOPT_ERRORBUFFER, reason_);
  curl_easy_setopt(easy_, CURLOPT_USERAGENT, options_.user_agent.c_str());
  curl_easy_setopt(easy_, CURLOPT_ACCEPT_ENCODING, "gzip");
  curl_easy_setopt(easy_, CURLOPT_TIMEOUT_MS, static_cast<long>(request_.timeout.count()));
  curl_easy_setopt(easy_, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(options_.connect_timeout.count()));
  curl_easy_setopt(easy_, CURLOPT_HEADERFUNCTION, &HttpTransfer::on_header);
  curl_easy_setopt(easy_, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(easy_, CURLOPT_WRITEFUNCTION, &HttpTransfer::on_body);
  curl_easy_setopt(easy_, CURLOPT_WRITEDATA, this);
  // A proxy of the environment cannot reach this machine's own servers.
  if (is_loopback(parts.host())) curl_easy_setopt(easy_, CURLOPT_PROXY, "");
  if (!request_.body.empty()) {
    curl_easy_setopt(easy_, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(request_.body.size()));
    curl_easy_setopt(easy_, CURLOPT_POSTFIELDS, request_.body.data());
  }
  if (parts.scheme == "https") set_up_tls();
  set_up_headers();
}

void HttpTransfer::set_up_tls() {
  // HTTP/2 by ALPN only: clear-text HTTP/2 breaks on reuse in libcurl 7.88.
  curl_easy_setopt(easy_, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  curl_easy_setopt(easy_, CURLOPT_PIPEWAIT, 1L);
  curl_easy_setopt(easy_, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(easy_, CURLOPT_SSL_VERIFYHOST, 2L);
  if (authorities_.empty()) return;
  curl_blob blob{const_cast<char*>(authorities_.data()), authorities_.size(), CURL_BLOB_NOCOPY};
  curl_easy_setopt(easy_, CURLOPT_CAINFO_BLOB, &blob);
}

void HttpTransfer::set_up_headers() {
  curl_slist_free_all(std::exchange(header_list_, nullptr));
  for (const Header& header : request_.headers) {
    // libcurl's way to send a header without a value is a semicolon.
    const std::string line =
        header.value.empty() ? header.name + ";" : header.name + ": " + header.value;
    header_list_ = curl_slist_append(header_list_, line.c_str());
  }
  header_list_ = curl_slist_append(header_list_, "Expect:");
  curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, header_list_);
}

std::size_t HttpTransfer::on_header(char* data, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<HttpTransfer*>(self);
  const std::string_view line(data, size * count);
  if (line.starts_with("HTTP/")) {  // a new answer: what a 1xx said before is not of interest
    transfer.response_.headers.clear();
    return line.size();
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return line.size();
  transfer.response_.headers.push_back(
      {std::string(trim(line.substr(0, colon))), std::string(trim(line.substr(colon + 1)))});
  return line.size();
}

std::size_t HttpTransfer::on_body(char* data, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<HttpTransfer*>(self);
  const std::size_t bytes = size * count;
  std::string& body = transfer.response_.body;
  if (body.size() + bytes > transfer.options_.max_body_bytes) {
    transfer.body_too_big_ = true;
    return bytes == 0 ? 1 : 0;  // anything but `bytes` ends the transfer
  }
  body.append(data, bytes);
  return bytes;
}

std::optional<HttpDone> HttpTransfer::finish(int curl_code) {
  took_ += Duration(info<curl_off_t>(easy_, CURLINFO_TOTAL_TIME_T));
  if (curl_code != CURLE_OK) return failed(curl_code);
  response_.status = static_cast<int>(info<long>(easy_, CURLINFO_RESPONSE_CODE));
  if (auto followed = follow_redirect(); !followed) {
    return done(fail(std::move(followed.error())));
  } else if (*followed) {
    return std::nullopt;
  }
  if (response_.status == 0) response_.status = 200;  // file://
  response_.http_version = http_version(easy_);
  response_.new_connections = static_cast<int>(info<long>(easy_, CURLINFO_NUM_CONNECTS));
  response_.wire_bytes = info<curl_off_t>(easy_, CURLINFO_SIZE_DOWNLOAD_T);
  return done(std::move(response_));
}

Result<bool> HttpTransfer::follow_redirect() {
  const int status = response_.status;
  const bool redirect =
      status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  if (!redirect || !request_.body.empty() || followed_ >= request_.redirects) return false;
  const char* target = info<const char*>(easy_, CURLINFO_REDIRECT_URL);
  if (target == nullptr) return false;
  const auto from = split_url(request_.url);
  const auto to = split_url(target);
  if (!to || (to->scheme != "http" && to->scheme != "https")) return false;
  if (from->scheme == "https" && to->scheme == "http") {
    return fail(Errc::refused, fmt::format("{} redirects to {} without TLS; not followed",
                                           from->authority, to->authority));
  }
  if (from->origin() != to->origin()) drop_secret_headers();
  request_.url = target;
  request_.allow_file = false;
  ++followed_;
  set_up();
  return true;
}

void HttpTransfer::drop_secret_headers() {
  std::erase_if(request_.headers, [this](const Header& header) {
    return is_secret_header(header.name, request_.secret_headers);
  });
}

HttpDone HttpTransfer::failed(int curl_code) {
  TransferFailure failure;
  failure.curl_code = curl_code;
  failure.os_errno = info<long>(easy_, CURLINFO_OS_ERRNO);
  failure.authority = authority_;
  failure.shown = request_.shown;
  failure.received = static_cast<std::int64_t>(response_.body.size());
  failure.body_too_big = body_too_big_;
  failure.connected = info<curl_off_t>(easy_, CURLINFO_PRETRANSFER_TIME_T) > 0;
  failure.tls_reason = reason_;
  failure.max_body_bytes = options_.max_body_bytes;
  failure.timeout = request_.timeout;
  failure.connect_timeout = options_.connect_timeout;
  return done(fail(transfer_error(failure)));
}

HttpDone HttpTransfer::done(Result<HttpResponse> response) {
  HttpDone result{id_, std::move(response), took_};
  request_ = {};
  response_ = {};
  return result;
}

}  // namespace seohak
