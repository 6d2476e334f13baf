#include <atomic>
#include <memory>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "extract/driver_fixture.h"

namespace seohak {
namespace {

using simulators::HttpServer;
using simulators::Script;
using simulators::SeenRequest;
using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kSecret = "s3cret%2Fkey";

TEST_F(DriverTest, BringsEveryAnswerAndCountsIt) {
  HttpServer server([](const SeenRequest& request) { return Script{.body = request.target}; });
  std::vector<std::pair<int, int>> told;
  progress_ = [&](int finished, int known) { told.emplace_back(finished, known); };
  const auto report = run(calls(server, 3));
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->succeeded, 3);
  EXPECT_EQ(report->retried, 0);
  EXPECT_TRUE(report->failed.empty());
  ASSERT_EQ(taken_.size(), 3U);
  for (const Taken& one : taken_) {
    EXPECT_TRUE(one.ok);
    EXPECT_EQ(one.answer.body, "/" + one.label);
    EXPECT_EQ(one.answer.source, "test");
    EXPECT_EQ(one.answer.fetched_at, kStart);
  }
  EXPECT_THAT(told, ElementsAre(std::pair(1, 3), std::pair(2, 3), std::pair(3, 3)));
  EXPECT_EQ(calls_with("ok"), 3);
  EXPECT_EQ(metric("seohak_http_bytes_total"), 6);
  EXPECT_EQ(metric("seohak_breaker_open"), 0);
  EXPECT_THAT(metrics_.expose(), HasSubstr("seohak_http_seconds_count{source=\"test\"} 3"));
}

TEST_F(DriverTest, ReadsTheFileOfACallAndKnowsItByItsUrl) {
  options_.replay_route = "http://127.0.0.1:1";  // nobody listens: files are never asked for there
  options_.files_read_at = kStart - std::chrono::hours(1);
  Call recorded = call("recordings:///files/format", "format");
  recorded.file = std::filesystem::path(SEOHAK_SOURCE_DIR) / ".clang-format";
  Call missing = call("recordings:///files/gone", "gone");
  missing.file = "/nonexistent/gone.csv";
  const auto report = run({recorded, missing});
  ASSERT_TRUE(report) << report.error().message;
  ASSERT_EQ(taken_.size(), 1U);
  EXPECT_EQ(taken_[0].answer.url, "recordings:///files/format");
  EXPECT_THAT(taken_[0].answer.body, HasSubstr("BasedOnStyle"));
  EXPECT_EQ(taken_[0].answer.fetched_at, *options_.files_read_at);
  ASSERT_EQ(report->failed.size(), 1U);
  EXPECT_EQ(report->failed[0].error.code, Errc::not_found);
  EXPECT_THAT(report->failed[0].error.message, HasSubstr("cannot read /nonexistent/gone.csv"));
}

TEST_F(DriverTest, HandlesNoCallsAtAll) {
  const auto report = run({});
  ASSERT_TRUE(report);
  EXPECT_EQ(report->succeeded, 0);
}

TEST_F(DriverTest, KeepsToTheParallelLimitOfTheDataset) {
  limits_.parallel = 3;
  HttpServer server({Script{.body = "ok"}});
  ASSERT_TRUE(run(calls(server, 20)));
  EXPECT_LE(server.most_at_once(), 3);
  EXPECT_LE(server.connections(), 3);
}

TEST_F(DriverTest, KeepsToTheRateAlsoOverRuns) {
  limits_.per_second = 2;
  limits_.burst = 2;
  HttpServer server({Script{.body = "ok"}});
  ASSERT_TRUE(run(calls(server, 4)));
  ASSERT_TRUE(run(calls(server, 1)));
  ASSERT_EQ(taken_.size(), 5U);
  EXPECT_EQ(taken_[1].at, milliseconds(0));
  EXPECT_EQ(taken_[2].at, milliseconds(500));
  EXPECT_EQ(taken_[3].at, milliseconds(1000));
  EXPECT_EQ(taken_[4].at, milliseconds(1500));
}

TEST_F(DriverTest, AsksForThePagesThatFollow) {
  pages_ = 3;
  options_.in_plan_order = true;
  HttpServer server({Script{.body = "ok"}});
  const auto report = run(calls(server, 2));
  ASSERT_TRUE(report);
  EXPECT_EQ(report->succeeded, 6);
  std::vector<std::pair<std::string, int>> order;
  for (const Taken& one : taken_) order.emplace_back(one.label, one.page);
  using P = std::pair<std::string, int>;
  EXPECT_THAT(order, ElementsAre(P("0", 0), P("0", 1), P("0", 2), P("1", 0), P("1", 1), P("1", 2)));
}

TEST_F(DriverTest, HandsAnswersOverInPlanOrderWhenAsked) {
  options_.in_plan_order = true;
  options_.parallel = 4;
  // The first call fails once, so that the others are done before it.
  HttpServer server([failed = std::make_shared<std::atomic<bool>>(false)](const SeenRequest& seen) {
    if (seen.target == "/0" && !failed->exchange(true)) return Script{.status = 500};
    return Script{.status = seen.target == "/5" ? 404 : 200, .body = seen.target};
  });
  const auto report = run(calls(server, 9));
  ASSERT_TRUE(report);
  EXPECT_EQ(report->succeeded, 8);
  std::vector<std::string> order;
  for (const Taken& one : taken_) order.push_back(one.label);
  EXPECT_THAT(order, ElementsAre("0", "1", "2", "3", "4", "5", "6", "7", "8"));
}

TEST_F(DriverTest, ShowsNoSecretAnywhere) {
  HttpServer server({Script{.headers = {{"X-Echo", "got s3cret%2Fkey"}}, .body = "echo"}});
  Call made = call(server.url("/?authkey=" + std::string(kSecret) + "&day=1"));
  made.secret_parameters = {"authkey"};
  made.headers = {{"Authorization", "Bearer tok3n"}};
  limits_.attempts = 1;
  const auto report = run({made});
  ASSERT_TRUE(report);
  ASSERT_EQ(report->failed.size(), 1U);
  ASSERT_EQ(taken_.size(), 1U);
  EXPECT_EQ(taken_[0].answer.url, server.url("/?authkey=***&day=1"));
  EXPECT_EQ(taken_[0].answer.header("x-echo"), "got ***");
  EXPECT_THAT(report->failed[0].error.message, HasSubstr("bad key *** or *** of ***"));
  EXPECT_THAT(metrics_.expose(), Not(HasSubstr("s3cret")));
  EXPECT_EQ(server.requests()[0].target, "/?authkey=s3cret%2Fkey&day=1");
}

TEST_F(DriverTest, ReplaysOverARoute) {
  HttpServer server([](const SeenRequest& seen) {
    if (seen.target.find("missing") != std::string::npos) return Script{.status = 404};
    return Script{.headers = {{"X-Seohak-Recorded-At", "2024-11-26T02:10:00Z"}}, .body = "rec"};
  });
  options_.replay_route = server.url();
  options_.wait = nullptr;
  limits_.per_second = 0.001;
  const auto report = run({call("https://Real.example/a?b=c"), call("https://real.example/d"),
                           call("https://real.example/missing")});
  ASSERT_TRUE(report);
  EXPECT_EQ(report->succeeded, 2);
  ASSERT_EQ(taken_.size(), 2U);
  EXPECT_THAT(taken_[0].answer.url, testing::StartsWith("https://"));
  EXPECT_EQ(format(taken_[0].answer.fetched_at), "2024-11-26T02:10:00Z");
  EXPECT_EQ(taken_[0].answer.header("X-Seohak-Recorded-At"), "");
  ASSERT_EQ(report->failed.size(), 1U);
  EXPECT_THAT(report->failed[0].error.message,
              HasSubstr("no recording of https://real.example/missing"));
  std::vector<std::string> targets;
  for (const SeenRequest& seen : server.requests()) {
    targets.push_back(seen.target);
    EXPECT_EQ(seen.header("X-Seohak-Clock"), "2026-04-13T00:00:00Z");
  }
  EXPECT_THAT(targets, testing::UnorderedElementsAre("/real.example/a?b=c", "/real.example/d",
                                                     "/real.example/missing"));
}

TEST_F(DriverTest, TellsAReplayRouteTheCallsOwnClock) {
  HttpServer server({Script{.headers = {{"X-Seohak-Recorded-At", "2026-02-03T00:35:20Z"}}}});
  options_.replay_route = server.url();
  std::vector<Call> asked = {call("https://real.example/a"), call("https://real.example/b")};
  asked[0].clock = parse_instant("2026-02-03T00:35:20Z").value();
  const auto report = run(asked);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->succeeded, 2);
  std::vector<std::string> clocks;
  for (const SeenRequest& seen : server.requests())
    clocks.push_back(seen.target + " " + std::string(seen.header("X-Seohak-Clock")));
  EXPECT_THAT(clocks, testing::UnorderedElementsAre("/real.example/a 2026-02-03T00:35:20Z",
                                                    "/real.example/b 2026-04-13T00:00:00Z"));
}

TEST_F(DriverTest, StopsWhenTheHandlerFails) {
  HttpServer server({Script{.body = "ok"}});
  handled_ = [] { return Result<void>(fail(Errc::no_space, "landing: no space left")); };
  const auto report = run(calls(server, 10));
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, Errc::no_space);
  EXPECT_EQ(taken_.size(), 1U);
}

TEST_F(DriverTest, StopsWithinATenthOfASecond) {
  HttpServer server({Script{.silent = true}});
  std::chrono::steady_clock::time_point asked;
  std::thread stopper([&] {
    server.wait_for_requests(2);
    asked = std::chrono::steady_clock::now();
    stop_.request_stop();
  });
  const auto report = run(calls(server, 2));
  const auto ended = std::chrono::steady_clock::now();
  stopper.join();
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, Errc::cancelled);
  EXPECT_LT(ended - asked, milliseconds(500));  // 100 ms, and room for a busy machine
}

TEST_F(DriverTest, StopsWhileItWaits) {
  HttpServer server({Script{.status = 500}});
  options_.wait = [this](Duration) { stop_.request_stop(); };
  const auto report = run({call(server.url())});
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().message, "test: stopped on request; 0 of 1 calls were done");
}

TEST_F(DriverTest, RefusesABundleThatIsNotThere) {
  options_.ca_bundle = "/no/such/bundle.pem";
  const auto report = run({});
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, Errc::bad_config);
  EXPECT_THAT(report.error().message, HasSubstr("/no/such/bundle.pem"));
}

}  // namespace
}  // namespace seohak
