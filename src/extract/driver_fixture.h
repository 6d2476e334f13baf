#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "extract/driver.h"
#include "simulators/http_server.h"

namespace seohak {

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

/// A driver on a clock that only its waits advance; keeps what the handler is given.
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
    limits_.timeout = std::chrono::seconds(20);
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

  std::vector<Call> calls(const simulators::HttpServer& server, int count) const {
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

}  // namespace seohak
