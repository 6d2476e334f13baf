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

}  // namespace
}  // namespace seohak
