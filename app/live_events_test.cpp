#include "live_events.h"

#include <gmock/gmock.h>

namespace seohak {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class LiveEventsTest : public ::testing::Test {
 protected:
  void tell(RunEvent::Kind kind, std::chrono::milliseconds at, std::int64_t done = 0) {
    RunEvent event;
    event.kind = kind;
    event.run = "r1";
    event.pipeline = "fear_greed";
    event.at = Instant{} + at;
    event.task = "load:cnn";
    event.done = done;
    event.total = 9;
    if (kind == RunEvent::Kind::log) event.text = "a line";
    live_.on_event(event);
  }
  std::string heard() { return feed_->take(); }

  Metrics metrics_;
  EventHub hub_{"b", metrics_};
  LiveEvents live_{hub_};
  std::shared_ptr<EventFeed> feed_ = *hub_.open("b-0");
};

TEST_F(LiveEventsTest, TellsRunsInTheFormOfTheJsonEvents) {
  heard();
  tell(RunEvent::Kind::run_started, std::chrono::milliseconds(0));
  EXPECT_EQ(heard(),
            "event: run\nid: b-1\ndata: {\"event\":\"run_started\",\"run\":\"r1\",\"pipeline\":"
            "\"fear_greed\",\"at\":\"1970-01-01T00:00:00Z\",\"task\":\"load:cnn\",\"try\":0,"
            "\"done\":0,\"total\":9}\n\n");
}

TEST_F(LiveEventsTest, TellsThatARunHasNewLinesFiveTimesASecondAtMost) {
  heard();
  for (int at = 0; at < 1000; at += 10)
    tell(RunEvent::Kind::log, std::chrono::milliseconds(at), at);
  const std::string all = heard();
  EXPECT_THAT(all, HasSubstr("event: log\nid: b-5\ndata: {\"event\":\"log\",\"run\":\"r1\","));
  EXPECT_THAT(all, HasSubstr("\"level\":\"info\",\"message\":\"\"}"));
  EXPECT_THAT(all, Not(HasSubstr("id: b-6\n")));
}

TEST_F(LiveEventsTest, TellsProgressFiveTimesASecondAtMost) {
  heard();
  for (int at = 0; at <= 1000; at += 10)
    tell(RunEvent::Kind::progress, std::chrono::milliseconds(at), at);
  const std::string all = heard();
  for (int at = 0; at <= 1000; at += 200)
    EXPECT_THAT(all, HasSubstr("\"done\":" + std::to_string(at) + ","));
  EXPECT_THAT(all, HasSubstr("id: b-6\n"));
  EXPECT_THAT(all, Not(HasSubstr("id: b-7\n")));
}

TEST_F(LiveEventsTest, TellsWhichTablesChanged) {
  heard();
  live_.on_change({7, {"meta.load", "raw_data.fx_rate_daily"}});
  EXPECT_EQ(heard(),
            "event: data\nid: b-1\ndata: {\"version\":7,\"tables\":[\"meta.load\","
            "\"raw_data.fx_rate_daily\"]}\n\n");
}

}  // namespace
}  // namespace seohak
