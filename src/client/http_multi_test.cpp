#include "client/http_multi.h"

#include <map>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include "simulators/http_server.h"

namespace seohak {
namespace {

using simulators::HttpServer;
using simulators::Script;
using simulators::SeenRequest;
using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::Not;

std::string gzipped(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string bytes(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_out = static_cast<uInt>(bytes.size());
  deflate(&stream, Z_FINISH);
  bytes.resize(stream.total_out);
  deflateEnd(&stream);
  return bytes;
}

class HttpMultiTest : public testing::Test {
 protected:
  void open(HttpOptions options = {}) {
    options.user_agent = "seohak-test";
    auto opened = HttpMulti::open(std::move(options));
    ASSERT_TRUE(opened) << opened.error().message;
    http_ = std::move(*opened);
  }

  static HttpRequest get(std::string url) {
    HttpRequest request;
    request.shown = url;
    request.url = std::move(url);
    return request;
  }

  Result<HttpResponse> fetch(HttpRequest request) {
    if (!http_) open();
    http_->start(7, std::move(request));
    auto all = finish();
    return std::move(all.at(7));
  }

  std::map<std::uint64_t, Result<HttpResponse>> finish() {
    std::map<std::uint64_t, Result<HttpResponse>> all;
    while (http_->active() > 0) {
      for (HttpDone& done : http_->poll(milliseconds(1000))) {
        all.emplace(done.id, std::move(done.response));
      }
    }
    return all;
  }

  std::unique_ptr<HttpMulti> http_;
};

TEST_F(HttpMultiTest, BringsStatusHeadersAndBody) {
  HttpServer server({Script{.status = 200,
                            .headers = {{"X-One", " a "}, {"x-one", "b"}},
                            .body = std::string("with\0zero", 9)}});
  const auto response = fetch(get(server.url("/path?q=1")));
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->body, std::string("with\0zero", 9));
  EXPECT_EQ(response->http_version, 11);
  EXPECT_EQ(response->wire_bytes, 9);
  ASSERT_EQ(response->headers.size(), 3U);
  EXPECT_EQ(response->headers[0].value, "a");
  EXPECT_EQ(response->headers[1].name, "x-one");
  const SeenRequest seen = server.requests().at(0);
  EXPECT_EQ(seen.target, "/path?q=1");
  EXPECT_EQ(seen.header("User-Agent"), "seohak-test");
  EXPECT_EQ(seen.header("Accept-Encoding"), "gzip");
}

TEST_F(HttpMultiTest, PostsABody) {
  HttpServer server({Script{.body = "done"}});
  HttpRequest request = get(server.url("/"));
  request.body = "{\"a\":1}";
  request.headers = {{"Content-Type", "application/json"}, {"X-Empty", ""}};
  ASSERT_TRUE(fetch(std::move(request)));
  const SeenRequest seen = server.requests().at(0);
  EXPECT_EQ(seen.method, "POST");
  EXPECT_EQ(seen.body, "{\"a\":1}");
  EXPECT_EQ(seen.header("Content-Type"), "application/json");
  EXPECT_EQ(seen.header("Expect"), "");
}

TEST_F(HttpMultiTest, DecodesGzipAndKeepsItsHeaders) {
  const std::string text(10'000, 'x');
  const std::string bytes = gzipped(text);
  HttpServer server({Script{.headers = {{"Content-Encoding", "gzip"}}, .body = bytes}});
  const auto response = fetch(get(server.url()));
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->body, text);
  EXPECT_EQ(response->wire_bytes, static_cast<std::int64_t>(bytes.size()));
  EXPECT_EQ(response->headers.at(0).name, "Content-Encoding");
}

TEST_F(HttpMultiTest, ReadsOneByteChunks) {
  HttpServer server({Script{.body = "one byte at a time", .byte_chunks = true}});
  const auto response = fetch(get(server.url()));
  ASSERT_TRUE(response);
  EXPECT_EQ(response->body, "one byte at a time");
}

TEST_F(HttpMultiTest, RunsManyRequestsAtOnceAndReusesConnections) {
  HttpServer server([](const SeenRequest&) { return Script{.body = "ok", .silent = true}; });
  open();
  for (std::uint64_t id = 0; id < 8; ++id) http_->start(id, get(server.url()));
  std::thread releaser([&] {
    server.wait_for_requests(8);
    server.release();
  });
  EXPECT_EQ(finish().size(), 8U);
  releaser.join();
  EXPECT_EQ(server.most_at_once(), 8);
  EXPECT_EQ(server.connections(), 8);
  for (int again = 0; again < 8; ++again) {
    const auto response = fetch(get(server.url()));
    ASSERT_TRUE(response);
    EXPECT_EQ(response->new_connections, 0);
  }
  EXPECT_EQ(server.connections(), 8);
}

TEST_F(HttpMultiTest, SaysThatAConnectionWasCut) {
  for (const bool chunked : {false, true}) {
    HttpServer server({Script{.body = "0123456789", .byte_chunks = chunked, .cut_after = 4}});
    const auto response = fetch(get(server.url()));
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code, Errc::unavailable);
    EXPECT_THAT(response.error().message, HasSubstr("cut the connection after 4 bytes"));
  }
}

TEST_F(HttpMultiTest, SaysThatTheConnectionWasRefused) {
  const std::string authority = "127.0.0.1:" + std::to_string(simulators::closed_port());
  const auto response = fetch(get("http://" + authority + "/"));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, Errc::unavailable);
  EXPECT_EQ(response.error().message,
            "connection refused at " + authority + "; is the network up?");
}

TEST_F(HttpMultiTest, TimesOutWhenNothingComes) {
  for (const bool half : {false, true}) {
    HttpServer server({Script{.body = "0123456789", .silent = !half, .hold = half}});
    HttpRequest request = get(server.url());
    request.timeout = milliseconds(80);
    const auto response = fetch(std::move(request));
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code, Errc::timeout);
    EXPECT_THAT(response.error().message, HasSubstr("within 0.08 s"));
    EXPECT_THAT(response.error().message, HasSubstr(half ? "(5 bytes came)" : "(0 bytes came)"));
  }
}

TEST_F(HttpMultiTest, RefusesAHugeBodyEvenWhenCompressed) {
  HttpOptions options;
  options.max_body_bytes = 1000;
  open(options);
  const std::string text(1'000'000, 'x');
  HttpServer plain({Script{.body = text}});
  HttpServer packed({Script{.headers = {{"Content-Encoding", "gzip"}}, .body = gzipped(text)}});
  for (const HttpServer* server : {&plain, &packed}) {
    const auto response = fetch(get(server->url()));
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code, Errc::drifted);
    EXPECT_THAT(response.error().message, HasSubstr("larger than 1000 bytes"));
  }
  HttpServer exact({Script{.body = std::string(1000, 'x')}});
  EXPECT_TRUE(fetch(get(exact.url())));
}

TEST_F(HttpMultiTest, SaysThatBrokenGzipCannotBeDecoded) {
  HttpServer server({Script{.headers = {{"Content-Encoding", "gzip"}}, .body = "no gzip at all"}});
  const auto response = fetch(get(server.url()));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, Errc::unavailable);
  EXPECT_THAT(response.error().message, HasSubstr("cannot be decoded"));
}

TEST_F(HttpMultiTest, SurvivesAnswersThatAreNotHttp) {
  for (const char* raw :
       {"garbage\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "\r\n", "HTTP/9.9 200 x\r\n\r\n"}) {
    HttpServer server({Script{.raw = raw}});
    const auto response = fetch(get(server.url()));
    ASSERT_FALSE(response) << raw;
    EXPECT_EQ(response.error().code, Errc::unavailable) << raw << response.error().message;
  }
}

TEST_F(HttpMultiTest, FollowsRedirectsWithoutSecretsToOtherOrigins) {
  HttpServer other({Script{.body = "there"}});
  HttpServer server([&](const SeenRequest& request) {
    if (request.target == "/a") return Script{.status = 302, .headers = {{"Location", "/b"}}};
    return Script{.status = 307, .headers = {{"Location", other.url("/c")}}};
  });
  HttpRequest request = get(server.url("/a"));
  request.headers = {{"Authorization", "Bearer s3cret"},
                     {"appkey", "s3cret"},
                     {"cookie", "id=s3cret"},
                     {"Accept", "text/csv"}};
  request.secret_headers = {"AppKey"};
  const auto response = fetch(std::move(request));
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->body, "there");
  ASSERT_EQ(server.requests().size(), 2U);
  EXPECT_EQ(server.requests()[1].header("appkey"), "s3cret");
  const SeenRequest seen = other.requests().at(0);
  EXPECT_EQ(seen.target, "/c");
  EXPECT_EQ(seen.header("Accept"), "text/csv");
  for (const char* name : {"Authorization", "appkey", "Cookie"}) EXPECT_EQ(seen.header(name), "");
}

TEST_F(HttpMultiTest, AnswersWithTheRedirectAfterTooMany) {
  HttpServer server([](const SeenRequest& request) {
    return Script{.status = 302, .headers = {{"Location", request.target + "x"}}, .body = "go"};
  });
  const auto response = fetch(get(server.url("/")));
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 302);
  EXPECT_EQ(server.requests().size(), 6U);
}

TEST_F(HttpMultiTest, DoesNotFollowToOtherSchemesOrAfterPost) {
  HttpServer file({Script{.status = 302, .headers = {{"Location", "file:///etc/hostname"}}}});
  EXPECT_EQ(fetch(get(file.url()))->status, 302);
  HttpServer server({Script{.status = 302, .headers = {{"Location", "/b"}}}});
  HttpRequest post = get(server.url());
  post.body = "x";
  EXPECT_EQ(fetch(std::move(post))->status, 302);
  EXPECT_EQ(server.requests().size(), 1U);
}

TEST_F(HttpMultiTest, ReadsFilesOnlyWhereAllowed) {
  const std::string url = std::string("file://") + SEOHAK_SOURCE_DIR + "/.clang-format";
  const auto refused = fetch(get(url));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::bad_config);
  HttpRequest request = get(url);
  request.allow_file = true;
  const auto response = fetch(std::move(request));
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->status, 200);
  EXPECT_THAT(response->body, HasSubstr("BasedOnStyle"));
  HttpRequest missing = get("file:///no/such/file.csv");
  missing.allow_file = true;
  const auto absent = fetch(std::move(missing));
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().code, Errc::not_found);
}

TEST_F(HttpMultiTest, NamesTheRequestAsShownAndNeverByItsUrl) {
  HttpRequest request = get("gopher://127.0.0.1/?key=s3cret");
  request.shown = "gopher://127.0.0.1/?key=***";
  const auto response = fetch(std::move(request));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, Errc::bad_config);
  EXPECT_THAT(response.error().message, HasSubstr("key=***"));
  EXPECT_THAT(response.error().message, Not(HasSubstr("s3cret")));
}

TEST_F(HttpMultiTest, DropsCancelledRequests) {
  HttpServer server({Script{.silent = true}});
  open();
  http_->start(1, get(server.url()));
  http_->poll(milliseconds(1));
  http_->cancel_all();
  EXPECT_EQ(http_->active(), 0);
  EXPECT_TRUE(http_->poll(Duration::zero()).empty());
}

TEST_F(HttpMultiTest, WakesUpForOtherThreads) {
  open();
  std::thread waker([&] { http_->wakeup(); });
  const auto before = std::chrono::steady_clock::now();
  http_->poll(milliseconds(1000));
  waker.join();
  EXPECT_LT(std::chrono::steady_clock::now() - before, milliseconds(900));
}

}  // namespace
}  // namespace seohak
