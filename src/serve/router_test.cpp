#include "serve/router.h"

#include <gtest/gtest.h>

namespace seohak {
namespace {

struct Scenario {
  const char* method;
  const char* path;
  int status;
  const char* body;  ///< "" when it does not matter
};

TEST(Router, PicksByMethodAndPath) {
  Router router;
  router.add("GET", "/fx/currencies",
             [](const WebRequest&) { return text_response(200, "text/plain", "list"); });
  router.add("GET", "/fx/{currency}", [](const WebRequest& request) {
    return text_response(200, "text/plain", std::string(request.path_parameter("currency")));
  });
  router.add("GET", "/fx/{currency}/monthly", [](const WebRequest& request) {
    return text_response(200, "text/plain",
                         "monthly " + std::string(request.path_parameter("currency")));
  });
  router.add("POST", "/query",
             [](const WebRequest&) { return text_response(200, "text/plain", "rows"); });
  const Scenario scenarios[] = {
      {"GET", "/fx/currencies", 200, "list"},
      {"GET", "/fx/USD", 200, "USD"},
      {"HEAD", "/fx/USD", 200, "USD"},
      {"GET", "/fx/USD/monthly", 200, "monthly USD"},
      {"GET", "/fx/", 404, ""},
      {"GET", "/fx", 404, ""},
      {"GET", "/fx//monthly", 404, ""},
      {"GET", "/fx/USD/", 404, ""},
      {"GET", "/fx/USD/yearly", 404, ""},
      {"POST", "/query", 200, "rows"},
      {"GET", "/query", 405, ""},
      {"DELETE", "/fx/USD", 405, ""},
      {"GET", "/", 404, ""},
  };
  for (const Scenario& scenario : scenarios) {
    SCOPED_TRACE(std::string(scenario.method) + " " + scenario.path);
    WebRequest request;
    request.method = scenario.method;
    request.path = scenario.path;
    const WebResponse response = router.handle(request);
    EXPECT_EQ(response.status, scenario.status);
    if (*scenario.body != '\0') {
      EXPECT_EQ(*response.body, scenario.body);
    }
    EXPECT_EQ(response.header("Allow").empty(), scenario.status != 405);
  }
}

TEST(Router, ASegmentMayHoldAnEncodedSlash) {
  Router router;
  router.add("GET", "/symbols/{symbol}", [](const WebRequest& request) {
    return text_response(200, "text/plain", std::string(request.path_parameter("symbol")));
  });
  WebRequest request;
  request.method = "GET";
  request.target = "/symbols/BRK%2FB?lang=ko";
  ASSERT_TRUE(split_target(request));
  EXPECT_EQ(*router.handle(request).body, "BRK/B");
  request.target = "/symbols/BRK/B";
  ASSERT_TRUE(split_target(request));
  EXPECT_EQ(router.handle(request).status, 404);
}

TEST(Router, FallbackTakesGetOnly) {
  Router router;
  router.set_fallback([](const WebRequest&) { return text_response(200, "text/html", "app"); });
  WebRequest request;
  request.method = "GET";
  request.path = "/exchange-rate";
  EXPECT_EQ(*router.handle(request).body, "app");
  request.method = "POST";
  EXPECT_EQ(router.handle(request).status, 405);
  EXPECT_EQ(router.handle(request).header("Allow"), "GET, HEAD");
}

TEST(Router, KnowsItsRoutesFromTheFallback) {
  Router router;
  router.add("POST", "/fx/{currency}",
             [](const WebRequest&) { return text_response(200, "text/plain", "ok"); });
  router.set_fallback([](const WebRequest&) { return text_response(200, "text/html", "app"); });
  const auto has_route = [&](const char* path) {
    WebRequest request;
    request.method = "GET";
    request.target = path;
    return router.has_route(request);
  };
  EXPECT_TRUE(has_route("/fx/USD"));
  EXPECT_TRUE(has_route("/fx/%55SD?range=1y"));
  EXPECT_FALSE(has_route("/fx"));
  EXPECT_FALSE(has_route("/exchange-rate"));
}

}  // namespace
}  // namespace seohak
