#include "serve/http_server.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <atomic>
#include <filesystem>
#include <future>
#include <latch>
#include <mutex>
#include <thread>

#include "serve/loopback_client.h"

namespace seohak {
namespace {

using seohak::testing::body_of;
using seohak::testing::RawConnection;
using seohak::testing::status_of;
using std::chrono::milliseconds;
using ::testing::HasSubstr;
using ::testing::StartsWith;

WebResponse echo(const WebRequest& request) {
  return text_response(200, "text/plain", request.method + " " + request.path + " " + request.body);
}

std::string get(std::string_view path, std::string_view more = "") {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: x\r\n" + std::string(more) + "\r\n";
}

/// A server on a free port that answers with `handler`.
struct Served {
  explicit Served(Handler handler, HttpServer::Options options = {})
      : server(options), port(server.listen_tcp({"127.0.0.1", 0}, std::move(handler)).value()) {}
  HttpServer server;
  int port;
};

TEST(HttpServer, AnswersSeveralRequestsOnOneConnection) {
  Served served(echo);
  auto connection = RawConnection::tcp(served.port);
  ASSERT_TRUE(connection.connected());
  for (int round = 0; round < 3; ++round) {
    ASSERT_TRUE(connection.send(get("/a%20b?x=1")));
    const std::string answer = connection.read_answer();
    EXPECT_EQ(status_of(answer), 200);
    EXPECT_EQ(body_of(answer), "GET /a b ");
  }
}

TEST(HttpServer, AsksAtOnceBeforeItHandsARequestOver) {
  std::mutex mutex;
  std::vector<std::pair<std::string, std::thread::id>> asked;
  const auto handler = [&](const WebRequest& request) {
    const std::lock_guard lock(mutex);
    asked.emplace_back(request.path + (request.at_once ? " at once" : ""),
                       std::this_thread::get_id());
    return request.at_once && request.path == "/slow" ? later() : echo(request);
  };
  HttpServer::Options options;
  options.ask_at_once = true;
  Served served(handler, options);
  auto connection = RawConnection::tcp(served.port);
  for (const char* path : {"/kept", "/slow"}) {
    ASSERT_TRUE(connection.send(get(path)));
    EXPECT_EQ(body_of(connection.read_answer()), fmt::format("GET {} ", path));
  }
  ASSERT_EQ(asked.size(), 3U);
  EXPECT_EQ(asked[0].first, "/kept at once");
  EXPECT_EQ(asked[1].first, "/slow at once");
  EXPECT_EQ(asked[2].first, "/slow");
  EXPECT_EQ(asked[0].second, asked[1].second);
  EXPECT_NE(asked[1].second, asked[2].second);
}

TEST(HttpServer, AnswersPipelinedRequestsInOrder) {
  Served served(echo);
  auto connection = RawConnection::tcp(served.port);
  connection.send(get("/1") + get("/2") + get("/3", "Connection: close\r\n"));
  const std::string answers = connection.read_all();
  const std::size_t first = answers.find("GET /1");
  const std::size_t second = answers.find("GET /2");
  const std::size_t third = answers.find("GET /3");
  ASSERT_NE(third, std::string::npos) << answers;
  EXPECT_LT(first, second);
  EXPECT_LT(second, third);
}

TEST(HttpServer, HeadHasTheLengthButNoBody) {
  Served served(echo);
  auto connection = RawConnection::tcp(served.port);
  connection.send("HEAD /x HTTP/1.1\r\nHost: x\r\n\r\n" + get("/y", "Connection: close\r\n"));
  const std::string head = connection.read_answer(false);
  EXPECT_THAT(head, HasSubstr("Content-Length: 8"));
  EXPECT_EQ(body_of(connection.read_all()), "GET /y ");
}

TEST(HttpServer, ReadsABodyOverTheUnixSocketOnlyThisUserMayOpen) {
  const std::string path = ::testing::TempDir() + "seohak_http_server_test.sock";
  HttpServer server({});
  ASSERT_TRUE(server.listen_unix(path, echo));
  struct stat info {};
  ASSERT_EQ(::stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  auto connection = RawConnection::unix_socket(path);
  connection.send("POST /query HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello");
  EXPECT_EQ(body_of(connection.read_answer()), "POST /query hello");
  server.stop();
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(HttpServer, ReplacesTheSocketOfADeadProcessButNotOfALivingOne) {
  const std::string path = ::testing::TempDir() + "seohak_stale_test.sock";
  std::filesystem::remove(path);
  const int file = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof(address.sun_path) - 1);
  ASSERT_EQ(::bind(file, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
  ::close(file);  // its file stays
  HttpServer server({});
  ASSERT_TRUE(server.listen_unix(path, echo));
  HttpServer second({});
  const auto refused = second.listen_unix(path, echo);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::busy);
  EXPECT_EQ(HttpServer({}).listen_unix("/" + std::string(200, 'x'), echo).error().code,
            Errc::bad_config);
}

TEST(HttpServer, SaysWhoHoldsATakenPort) {
  Served first(echo);
  HttpServer second({});
  const auto refused = second.listen_tcp({"127.0.0.1", first.port}, echo);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::busy);
  EXPECT_THAT(refused.error().message, HasSubstr("is taken by pid " + std::to_string(::getpid())));
  EXPECT_THAT(refused.error().message, HasSubstr("use --listen 127.0.0.1:"));
}

struct BadInput {
  const char* name;
  std::string bytes;
  int status;
};

class HttpServerBadInput : public ::testing::TestWithParam<BadInput> {};

TEST_P(HttpServerBadInput, IsRefusedAndTheNextClientServed) {
  Served served(echo);
  auto connection = RawConnection::tcp(served.port);
  connection.send(GetParam().bytes);
  ::testing::Test::RecordProperty("case", GetParam().name);
  EXPECT_EQ(status_of(connection.read_answer()), GetParam().status);
  auto next = RawConnection::tcp(served.port);
  next.send(get("/alive"));
  EXPECT_EQ(body_of(next.read_answer()), "GET /alive ");
}

INSTANTIATE_TEST_SUITE_P(
    Scenarios, HttpServerBadInput,
    ::testing::Values(
        BadInput{"garbage", std::string("\x16\x03\x01\x02\x00\x01 garbage\r\n\r\n", 21), 400},
        BadInput{"no_version", "GET /\r\n\r\n", 400},
        BadInput{"huge_header", get("/", "X-Big: " + std::string(20'000, 'a') + "\r\n"), 431},
        BadInput{"huge_target", get("/" + std::string(20'000, 'a')), 431},
        BadInput{"huge_body", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n", 413},
        BadInput{"two_lengths",
                 "POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400},
        BadInput{"length_and_chunked",
                 "POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
        BadInput{"broken_escape", get("/%zz"), 400}, BadInput{"nul", get("/a%00b"), 400},
        BadInput{"absolute_target", get("http://example.com/"), 400}),
    [](const auto& scenario) { return scenario.param.name; });

TEST(HttpServer, RefusesAChunkedBodyBeyondTheLimit) {
  HttpServer::Options options;
  options.limits.body_bytes = 1000;
  Served served(echo, options);
  auto connection = RawConnection::tcp(served.port);
  connection.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n800\r\n" +
                  std::string(0x800, 'a') + "\r\n0\r\n\r\n");
  EXPECT_EQ(status_of(connection.read_answer()), 413);
}

TEST(HttpServer, CutsASlowSenderAndAnIdleConnection) {
  HttpServer::Options options;
  options.limits.request_timeout = milliseconds(50);
  options.limits.idle_timeout = milliseconds(50);
  Served served(echo, options);
  auto slow = RawConnection::tcp(served.port);
  slow.send("GET / HTTP/1.1\r\nHost: ");
  EXPECT_EQ(slow.read_all(), "");
  auto idle = RawConnection::tcp(served.port);
  EXPECT_EQ(idle.read_all(), "");
}

TEST(HttpServer, ClosesConnectionsBeyondTheLimit) {
  HttpServer::Options options;
  options.limits.connections = 1;
  Served served(echo, options);
  auto first = RawConnection::tcp(served.port);
  first.send(get("/1"));
  EXPECT_EQ(status_of(first.read_answer()), 200);
  auto second = RawConnection::tcp(served.port);
  second.send(get("/2"));
  EXPECT_EQ(second.read_all(), "");
}

TEST(HttpServer, StreamsParts) {
  Served served([](const WebRequest&) {
    WebResponse response;
    response.headers.push_back({"Content-Type", "application/x-ndjson"});
    response.stream = [](BodyWriter& writer) {
      for (const char* part : {"{\"a\":1}\n", "", "{\"a\":2}\n"}) {
        if (!writer.write(part)) return;
      }
    };
    return response;
  });
  auto connection = RawConnection::tcp(served.port);
  connection.send(get("/", "Connection: close\r\n"));
  const std::string answer = connection.read_all();
  EXPECT_THAT(answer, HasSubstr("Transfer-Encoding: chunked"));
  EXPECT_EQ(body_of(answer), "8\r\n{\"a\":1}\n\r\n8\r\n{\"a\":2}\n\r\n0\r\n\r\n");
}

TEST(HttpServer, TellsAStreamThatItsReaderIsGone) {
  std::promise<Errc> told;
  Served served([&](const WebRequest&) {
    WebResponse response;
    response.stream = [&](BodyWriter& writer) {
      const std::string part(1U << 16U, 'x');
      Result<void> sent;
      while (sent) sent = writer.write(part);
      told.set_value(sent.error().code);
    };
    return response;
  });
  {
    auto connection = RawConnection::tcp(served.port);
    connection.send(get("/"));
    EXPECT_THAT(connection.read_answer(false), StartsWith("HTTP/1.1 200"));
  }
  EXPECT_EQ(told.get_future().get(), Errc::cancelled);
}

TEST(HttpServer, ServesManyAtOnce) {
  HttpServer::Options options;
  options.threads = 8;
  std::latch together(8);  // passes only when eight handlers run at once
  Served served(
      [&](const WebRequest& request) {
        together.arrive_and_wait();
        return echo(request);
      },
      options);
  std::vector<std::future<std::string>> answers;
  for (int client = 0; client < 8; ++client) {
    answers.push_back(std::async(std::launch::async, [&served, client] {
      auto connection = RawConnection::tcp(served.port);
      connection.send(get("/" + std::to_string(client)));
      return body_of(connection.read_answer());
    }));
  }
  for (std::size_t client = 0; client < answers.size(); ++client) {
    EXPECT_EQ(answers[client].get(), "GET /" + std::to_string(client) + " ");
  }
}

TEST(HttpServer, StopLetsRunningRequestsFinishAndCutsIdleOnes) {
  std::latch started(1);
  std::promise<void> release;
  Served served([&, go = release.get_future().share()](const WebRequest& request) {
    started.count_down();
    go.wait();
    return echo(request);
  });
  auto idle = RawConnection::tcp(served.port);
  auto busy = RawConnection::tcp(served.port);
  busy.send(get("/slow"));
  started.wait();
  std::jthread stopper([&] { served.server.stop(milliseconds(60'000)); });
  EXPECT_EQ(idle.read_all(), "");  // cut, so the server is stopping
  release.set_value();
  EXPECT_EQ(body_of(busy.read_all()), "GET /slow ");
  stopper.join();
  EXPECT_FALSE(RawConnection::tcp(served.port).connected());
}

TEST(HttpServer, StopAsksHandlersThatDoNotFinishInTime) {
  std::latch started(1);
  std::atomic<bool> asked = false;
  Served served([&](const WebRequest& request) {
    started.count_down();
    while (!request.stop.stop_requested()) std::this_thread::yield();
    asked = true;
    return echo(request);
  });
  auto connection = RawConnection::tcp(served.port);
  connection.send(get("/"));
  started.wait();
  served.server.stop(milliseconds(10));
  EXPECT_TRUE(asked);
  EXPECT_EQ(connection.read_all(), "");
}

TEST(HttpServer, StopsWithoutEverListening) {
  HttpServer server({});
  server.stop();
  server.stop();
  SUCCEED();
}

}  // namespace
}  // namespace seohak
