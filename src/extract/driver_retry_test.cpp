#include <algorithm>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "extract/driver_fixture.h"

namespace seohak {
namespace {

using simulators::HttpServer;
using simulators::Script;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;

TEST_F(DriverTest, TriesAgainAfter500AndThenSucceeds) {
  HttpServer server({Script{.status = 500}, Script{.status = 503}, Script{.body = "ok"}});
  const auto report = run({call(server.url())});
  ASSERT_TRUE(report);
  EXPECT_EQ(report->succeeded, 1);
  EXPECT_EQ(report->retried, 2);
  ASSERT_EQ(taken_.size(), 1U);
  EXPECT_TRUE(taken_[0].ok);
  ASSERT_EQ(waits_.size(), 2U);
  EXPECT_LE(waits_[0], milliseconds(500));
  EXPECT_LE(waits_[1], milliseconds(1000));
  EXPECT_EQ(metric("seohak_http_retries_total"), 2);
  EXPECT_EQ(calls_with("unavailable"), 2);
}

TEST_F(DriverTest, GivesUpAfterTheLastTryAndHandsTheAnswerOver) {
  limits_.attempts = 3;
  HttpServer server({Script{.status = 500, .body = "oh"}});
  const auto report = run({call(server.url(), "2024-11-26")});
  ASSERT_TRUE(report);
  ASSERT_EQ(report->failed.size(), 1U);
  EXPECT_EQ(report->failed[0].error.code, Errc::unavailable);
  EXPECT_THAT(report->failed[0].error.message,
              testing::StartsWith("test rates 2024-11-26: HTTP 500"));
  EXPECT_THAT(report->failed[0].error.message, HasSubstr("(tried 3 times)"));
  ASSERT_EQ(taken_.size(), 1U);
  EXPECT_FALSE(taken_[0].ok);
  EXPECT_EQ(taken_[0].answer.body, "oh");
  EXPECT_EQ(server.requests().size(), 3U);
}

TEST_F(DriverTest, DoesNotTryAgainWhatIsFinal) {
  const std::map<int, Errc> finals = {{401, Errc::unauthorized},
                                      {403, Errc::refused},
                                      {404, Errc::not_found},
                                      {418, Errc::refused},
                                      {302, Errc::drifted}};
  for (const auto& [status, code] : finals) {
    HttpServer server({Script{.status = status}});
    const auto report = run({call(server.url())});
    ASSERT_TRUE(report);
    ASSERT_EQ(report->failed.size(), 1U) << status;
    EXPECT_EQ(report->failed[0].error.code, code) << status;
    EXPECT_EQ(server.requests().size(), 1U) << status;
  }
}

TEST_F(DriverTest, HonoursRetryAfterInSecondsForTheWholeSource) {
  limits_.parallel = 1;
  HttpServer server(
      {Script{.status = 429, .headers = {{"Retry-After", "17"}}}, Script{.body = "ok"}});
  ASSERT_TRUE(run(calls(server, 2)));
  ASSERT_EQ(taken_.size(), 2U);
  EXPECT_EQ(taken_[0].at, seconds(17));
  EXPECT_EQ(taken_[1].at, seconds(17));
  EXPECT_EQ(calls_with("rate_limited"), 1);
}

TEST_F(DriverTest, HonoursRetryAfterAsADate) {
  HttpServer server(
      {Script{.status = 503, .headers = {{"Retry-After", "Mon, 13 Apr 2026 00:00:42 GMT"}}},
       Script{.body = "ok"}});
  ASSERT_TRUE(run({call(server.url())}));
  ASSERT_EQ(taken_.size(), 1U);
  EXPECT_EQ(taken_[0].at, seconds(42));
}

TEST_F(DriverTest, BacksOffAfter429WithoutRetryAfter) {
  HttpServer server({Script{.status = 429}, Script{.body = "ok"}});
  const auto report = run({call(server.url())});
  ASSERT_TRUE(report);
  EXPECT_EQ(report->succeeded, 1);
  ASSERT_EQ(waits_.size(), 1U);
  EXPECT_GT(waits_[0], Duration::zero());
  EXPECT_LE(waits_[0], milliseconds(500));
}

TEST_F(DriverTest, DoesNotWaitLongerThanTheLongestWait) {
  limits_.parallel = 1;
  HttpServer server({Script{.status = 429, .headers = {{"Retry-After", "7200"}}}});
  const auto report = run(calls(server, 3));
  ASSERT_TRUE(report);
  ASSERT_EQ(report->failed.size(), 3U);
  for (const FailedCall& failed : report->failed) {
    EXPECT_EQ(failed.error.code, Errc::rate_limited);
    EXPECT_EQ(failed.error.retry_after, seconds(7200));
  }
  EXPECT_THAT(report->failed[2].error.message, HasSubstr("not called: the source asked to wait"));
  EXPECT_EQ(server.requests().size(), 1U);
  EXPECT_TRUE(waits_.empty());
}

TEST_F(DriverTest, TriesAgainAfterACutConnection) {
  HttpServer server({Script{.body = "0123456789", .cut_after = 3}, Script{.body = "0123456789"}});
  const auto report = run({call(server.url())});
  ASSERT_TRUE(report);
  ASSERT_EQ(taken_.size(), 1U);
  EXPECT_EQ(taken_[0].answer.body, "0123456789");
  EXPECT_EQ(report->retried, 1);
}

TEST_F(DriverTest, NamesTheCallWhenTheConnectionIsRefused) {
  limits_.attempts = 1;
  const std::string authority = "127.0.0.1:" + std::to_string(simulators::closed_port());
  const auto report = run({call("http://" + authority + "/x", "")});
  ASSERT_TRUE(report);
  ASSERT_EQ(report->failed.size(), 1U);
  EXPECT_EQ(report->failed[0].error.message,
            "test rates: connection refused at " + authority + "; is the network up?");
  EXPECT_TRUE(taken_.empty());
}

TEST_F(DriverTest, RestsOnceWhenTheSourceIsDownAndGoesOnWhenItIsBack) {
  limits_.parallel = 1;
  limits_.attempts = 2;
  options_.breaker_failures = 2;
  HttpServer server({Script{.status = 500}, Script{.status = 500}, Script{.body = "ok"}});
  const auto report = run(calls(server, 5));
  ASSERT_TRUE(report);
  EXPECT_EQ(report->failed.size() + static_cast<std::size_t>(report->succeeded), 5U);
  EXPECT_GE(report->succeeded, 3);
  EXPECT_GE(clock_.now() - kStart, seconds(60));
  EXPECT_LT(clock_.now() - kStart, seconds(62));
  EXPECT_EQ(metric("seohak_breaker_open"), 0);
}

TEST_F(DriverTest, StopsCallingASourceThatStaysDown) {
  limits_.parallel = 1;
  options_.breaker_failures = 3;
  HttpServer server({Script{.status = 500}});
  const auto report = run(calls(server, 100));
  ASSERT_TRUE(report);
  EXPECT_EQ(report->failed.size(), 100U);
  EXPECT_EQ(server.requests().size(), 4U);  // three until it opens, one after the rest
  EXPECT_EQ(metric("seohak_breaker_open"), 1);
  const auto found = std::ranges::find(report->failed, "50",
                                       [](const FailedCall& failed) { return failed.call.label; });
  ASSERT_NE(found, report->failed.end());
  const Error& last = found->error;
  EXPECT_EQ(last.code, Errc::unavailable);
  EXPECT_THAT(last.message, HasSubstr("not called: the source failed again and again"));
  EXPECT_EQ(last.retry_after, seconds(60));
  clock_.advance(seconds(61));
  ASSERT_TRUE(run(calls(server, 1)));
  EXPECT_EQ(server.requests().size(), 5U);
}

TEST_F(DriverTest, BackOffTakesNoTimeOnAReplayRouteWithAStandingClock) {
  HttpServer server(
      {Script{.status = 503, .headers = {{"Retry-After", "200"}}}, Script{.body = "ok"}});
  options_.replay_route = server.url();
  options_.wait = nullptr;
  const auto report = run({call("https://real.example/")});
  ASSERT_TRUE(report);
  EXPECT_EQ(report->succeeded, 1);
  EXPECT_EQ(clock_.now(), kStart);
}

}  // namespace
}  // namespace seohak
