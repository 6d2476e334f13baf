#include "serve/guard.h"

#include <gmock/gmock.h>

namespace seohak {
namespace {

struct Scenario {
  const char* name;
  std::string method;
  std::vector<Header> headers;
  int status;
};

class Guard : public ::testing::TestWithParam<Scenario> {};

TEST_P(Guard, LetsOnlyItsOwnPagesIn) {
  WebRequest request;
  request.method = GetParam().method;
  request.path = "/api/v1/status";
  request.headers = GetParam().headers;
  request.local_port = 8050;
  const Handler handler =
      guarded([](const WebRequest&) { return text_response(200, "text/plain", "ok"); });
  const WebResponse response = handler(request);
  EXPECT_EQ(response.status, GetParam().status);
  EXPECT_EQ(response.header("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(response.header("Referrer-Policy"), "no-referrer");
  EXPECT_THAT(std::string(response.header("Content-Security-Policy")),
              ::testing::HasSubstr("frame-ancestors 'none'"));
  if (response.status == 403) {
    EXPECT_THAT(*response.body, ::testing::HasSubstr("\"code\":\"forbidden\""));
  }
}

const Header kHost{"Host", "127.0.0.1:8050"};

INSTANTIATE_TEST_SUITE_P(
    Scenarios, Guard,
    ::testing::Values(
        Scenario{"own", "GET", {kHost}, 200}, Scenario{"head", "HEAD", {kHost}, 200},
        Scenario{"localhost", "GET", {{"host", "LocalHost:8050"}}, 200},
        Scenario{"ipv6", "GET", {{"Host", "[::1]:8050"}}, 200},
        Scenario{"own_origin", "GET", {kHost, {"Origin", "http://127.0.0.1:8050"}}, 200},
        Scenario{"navigation",
                 "GET",
                 {kHost, {"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", "navigate"}},
                 200},
        Scenario{"own_fetch",
                 "GET",
                 {kHost, {"Sec-Fetch-Site", "same-origin"}, {"Sec-Fetch-Mode", "cors"}},
                 200},
        Scenario{"no_host", "GET", {}, 403}, Scenario{"two_hosts", "GET", {kHost, kHost}, 403},
        Scenario{"rebound_name", "GET", {{"Host", "evil.example:8050"}}, 403},
        Scenario{"name_that_starts_alike", "GET", {{"Host", "127.0.0.1.evil.example:8050"}}, 403},
        Scenario{"user_part", "GET", {{"Host", "127.0.0.1:8050@evil.example"}}, 403},
        Scenario{"other_port", "GET", {{"Host", "127.0.0.1:8051"}}, 403},
        Scenario{"no_port", "GET", {{"Host", "127.0.0.1"}}, 403},
        Scenario{"other_origin", "GET", {kHost, {"Origin", "http://evil.example"}}, 403},
        Scenario{"other_local_origin", "GET", {kHost, {"Origin", "http://127.0.0.1:3000"}}, 403},
        Scenario{"other_loopback_name", "GET", {kHost, {"Origin", "http://localhost:8050"}}, 403},
        Scenario{"null_origin", "GET", {kHost, {"Origin", "null"}}, 403},
        Scenario{"secure_origin", "GET", {kHost, {"Origin", "https://127.0.0.1:8050"}}, 403},
        Scenario{"second_origin",
                 "GET",
                 {kHost, {"Origin", "http://127.0.0.1:8050"}, {"Origin", "http://evil.example"}},
                 403},
        Scenario{"image_of_another_site",
                 "GET",
                 {kHost, {"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", "no-cors"}},
                 403},
        Scenario{"fetch_of_another_port",
                 "GET",
                 {kHost, {"Sec-Fetch-Site", "same-site"}, {"Sec-Fetch-Mode", "no-cors"}},
                 403},
        Scenario{"post", "POST", {kHost, {"Origin", "http://127.0.0.1:8050"}}, 200},
        Scenario{"passed_on_by_a_proxy", "GET", {kHost, {"X-Forwarded-For", "192.0.2.7"}}, 403},
        Scenario{
            "options_of_another_site", "OPTIONS", {kHost, {"Origin", "http://evil.example"}}, 403},
        Scenario{"post_of_another_site", "POST", {kHost, {"Origin", "http://evil.example"}}, 403}),
    [](const auto& scenario) { return scenario.param.name; });

class LanGuard : public ::testing::TestWithParam<Scenario> {};

TEST_P(LanGuard, LetsInByItsAddressAndKnownHosts) {
  WebRequest request;
  request.method = GetParam().method;
  request.headers = GetParam().headers;
  request.local_port = 8050;
  request.local_address = "192.0.2.7";
  request.peer_address = "192.0.2.99";
  const GuardOptions options{.hosts = {"desk.local", "Seohak.example", "[2001:db8::1]"},
                             .proxy = "192.0.2.99",
                             .login = true};
  EXPECT_EQ(guarded([](const WebRequest&) { return text_response(200, "text/plain", "ok"); },
                    options)(request)
                .status,
            GetParam().status);
}

const Header kSecure{"X-Forwarded-Proto", "https"};

INSTANTIATE_TEST_SUITE_P(
    Scenarios, LanGuard,
    ::testing::Values(
        Scenario{"own_address", "GET", {{"Host", "192.0.2.7:8050"}}, 200},
        Scenario{"loopback", "GET", {{"Host", "localhost:8050"}}, 200},
        Scenario{"known_host", "GET", {{"Host", "DESK.local:8050"}}, 200},
        Scenario{"known_host_without_port", "GET", {{"Host", "seohak.example"}}, 200},
        Scenario{"known_host_with_another_port", "GET", {{"Host", "seohak.example:8443"}}, 200},
        Scenario{"known_ipv6", "GET", {{"Host", "[2001:db8::1]:8050"}}, 200},
        Scenario{"known_ipv6_without_port", "GET", {{"Host", "[2001:db8::1]"}}, 200},
        Scenario{"another_address", "GET", {{"Host", "192.0.2.8:8050"}}, 403},
        Scenario{"another_port", "GET", {{"Host", "192.0.2.7:8051"}}, 403},
        Scenario{"rebound_name", "GET", {{"Host", "evil.example:8050"}}, 403},
        Scenario{"name_that_ends_alike", "GET", {{"Host", "evil.desk.local:8050"}}, 403},
        Scenario{"name_that_starts_alike", "GET", {{"Host", "desk.local.evil.example"}}, 403},
        Scenario{"no_host", "GET", {}, 403},
        Scenario{"own_origin",
                 "POST",
                 {{"Host", "192.0.2.7:8050"}, {"Origin", "http://192.0.2.7:8050"}},
                 200},
        Scenario{"origin_of_another_known_host",
                 "POST",
                 {{"Host", "192.0.2.7:8050"}, {"Origin", "http://desk.local:8050"}},
                 403},
        Scenario{"origin_through_the_proxy",
                 "POST",
                 {{"Host", "seohak.example"}, kSecure, {"Origin", "https://seohak.example"}},
                 200},
        Scenario{"secure_origin_without_word_of_the_proxy",
                 "POST",
                 {{"Host", "seohak.example"}, {"Origin", "https://seohak.example"}},
                 403},
        Scenario{"plain_origin_though_secure",
                 "POST",
                 {{"Host", "seohak.example"}, kSecure, {"Origin", "http://seohak.example"}},
                 403}),
    [](const auto& scenario) { return scenario.param.name; });

TEST(JsonOnly, TakesNoFormOfAnotherPage) {
  const Handler handler =
      json_only([](const WebRequest&) { return text_response(200, "text/plain", "ok"); });
  const auto status = [&](std::vector<Header> headers) {
    WebRequest request;
    request.method = "POST";
    request.headers = std::move(headers);
    return handler(request).status;
  };
  EXPECT_EQ(status({{"Content-Type", "application/json"}}), 200);
  EXPECT_EQ(status({{"content-type", "Application/JSON; charset=utf-8"}}), 200);
  EXPECT_EQ(status({}), 415);
  for (const char* type : {"application/x-www-form-urlencoded", "multipart/form-data", "text/plain",
                           "text/plain; application/json", "application/jsonp"})
    EXPECT_EQ(status({{"Content-Type", type}}), 415) << type;
  WebRequest korean;
  korean.query = {{"lang", "ko"}};
  EXPECT_THAT(*handler(korean).body,
              ::testing::HasSubstr("본문의 Content-Type은 application/json이어야 합니다"));
}

TEST(ClientOf, BelievesTheNamedProxyOnly) {
  WebRequest request;
  request.peer_address = "127.0.0.1";
  request.headers = {{"X-Forwarded-For", "10.9.9.9, 192.0.2.50"}, {"X-Forwarded-Proto", "https"}};
  for (const char* proxy : {"", "192.0.2.99"}) {
    EXPECT_EQ(client_of(request, proxy).address, "127.0.0.1");
    EXPECT_FALSE(client_of(request, proxy).secure);
  }
  EXPECT_EQ(client_of(request, "127.0.0.1").address, "192.0.2.50");
  EXPECT_TRUE(client_of(request, "127.0.0.1").secure);
  request.headers.clear();
  EXPECT_EQ(client_of(request, "127.0.0.1").address, "127.0.0.1");
}

// HAProxy's `option forwardfor` adds a line of its own behind those of the client.
TEST(ClientOf, TakesTheLastWordOfSeveralLines) {
  WebRequest request;
  request.peer_address = "127.0.0.1";
  request.headers = {{"X-Forwarded-For", "10.9.9.9"},
                     {"X-Forwarded-Proto", "https"},
                     {"x-forwarded-for", "10.9.9.10, 203.0.113.10"},
                     {"X-Forwarded-Proto", "https, http"}};
  EXPECT_EQ(client_of(request, "127.0.0.1").address, "203.0.113.10");
  EXPECT_FALSE(client_of(request, "127.0.0.1").secure);
}

TEST(ClientOf, IsAnAddressWithoutPortOrElseTheProxy) {
  const auto seen = [](std::string hop) {
    WebRequest request;
    request.peer_address = "127.0.0.1";
    request.headers = {{"X-Forwarded-For", std::move(hop)}};
    return client_of(request, "127.0.0.1").address;
  };
  EXPECT_EQ(seen("203.0.113.10:4711"), "203.0.113.10");
  EXPECT_EQ(seen("2001:db8::1"), "2001:db8::1");
  EXPECT_EQ(seen("[2001:db8::1]:4711"), "2001:db8::1");
  EXPECT_EQ(seen("[2001:db8::1]"), "2001:db8::1");
  EXPECT_EQ(seen("::ffff:203.0.113.10"), "203.0.113.10");
  for (const char* rubbish : {"", "unknown", "203.0.113.10,", "203.0.113.999", "_hidden:1", "[]",
                              "::ffff:", "[:1", "203.0.113.10:1:2"})
    EXPECT_EQ(seen(rubbish), "127.0.0.1") << rubbish;
}

TEST(Guard, RefusesInTheLanguageOfTheReader) {
  const auto said = [](std::vector<Header> headers, std::string peer = "") {
    WebRequest request;
    request.local_port = 8050;
    request.peer_address = std::move(peer);
    request.query = {{"lang", "ko"}};
    request.headers = std::move(headers);
    return check_request(
               request,
               {.hosts = {"desk.local"}, .proxy = "", .login = !request.peer_address.empty()})
        .error()
        .message;
  };
  EXPECT_EQ(
      said({{"Host", "evil.example"}}),
      "이 서버는 http://127.0.0.1:8050, http://localhost:8050, http://[::1]:8050로만 열립니다. "
      "다른 이름은 serve.hosts에 적으세요");
  EXPECT_THAT(said({{"Host", "evil.example"}}, "192.0.2.1"),
              ::testing::HasSubstr(", 자기 주소로만"));
  EXPECT_THAT(said({kHost, {"Via", "1.1 x"}}), ::testing::StartsWith("프록시가 넘긴 요청입니다"));
  EXPECT_EQ(said({kHost, {"Origin", "http://evil.example"}}),
            "다른 웹 페이지에서 온 요청은 받지 않습니다");
  EXPECT_EQ(said({{"Host", "desk.local"}, {"Origin", "https://desk.local"}}, "192.0.2.1"),
            "앞에 있는 TLS 프록시가 serve.proxy에 없습니다. 그 주소는 192.0.2.1입니다");
}

}  // namespace
}  // namespace seohak
