#include "serve/login.h"

#include <atomic>
#include <future>

#include <gmock/gmock.h>

#include "base/password.h"
#include "load/test_warehouse.h"

namespace seohak {
namespace {

using std::chrono::hours;
using ::testing::HasSubstr;
using ::testing::Not;

const Secret kPassword("a password of mine");

class LoginTest : public ::testing::Test {
 protected:
  LoginTest() {
    router_.add("GET", "/api/v1/status", ok);
    router_.add("GET", "/metrics", ok);
    router_.add("GET", "/healthz", ok);
    router_.set_fallback([](const WebRequest&) { return text_response(200, "text/html", "page"); });
    login_.add_routes(router_);
  }
  static WebResponse ok(const WebRequest&) { return text_response(200, "text/plain", "ok"); }

  WebResponse ask(std::string method, std::string path, std::vector<Header> headers = {},
                  std::string body = "", std::string peer = "192.0.2.7") {
    WebRequest request;
    request.method = std::move(method);
    request.target = std::move(path);
    EXPECT_TRUE(split_target(request));
    request.headers = std::move(headers);
    request.headers.push_back({"Content-Type", "application/json"});
    request.body = std::move(body);
    request.peer_address = std::move(peer);
    return handler_(request);
  }
  WebResponse log_in(const std::string& password, std::string peer = "192.0.2.7",
                     std::vector<Header> headers = {}) {
    return ask("POST", "/api/v1/login?lang=en", std::move(headers),
               "{\"password\":\"" + password + "\"}", std::move(peer));
  }
  /// "seohak_session=…" of an answer that sets it.
  static Header cookie_of(const WebResponse& response) {
    const std::string_view set = response.header("Set-Cookie");
    return {"Cookie", "theme=dark; " + std::string(set.substr(0, set.find(';')))};
  }

  test::TempDir directory_;
  FakeClock clock_{*parse_instant("2026-11-23T19:03:55Z")};
  Metrics metrics_;
  std::string hash_ = *hash_password(kPassword);
  std::unique_ptr<SessionStore> sessions_ =
      *SessionStore::open(directory_.path() / "sessions.sqlite", clock_);
  Router router_;
  Login login_{{.sessions = *sessions_,
                .password = [this] { return hash_; },
                .clock = clock_,
                .metrics = metrics_,
                .proxy = "127.0.0.1",
                .rates = {.peer = {.per_second = 1.0 / 30, .burst = 2},
                          .all = {.per_second = 1.0, .burst = 20}}}};
  Handler handler_ = login_.required(router_);
};

TEST_F(LoginTest, DataNeedASessionPagesDoNot) {
  for (const char* closed : {"/api/v1/status", "/api/v1/nothing", "/metrics", "/api/v1/logout"}) {
    const WebResponse refused = ask("GET", closed);
    EXPECT_EQ(refused.status, 401) << closed;
    EXPECT_THAT(*refused.body, HasSubstr(R"("code":"unauthorized")"));
    EXPECT_EQ(refused.header("WWW-Authenticate"), R"(Cookie realm="seohak")");
  }
  for (const char* open : {"/", "/fear-greed", "/healthz"}) EXPECT_EQ(ask("GET", open).status, 200);
  EXPECT_EQ(ask("GET", "/api/v1/login").status, 405);
}

TEST_F(LoginTest, ThePasswordOpensAndTheCookieIsSealed) {
  const WebResponse opened = log_in(kPassword.reveal());
  ASSERT_EQ(opened.status, 200);
  EXPECT_EQ(*opened.body, R"({"data":{"ends_at":"2026-12-23T19:03:55Z"}})");
  EXPECT_EQ(opened.header("Cache-Control"), "no-store");
  EXPECT_THAT(std::string(opened.header("Set-Cookie")),
              ::testing::MatchesRegex("seohak_session=[0-9a-f]{64}; Path=/; HttpOnly; "
                                      "SameSite=Strict; Max-Age=2592000"));
  EXPECT_EQ(ask("GET", "/api/v1/status", {cookie_of(opened)}).status, 200);
  EXPECT_EQ(ask("GET", "/metrics", {cookie_of(opened)}).status, 200);
  EXPECT_EQ(ask("GET", "/api/v1/status", {{"Cookie", "seohak_session="}}).status, 401);
  EXPECT_EQ(ask("GET", "/api/v1/status", {{"Cookie", "x" + cookie_of(opened).value}}).status, 200);
  EXPECT_NE(cookie_of(log_in(kPassword.reveal())).value, cookie_of(opened).value);
}

TEST_F(LoginTest, OverTlsTheCookieStaysThere) {
  const Header secure{"X-Forwarded-Proto", "https"};
  EXPECT_THAT(std::string(log_in(kPassword.reveal(), "127.0.0.1", {secure}).header("Set-Cookie")),
              HasSubstr("; Secure"));
  EXPECT_THAT(std::string(log_in(kPassword.reveal(), "192.0.2.7", {secure}).header("Set-Cookie")),
              Not(HasSubstr("Secure")));
}

TEST_F(LoginTest, WrongOnesAreRefusedAndSlowedDown) {
  for (int attempt = 0; attempt < 2; ++attempt) {
    const WebResponse wrong = log_in("not my password");
    EXPECT_EQ(wrong.status, 401);
    EXPECT_THAT(*wrong.body, HasSubstr("the password is wrong"));
    EXPECT_EQ(wrong.header("Set-Cookie"), "");
  }
  for (const std::string& password : {std::string("not my password"), kPassword.reveal()}) {
    const WebResponse slowed = log_in(password);
    EXPECT_EQ(slowed.status, 429);
    EXPECT_EQ(slowed.header("Retry-After"), "30");
    EXPECT_THAT(*slowed.body, HasSubstr(R"("code":"rate_limited")"));
    EXPECT_THAT(*slowed.body, HasSubstr("try again in 30 s"));
  }
  EXPECT_EQ(log_in(kPassword.reveal(), "192.0.2.8").status, 200);
  clock_.advance(std::chrono::seconds(30));
  EXPECT_EQ(log_in(kPassword.reveal()).status, 200);
  EXPECT_THAT(metrics_.expose(), HasSubstr("seohak_logins_total{result=\"rate_limited\"} 2"));
}

TEST_F(LoginTest, TheRightPasswordForgivesTheWrongOnesBefore) {
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(log_in("not my password").status, 401);
    EXPECT_EQ(log_in(kPassword.reveal()).status, 200);
  }
}

TEST_F(LoginTest, BehindTheProxyEachReaderHasTheirOwnLimit) {
  const auto through = [&](const char* reader) {
    return log_in("not my password", "127.0.0.1", {{"X-Forwarded-For", reader}}).status;
  };
  EXPECT_EQ(through("192.0.2.50"), 401);
  EXPECT_EQ(through("192.0.2.50"), 401);
  EXPECT_EQ(through("192.0.2.50"), 429);
  EXPECT_EQ(through("192.0.2.51"), 401);
}

TEST_F(LoginTest, BehindAProxyThatAddsALineTheReaderChoosesNoLimit) {
  const auto pretending = [&](const char* lie) {
    return log_in("not my password", "127.0.0.1",
                  {{"X-Forwarded-For", lie}, {"X-Forwarded-For", "203.0.113.10"}})
        .status;
  };
  EXPECT_EQ(pretending("10.9.9.1"), 401);
  EXPECT_EQ(pretending("10.9.9.2"), 401);
  EXPECT_EQ(pretending("10.9.9.3"), 429);
}

TEST_F(LoginTest, BrokenBodiesAreToldAndNotCounted) {
  for (const std::string& body :
       {std::string(), std::string("{}"), std::string("[1]"), std::string(R"({"password":1})"),
        std::string("password=x"), R"({"password":")" + std::string(9000, 'x') + "\"}"})
    EXPECT_EQ(ask("POST", "/api/v1/login", {}, body).status, 400) << body.substr(0, 40);
  const WebResponse opened = log_in(kPassword.reveal());
  for (const char* body : {"", "[]", R"({"everywhere":"yes"})"})
    EXPECT_EQ(ask("POST", "/api/v1/logout", {cookie_of(opened)}, body).status, 400) << body;
  EXPECT_EQ(ask("GET", "/api/v1/status", {cookie_of(opened)}).status, 200);
}

TEST_F(LoginTest, LogsOutHereOrEverywhere) {
  const Header first = cookie_of(log_in(kPassword.reveal()));
  const Header second = cookie_of(log_in(kPassword.reveal()));
  const Header third = cookie_of(log_in(kPassword.reveal()));
  const WebResponse left = ask("POST", "/api/v1/logout", {first}, "{}");
  EXPECT_EQ(left.status, 200);
  EXPECT_THAT(std::string(left.header("Set-Cookie")), HasSubstr("seohak_session=; "));
  EXPECT_THAT(std::string(left.header("Set-Cookie")), HasSubstr("Max-Age=0"));
  EXPECT_EQ(ask("GET", "/api/v1/status", {first}).status, 401);
  EXPECT_EQ(ask("GET", "/api/v1/status", {second}).status, 200);
  EXPECT_EQ(ask("POST", "/api/v1/logout", {first}, R"({"everywhere":true})").status, 401);
  EXPECT_EQ(ask("POST", "/api/v1/logout", {second}, R"({"everywhere":true})").status, 200);
  EXPECT_EQ(ask("GET", "/api/v1/status", {third}).status, 401);
}

TEST_F(LoginTest, ANewPasswordEndsTheSessions) {
  const Header session = cookie_of(log_in(kPassword.reveal()));
  hash_ = *hash_password(Secret("another password"));
  EXPECT_EQ(ask("GET", "/api/v1/status", {session}).status, 401);
  EXPECT_EQ(log_in(kPassword.reveal()).status, 401);
  EXPECT_EQ(log_in("another password").status, 200);
}

TEST_F(LoginTest, WithoutAPasswordNobodyGetsIn) {
  const Header session = cookie_of(log_in(kPassword.reveal()));
  hash_.clear();
  EXPECT_EQ(ask("GET", "/api/v1/status", {session}).status, 401);
  EXPECT_EQ(log_in("").status, 401);
  EXPECT_EQ(log_in(kPassword.reveal()).status, 401);
}

TEST_F(LoginTest, ASessionEndsWhenUnused) {
  const Header session = cookie_of(log_in(kPassword.reveal()));
  clock_.advance(hours(24 * 6));
  EXPECT_EQ(ask("GET", "/api/v1/status", {session}).status, 200);
  clock_.advance(hours(24 * 7));
  EXPECT_EQ(ask("GET", "/api/v1/status", {session}).status, 401);
}

TEST(NoLogin, SaysThatNoneIsNeeded) {
  Router router;
  add_no_login(router);
  WebRequest request;
  request.method = "POST";
  request.target = request.path = "/api/v1/login";
  EXPECT_EQ(router.handle(request).status, 404);
  request.method = "GET";
  EXPECT_EQ(router.handle(request).status, 405);
}

// Each check takes 64 MiB: who comes while another's is checked is told to come again.
TEST_F(LoginTest, OnePasswordIsCheckedAtATime) {
  std::promise<void> checking, go_on;
  std::atomic<bool> first = true;
  const auto held = [&] {
    if (first.exchange(false)) {
      checking.set_value();
      go_on.get_future().wait();
    }
    return hash_;
  };
  Login login({.sessions = *sessions_, .password = held, .clock = clock_, .metrics = metrics_});
  Router router;
  login.add_routes(router);
  handler_ = login.required(router);
  auto slow = std::async(std::launch::async, [&] { return log_in(kPassword.reveal()).status; });
  checking.get_future().wait();
  const WebResponse told = log_in(kPassword.reveal(), "192.0.2.8");
  EXPECT_EQ(told.status, 429);
  EXPECT_EQ(told.header("Retry-After"), "1");
  go_on.set_value();
  EXPECT_EQ(slow.get(), 200);
  EXPECT_EQ(log_in(kPassword.reveal(), "192.0.2.8").status, 200);
}

}  // namespace
}  // namespace seohak
