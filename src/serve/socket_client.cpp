#include "serve/socket_client.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <memory>

#include <curl/curl.h>
#include <fmt/format.h>
#include <simdjson.h>

namespace seohak {
namespace {

struct Transfer {
  CURL* handle = nullptr;
  const std::function<void(std::string_view)>* on_part = nullptr;
  std::stop_token stop;
  std::string failure;                          ///< body of an answer that is not 200
  std::optional<Error> trailed = std::nullopt;  ///< what its trailers say went wrong on the way
};

std::size_t take_body(char* data, std::size_t, std::size_t size, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  long status = 0;
  curl_easy_getinfo(transfer.handle, CURLINFO_RESPONSE_CODE, &status);
  if (status == 200) {
    (*transfer.on_part)({data, size});
  } else {
    transfer.failure.append(data, size);
  }
  return size;
}

int check_stop(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<Transfer*>(self)->stop.stop_requested() ? 1 : 0;
}

Errc code_named(std::string_view name) {
  for (int code = 0; code <= static_cast<int>(Errc::internal); ++code) {
    if (to_string(static_cast<Errc>(code)) == name) return static_cast<Errc>(code);
  }
  return Errc::internal;
}

/// The error that an `{"error": {"code", "message"}}` body tells.
tl::unexpected<Error> told_error(const std::string& body, long status) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  std::string_view code;
  std::string_view message;
  const bool read = parser.parse(body).get(root) == simdjson::SUCCESS &&
                    root["error"]["code"].get(code) == simdjson::SUCCESS &&
                    root["error"]["message"].get(message) == simdjson::SUCCESS;
  if (!read) {
    return fail(Errc::internal, fmt::format("the running seohak answered HTTP {}", status));
  }
  return fail(code_named(code), std::string(message));
}

/// Reads the trailers of an answer that was not finished.
std::size_t take_header(char* data, std::size_t, std::size_t size, void* self) {
  constexpr std::string_view kCode = "Seohak-Error-Code: ";
  constexpr std::string_view kMessage = "Seohak-Error-Message: ";
  auto& trailed = static_cast<Transfer*>(self)->trailed;
  std::string_view line(data, size);
  line = line.substr(0, line.find_first_of("\r\n"));
  if (!line.starts_with(kCode) && !line.starts_with(kMessage)) return size;
  if (!trailed) trailed = Error{};
  if (line.starts_with(kCode))
    trailed->code = code_named(line.substr(kCode.size()));
  else
    trailed->message = std::string(line.substr(kMessage.size()));
  return size;
}

struct Probe {
  bool listens = false;
  std::int64_t pid = 0;
};

/// Connects without waiting: a listener whose queue is full (it hangs) answers "again".
Probe probe(const std::filesystem::path& socket) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = socket.string();
  if (path.size() >= sizeof(address.sun_path)) return {};
  path.copy(address.sun_path, sizeof(address.sun_path) - 1);
  const int file = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (file < 0) return {};
  Probe found;
  const bool connected =
      ::connect(file, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  found.listens = connected || errno == EAGAIN;
  ucred peer{};
  socklen_t size = sizeof(peer);
  if (connected && ::getsockopt(file, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0)
    found.pid = peer.pid;
  ::close(file);
  return found;
}

/// Whole seconds of a Retry-After header; nullopt when there is none.
std::optional<std::chrono::seconds> retry_after(CURL* curl) {
  curl_off_t seconds = 0;
  if (curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &seconds) != CURLE_OK || seconds <= 0)
    return std::nullopt;
  return std::chrono::seconds(seconds);
}

struct FreeHandle {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

}  // namespace

bool SocketClient::is_listening() const { return probe(socket_).listens; }

std::int64_t SocketClient::listener() const { return probe(socket_).pid; }

Result<std::string> SocketClient::post(std::string_view path, std::string_view json,
                                       std::stop_token stop) const {
  std::string body;
  SEOHAK_TRY(stream(
      path, json, [&](std::string_view part) { body.append(part); }, stop));
  return body;
}

Result<void> SocketClient::stream(std::string_view path, std::string_view json,
                                  const std::function<void(std::string_view)>& on_part,
                                  std::stop_token stop) const {
  const std::unique_ptr<CURL, FreeHandle> handle(curl_easy_init());
  if (!handle) return fail(Errc::internal, "libcurl cannot start");
  Transfer transfer{handle.get(), &on_part, std::move(stop), {}, {}};
  const std::unique_ptr<curl_slist, FreeList> headers(
      curl_slist_append(curl_slist_append(nullptr, "Content-Type: application/json"), "Expect:"));
  CURL* curl = handle.get();
  curl_easy_setopt(curl, CURLOPT_UNIX_SOCKET_PATH, socket_.c_str());
  curl_easy_setopt(curl, CURLOPT_URL, fmt::format("http://localhost{}", path).c_str());
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(json.size()));
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, json.data());
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &transfer);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, check_stop);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &transfer);
  if (patience_.connect)
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS,
                     static_cast<long>(patience_.connect->count()));
  if (patience_.answer)
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(patience_.answer->count()));
  const CURLcode code = curl_easy_perform(curl);
  if (code == CURLE_ABORTED_BY_CALLBACK) return fail(Errc::cancelled, "stopped on request");
  if (code == CURLE_OPERATION_TIMEDOUT)
    return fail(Errc::timeout,
                fmt::format("the seohak at {} does not answer in time", socket_.string()));
  if (code != CURLE_OK) {
    return fail(Errc::unavailable, fmt::format("the seohak at {} does not answer: {}",
                                               socket_.string(), curl_easy_strerror(code)));
  }
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  if (status != 200) {
    auto told = told_error(transfer.failure, status);
    told.value().retry_after = retry_after(curl);
    return told;
  }
  if (transfer.trailed) return fail(*std::move(transfer.trailed));
  return {};
}

}  // namespace seohak
