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
        Scenario{"post", "POST", {kHost}, 405}, Scenario{"options", "OPTIONS", {kHost}, 405},
        Scenario{"post_of_another_site", "POST", {kHost, {"Origin", "http://evil.example"}}, 403}),
    [](const auto& scenario) { return scenario.param.name; });

}  // namespace
}  // namespace seohak
