#pragma once

// For tests of the API: requests and what their answers hold, as tables.

#include <array>
#include <span>
#include <string>
#include <vector>

#include "serve/api_fixture.h"

namespace seohak::testing {

/// One request and what its answer must and must not hold.
struct ApiScenario {
  std::string name;  ///< the behaviour
  std::string target;
  std::string method = "GET";
  std::vector<Header> headers = {};
  int status = 200;
  std::vector<std::string> has = {};    ///< parts of the body
  std::vector<std::string> lacks = {};  ///< what the body must not hold
  std::vector<Header> answered = {};    ///< headers with these very values; "" means absent
  std::string body = "";
};

/// The parts of an error in its one form.
inline std::string error_with(std::string_view code, std::string_view message) {
  return fmt::format(R"({{"error":{{"code":"{}","message":"{}"}}}})", code, message);
}

inline void expect_scenarios(const ApiFixture& api, std::span<const ApiScenario> scenarios) {
  for (const ApiScenario& scenario : scenarios) {
    SCOPED_TRACE(fmt::format("{}: {} {}", scenario.name, scenario.method, scenario.target));
    const WebResponse response =
        api.send(scenario.method, scenario.target, scenario.headers, scenario.body);
    EXPECT_EQ(response.status, scenario.status);
    const std::string body = response.body ? *response.body : "";
    for (const std::string& part : scenario.has) EXPECT_THAT(body, ::testing::HasSubstr(part));
    for (const std::string& part : scenario.lacks)
      EXPECT_THAT(body, ::testing::Not(::testing::HasSubstr(part)));
    for (const Header& header : scenario.answered)
      EXPECT_EQ(response.header(header.name), header.value) << header.name;
  }
}

}  // namespace seohak::testing
