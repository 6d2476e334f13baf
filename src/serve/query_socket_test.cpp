#include "serve/query_socket.h"

#include <gmock/gmock.h>

#include "serve/http_server.h"
#include "serve/socket_client.h"

namespace seohak {
namespace {

using ::testing::HasSubstr;

/// A warehouse in memory behind a unix socket.
struct SharedWarehouse {
  SharedWarehouse() : warehouse(open_duckdb_warehouse(":memory:", {1, 256}).value()) {
    add_query(router, *warehouse);
    router.add("POST", "/run", [](const WebRequest&) {
      WebResponse response;
      response.stream = [](BodyWriter& writer) {
        for (const char* line : {"{\"n\":1}\n", "{\"n\":2}\n"}) {
          if (!writer.write(line)) return;
        }
      };
      return response;
    });
    EXPECT_TRUE(server.listen_unix(
        path, [this](const WebRequest& request) { return router.handle(request); }));
  }
  std::unique_ptr<Warehouse> warehouse;
  Router router;
  std::string path = ::testing::TempDir() + "seohak_query_socket_test.sock";
  HttpServer server{{}};
};

TEST(QuerySocket, AnswersInTheFormatAskedFor) {
  SharedWarehouse shared;
  const SocketClient client(shared.path);
  EXPECT_TRUE(client.is_listening());
  EXPECT_EQ(client.post("/query", R"({"sql": "SELECT 1 AS one", "format": "csv"})").value(),
            "one\n1\n");
  EXPECT_EQ(client.post("/query", R"({"sql": "SELECT 1 AS one", "format": "json"})").value(),
            "[{\"one\":1}]\n");
  EXPECT_EQ(client.post("/query", R"({"sql": "SELECT 1 AS one"})").value(), "one\n---\n  1\n");
  EXPECT_THAT(client.post("/query", R"({"sql": "SELECT 1", "format": "parquet"})").value(),
              ::testing::StartsWith("PAR1"));
}

TEST(QuerySocket, TellsWhatIsWrong) {
  SharedWarehouse shared;
  const SocketClient client(shared.path);
  const struct {
    const char* path;
    const char* body;
    Errc code;
    const char* part;
  } scenarios[] = {
      {"/query", "", Errc::bad_request, "the body must be a JSON object"},
      {"/query", "[]", Errc::bad_request, "the body must be a JSON object"},
      {"/query", R"({"sql": 1})", Errc::bad_request, "the body must be a JSON object"},
      {"/query", R"({"sql": "SELECT 1", "format": 1})", Errc::bad_request, "must be text"},
      {"/query", R"({"sql": "SELECT 1", "format": "xml"})", Errc::bad_request, "unknown format"},
      {"/query", R"({"sql": "SELEC 1"})", Errc::bad_request, "SELEC"},
      {"/query", R"x({"sql": "CREATE TABLE t (a INTEGER)"})x", Errc::bad_request, ""},
      {"/nothing", "{}", Errc::not_found, "there is nothing at /nothing"},
  };
  for (const auto& scenario : scenarios) {
    SCOPED_TRACE(scenario.body);
    const auto answer = client.post(scenario.path, scenario.body);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, scenario.code);
    EXPECT_THAT(answer.error().message, HasSubstr(scenario.part));
  }
}

TEST(QuerySocket, ManyRowsAreWholeInEveryFormat) {
  SharedWarehouse shared;
  const SocketClient client(shared.path);
  constexpr const char* kSql = "SELECT i AS n FROM range(300000) AS t(i)";
  std::string csv = "n\n";
  std::string json = "[";
  for (int i = 0; i < 300'000; ++i) {
    csv += std::to_string(i) + "\n";
    json += (i == 0 ? "" : ",") + ("{\"n\":" + std::to_string(i) + "}");
  }
  const auto ask = [&](const std::string& format) {
    const std::string sql(kSql);
    return client.post("/query", R"({"sql": ")" + sql + R"(", "format": ")" + format + R"("})");
  };
  EXPECT_TRUE(ask("csv").value() == csv);
  EXPECT_TRUE(ask("json").value() == json + "]\n");
  const std::string parquet = ask("parquet").value();
  EXPECT_THAT(parquet.substr(parquet.size() - 4), "PAR1");
}

TEST(QuerySocket, WhatFailsAfterTheFirstRowsIsTold) {
  SharedWarehouse shared;
  std::size_t received = 0;
  const auto answer = SocketClient(shared.path)
                          .stream("/query",
                                  R"x({"sql": "SELECT i FROM range(1000000) AS t(i) )x"
                                  R"x(WHERE i < 900000 OR CAST(CAST(i AS VARCHAR) || 'x' )x"
                                  R"x(AS INTEGER) > 0", "format": "csv"})x",
                                  [&](std::string_view part) { received += part.size(); });
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Errc::bad_request);
  EXPECT_THAT(answer.error().message, HasSubstr("900000x"));
  EXPECT_GT(received, 0u);
}

TEST(QuerySocket, TooManyAtOnceAreToldToWait) {
  const auto warehouse = open_duckdb_warehouse(":memory:", {1, 256}).value();
  Router router;
  add_query(router, *warehouse, 1);
  WebRequest request;
  request.method = "POST";
  request.path = "/query";
  request.body = R"({"sql": "SELECT 1"})";
  {
    const WebResponse held = router.handle(request);
    EXPECT_EQ(held.status, 200);
    const WebResponse refused = router.handle(request);
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(refused.header("Retry-After"), "1");
  }
  EXPECT_EQ(router.handle(request).status, 200);
}

TEST(QuerySocket, StreamsParts) {
  SharedWarehouse shared;
  std::string received;
  const auto streamed = SocketClient(shared.path).stream("/run", "{}", [&](std::string_view part) {
    received.append(part);
  });
  ASSERT_TRUE(streamed) << streamed.error().message;
  EXPECT_EQ(received, "{\"n\":1}\n{\"n\":2}\n");
}

TEST(SocketClient, SaysThatNobodyListens) {
  const SocketClient client(::testing::TempDir() + "seohak_nobody.sock");
  EXPECT_FALSE(client.is_listening());
  const auto answer = client.post("/query", "{}");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Errc::unavailable);
  EXPECT_THAT(answer.error().message, HasSubstr("does not answer"));
}

TEST(SocketClient, StopsOnRequest) {
  SharedWarehouse shared;
  std::stop_source stop;
  stop.request_stop();
  const auto answer = SocketClient(shared.path).post("/query", "{}", stop.get_token());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Errc::cancelled);
}

}  // namespace
}  // namespace seohak
