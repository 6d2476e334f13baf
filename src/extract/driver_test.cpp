#include "extract/driver.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <map>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulators/http_server.h"

namespace seohak {
namespace {

using simulators::HttpServer;
using simulators::Script;
using simulators::SeenRequest;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kSecret = "s3cret%2Fkey";

/// A source of one dataset whose limits and paging the test sets.
class TestConnector : public Connector {
 public:
  explicit TestConnector(Limits limits)
      : datasets_{Dataset{.name = "rates", .tables = {}, .limits = limits, .freshness = {}}} {}
  std::string_view name() const override { return "test"; }
  std::span<const Dataset> datasets() const override { return datasets_; }
  Result<std::vector<Call>> plan(const Request&) const override { return std::vector<Call>(); }
  std::optional<Call> next(const Call& call, const Answer&) const override {
    if (call.page + 1 >= pages) return std::nullopt;
    Call page = call;
    ++page.page;
    return page;
  }
  Result<void> classify(const Answer& answer) const override {
    if (answer.body == "echo") {
      return fail(Errc::drifted, "bad key s3cret/key or s3cret%2Fkey of tok3n");
    }
    return classify_status(answer);
  }
  Result<void> parse(const Answer&, RowSink&) const override { return {}; }

  int pages = 1;

 private:
  std::vector<Dataset> datasets_;
};

class DriverTest : public testing::Test {
 protected:
  struct Taken {
    std::string label;
    int page = 0;
    Answer answer;
    bool ok = false;
    Duration at{};
  };

  DriverTest() {
    limits_.per_second = 0;
    limits_.parallel = 8;
    limits_.timeout = seconds(20);
    options_.jitter_seed = 1;
    options_.wait = [this](Duration wait) {
      waits_.push_back(wait);
      clock_.advance(wait);
    };
  }

  Call call(const std::string& url, const std::string& label = "one") const {
    Call made;
    made.source = "test";
    made.dataset = "rates";
    made.url = url;
    made.label = label;
    return made;
  }

  std::vector<Call> calls(const HttpServer& server, int count) const {
    std::vector<Call> made;
    for (int n = 0; n < count; ++n) {
      made.push_back(call(server.url("/" + std::to_string(n)), std::to_string(n)));
    }
    return made;
  }

  Result<DriveReport> run(std::vector<Call> calls) {
    if (!driver_) driver_ = std::make_unique<Driver>(options_, clock_, metrics_);
    TestConnector connector(limits_);
    connector.pages = pages_;
    const AnswerHandler keep = [this](const Call& made, const Answer& answer, bool ok) {
      taken_.push_back({made.label, made.page, answer, ok, clock_.now() - kStart});
      return handled_ ? handled_() : Result<void>();
    };
    return driver_->run(connector, std::move(calls), keep, progress_, stop_.get_token());
  }

  double calls_with(const std::string& outcome) const {
    return metrics_.value("seohak_http_calls_total", {{"source", "test"}, {"outcome", outcome}});
  }
  double metric(const std::string& name) const {
    return metrics_.value(name, {{"source", "test"}});
  }

  static constexpr Instant kStart{std::chrono::sys_days(std::chrono::year(2026) / 4 / 13)};
  FakeClock clock_{kStart};
  Metrics metrics_;
  Limits limits_;
  DriverOptions options_;
  int pages_ = 1;
  std::vector<Taken> taken_;
  std::vector<Duration> waits_;
  std::function<Result<void>()> handled_;
  DriveProgress progress_;
  std::stop_source stop_;
  std::unique_ptr<Driver> driver_;
};

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
