#include "serve/http_session.h"

#include <poll.h>

#include <future>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

namespace seohak::detail {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using ErrorCode = boost::system::error_code;

constexpr auto kNoThrow = asio::as_tuple(asio::use_awaitable);

/// An event, as a page cannot see a comment.
constexpr std::string_view kBeat = "event: beat\ndata: {}\n\n";

template <typename Socket>
int local_port(const Socket& socket) {
  if constexpr (std::is_same_v<Socket, asio::ip::tcp::socket>) {
    ErrorCode error;
    const auto endpoint = socket.local_endpoint(error);
    return error ? 0 : endpoint.port();
  } else {
    return 0;
  }
}

WebRequest to_request(http::request<http::string_body>&& from) {
  WebRequest request;
  request.method = std::string(from.method_string());
  request.target = std::string(from.target());
  for (const auto& field : from) {
    request.headers.push_back({std::string(field.name_string()), std::string(field.value())});
  }
  request.body = std::move(from.body());
  return request;
}

/// The answer to a request that could not be read; nullopt when there is nobody to tell.
std::optional<WebResponse> unreadable(const ErrorCode& error) {
  WebResponse response;
  if (error == http::error::header_limit) {
    response = error_response({Errc::bad_request, "the request's head is too long"});
    response.status = 431;
  } else if (error == http::error::body_limit) {
    response = error_response({Errc::bad_request, "the request's body is too long"});
    response.status = 413;
  } else if (error.category() == http::make_error_code(http::error::bad_method).category() &&
             error != http::error::end_of_stream && error != http::error::partial_message) {
    response =
        error_response({Errc::bad_request, "this is not an HTTP request: " + error.message()});
  } else {
    return std::nullopt;
  }
  return response;
}

/// Whether the peer closed its end for good: over a unix socket at once, over TCP after a reset.
/// One that only ended its sending still reads.
bool has_hung_up(int socket) {
  pollfd asked{socket, 0, 0};
  return ::poll(&asked, 1, 0) > 0 && (asked.revents & (POLLHUP | POLLERR)) != 0;
}

http::fields error_trailers(const std::optional<Error>& error) {
  http::fields trailers;
  if (!error) return trailers;
  std::string message = error->message;
  for (char& c : message)
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  trailers.insert("Seohak-Error-Code", to_string(error->code));
  trailers.insert("Seohak-Error-Message", message);
  return trailers;
}

/// One connection over `Protocol` (TCP or unix).
template <typename Protocol>
class Session final : public Connection {
 public:
  using Socket = asio::basic_stream_socket<Protocol>;

  Session(Socket socket, ServerState& state, const Handler& handler)
      : local_port_(local_port(socket)),
        stream_(std::move(socket)),
        state_(state),
        handler_(handler) {
    state_.connections.insert(this);
  }
  ~Session() override {
    state_.connections.erase(this);
    if (state_.connections.empty()) state_.drained.cancel();
  }
  bool is_idle() const override { return idle_; }
  void cut() override {
    stream_.close();
    if (wake_) wake_->cancel();
  }

  asio::awaitable<void> run() {
    bool more = true;
    while (more && !state_.stopping) more = co_await serve_one();
    ErrorCode ignored;
    stream_.socket().shutdown(asio::socket_base::shutdown_send, ignored);
    co_await discard_rest();
  }

 private:
  /// Writes parts of a streamed body from a worker thread: each on the I/O thread, awaited.
  class ChunkWriter final : public BodyWriter {
   public:
    explicit ChunkWriter(Session& session) : session_(session) {}
    Result<void> write(std::string_view part) override {
      if (part.empty()) return {};  // an empty chunk would end the body
      auto sending = session_.send_chunk(part);
      auto sent = asio::co_spawn(session_.state_.io, std::move(sending), asio::use_future);
      if (sent.get()) return fail(Errc::cancelled, "the reader is gone");
      return {};
    }
    void fail_with(const Error& error) override { session_.stream_error_ = error; }

   private:
    Session& session_;
  };

  /// Waits for the first byte of a request; false when none comes.
  asio::awaitable<bool> wait_for_request() {
    if (buffer_.size() > 0) co_return true;
    idle_ = true;
    stream_.expires_after(state_.limits.idle_timeout);
    auto space = buffer_.prepare(4096);
    const auto [error, size] = co_await stream_.async_read_some(space, kNoThrow);
    idle_ = false;
    buffer_.commit(size);
    co_return !error;
  }

  /// Reads one request and answers it; whether the connection goes on.
  asio::awaitable<bool> serve_one() {
    const bool began = co_await wait_for_request();
    if (!began) co_return false;
    http::request_parser<http::string_body> parser;
    parser.header_limit(static_cast<std::uint32_t>(state_.limits.header_bytes));
    parser.body_limit(state_.limits.body_bytes);
    stream_.expires_after(state_.limits.request_timeout);
    const auto [error, size] = co_await http::async_read(stream_, buffer_, parser, kNoThrow);
    if (error) {
      const std::optional<WebResponse> refusal = unreadable(error);
      if (refusal) co_await send(*refusal, false, false);
      co_return false;
    }
    const bool keep = parser.get().keep_alive();
    WebRequest request = to_request(parser.release());
    request.local_port = local_port_;
    const auto watch = std::make_shared<Watch>();
    const std::stop_callback forward(state_.stop.get_token(), [&] { watch->stop.request_stop(); });
    request.stop = watch->stop.get_token();
    stream_.expires_never();
    watch_reader(watch);
    auto working = answer(request);
    const WebResponse response =
        co_await asio::co_spawn(state_.workers, std::move(working), asio::use_awaitable);
    const bool keep_on = keep && !state_.stopping;
    bool sent = false;
    if (response.feed && request.method != "HEAD") {
      co_await send_events(response, watch);
    } else {
      sent = co_await send(response, request.method == "HEAD", keep_on);
    }
    watch->over = true;
    co_return sent;
  }

  /// Stops the request when its reader hangs up. On the I/O thread only.
  struct Watch {
    std::stop_source stop;
    bool over = false;  ///< the session may be gone
  };
  void watch_reader(const std::shared_ptr<Watch>& watch) {
    stream_.socket().async_wait(Socket::wait_read, [this, watch](const ErrorCode& error) {
      if (!error && !watch->over && has_hung_up(stream_.socket().native_handle()))
        watch->stop.request_stop();
    });
  }

  /// Stops the request when its reader ends its side, or says anything: one of events has nothing
  /// to say.
  void watch_end(const std::shared_ptr<Watch>& watch) {
    stream_.socket().async_wait(Socket::wait_read, [watch, wake = wake_](const ErrorCode& error) {
      if (error || watch->over) return;
      watch->stop.request_stop();
      wake->cancel();
    });
  }

  /// Runs on a worker thread.
  asio::awaitable<WebResponse> answer(WebRequest& request) {
    const Result<void> target = split_target(request);
    co_return target ? handler_(request) : error_response(target.error());
  }

  static void set_head(http::response_header<>& head, const WebResponse& response) {
    head.version(11);
    head.result(static_cast<unsigned>(response.status));
    for (const Header& header : response.headers) head.insert(header.name, header.value);
  }

  /// Sends the answer; whether the connection goes on.
  asio::awaitable<bool> send(const WebResponse& response, bool head_only, bool keep) {
    if (response.stream && !head_only) co_return co_await send_stream(response, keep);
    const std::string_view body = response.body ? std::string_view(*response.body) : "";
    http::response<http::span_body<const char>> message;
    set_head(message, response);
    message.keep_alive(keep);
    const bool has_length = response.status != 304 && response.status != 204;
    if (has_length) message.content_length(body.size());
    if (!head_only && has_length) message.body() = {body.data(), body.size()};
    http::response_serializer<http::span_body<const char>> serializer(message);
    stream_.expires_after(state_.limits.write_timeout);
    if (head_only) {
      const auto [error, size] = co_await http::async_write_header(stream_, serializer, kNoThrow);
      co_return keep && !error;
    }
    const auto [error, size] = co_await http::async_write(stream_, serializer, kNoThrow);
    co_return keep && !error;
  }

  /// Sends the head of an answer in chunks.
  asio::awaitable<ErrorCode> send_chunked_head(const WebResponse& response, bool keep) {
    http::response<http::empty_body> message;
    set_head(message, response);
    message.keep_alive(keep);
    message.chunked(true);
    http::response_serializer<http::empty_body> serializer(message);
    stream_.expires_after(state_.limits.write_timeout);
    const auto [error, size] = co_await http::async_write_header(stream_, serializer, kNoThrow);
    stream_.expires_never();
    co_return error;
  }

  asio::awaitable<bool> send_stream(const WebResponse& response, bool keep) {
    const ErrorCode error = co_await send_chunked_head(response, keep);
    if (error) co_return false;
    auto streaming = produce(response);
    co_await asio::co_spawn(state_.workers, std::move(streaming), asio::use_awaitable);
    stream_.expires_after(state_.limits.write_timeout);
    const http::fields trailers = error_trailers(std::exchange(stream_error_, std::nullopt));
    auto last = http::make_chunk_last(trailers);
    const auto [end_error, end_size] = co_await asio::async_write(stream_, last, kNoThrow);
    co_return keep && !end_error;
  }

  /// Runs on a worker thread.
  asio::awaitable<void> produce(const WebResponse& response) {
    ChunkWriter writer(*this);
    response.stream(writer);
    co_return;
  }

  asio::awaitable<ErrorCode> send_chunk(std::string_view part) {
    stream_.expires_after(state_.limits.write_timeout);
    auto chunk = http::make_chunk(asio::buffer(part.data(), part.size()));
    const auto [error, size] = co_await asio::async_write(stream_, chunk, kNoThrow);
    stream_.expires_never();
    co_return error;
  }

  /// Sends events until the reader leaves, takes nothing for too long, or the server stops.
  asio::awaitable<void> send_events(const WebResponse& response,
                                    const std::shared_ptr<Watch>& watch) {
    idle_ = true;
    // Shared with what `wake` posts, which may run when the session is gone.
    wake_ = std::make_shared<asio::steady_timer>(state_.io);
    response.feed->on_ready(
        [wake = wake_, &io = state_.io] { asio::post(io, [wake] { wake->cancel(); }); });
    watch_end(watch);
    ErrorCode error = co_await send_chunked_head(response, false);
    while (!error && !state_.stopping && !watch->stop.stop_requested()) {
      std::string part = response.feed->take();
      if (part.empty()) {
        wake_->expires_after(state_.limits.event_silence);
        const auto [woken] = co_await wake_->async_wait(kNoThrow);
        if (woken) continue;
        part = kBeat;
      }
      error = co_await send_chunk(part);
    }
    response.feed->on_ready(nullptr);
  }

  /// Reads on for a moment before closing, so that a refusal is not lost to a reset.
  asio::awaitable<void> discard_rest() {
    constexpr std::size_t kMost = 1U << 20U;
    stream_.expires_after(std::chrono::milliseconds(500));
    std::size_t total = 0;
    bool open = !state_.stopping;
    while (open && total < kMost) {
      buffer_.clear();
      auto space = buffer_.prepare(16384);
      const auto [error, size] = co_await stream_.async_read_some(space, kNoThrow);
      total += size;
      open = !error;
    }
  }

  int local_port_;
  beast::basic_stream<Protocol> stream_;
  ServerState& state_;
  const Handler& handler_;
  beast::flat_buffer buffer_;
  bool idle_ = false;
  std::shared_ptr<asio::steady_timer> wake_;  ///< cancelled when events come; null without
  std::optional<Error> stream_error_;         ///< of the answer under way
};

template <typename Protocol>
asio::awaitable<void> run_session(std::unique_ptr<Session<Protocol>> session) {
  co_await session->run();
}

template <typename Protocol>
void start(asio::basic_stream_socket<Protocol> socket, ServerState& state, const Handler& handler) {
  auto session = std::make_unique<Session<Protocol>>(std::move(socket), state, handler);
  asio::co_spawn(state.io, run_session(std::move(session)), asio::detached);
}

}  // namespace

void start_session(asio::ip::tcp::socket socket, ServerState& state, const Handler& handler) {
  start<asio::ip::tcp>(std::move(socket), state, handler);
}

void start_session(asio::local::stream_protocol::socket socket, ServerState& state,
                   const Handler& handler) {
  start<asio::local::stream_protocol>(std::move(socket), state, handler);
}

}  // namespace seohak::detail
