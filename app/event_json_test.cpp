#include <gtest/gtest.h>

#include "observers.h"

namespace seohak {
namespace {

TEST(EventJson, KeepsTheWaitBeforeTheNextTry) {
  RunEvent event;
  event.kind = RunEvent::Kind::task_changed;
  event.task = "extract:cnn.graphdata";
  event.attempt = 2;
  event.state = TaskState::queued;
  event.retry_in = std::chrono::milliseconds(2500);
  const std::string line = event_json(event);
  EXPECT_NE(line.find(R"("retry_in_ms":2500)"), std::string::npos) << line;
  const auto read = parse_event(line);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->retry_in, event.retry_in);
  event.retry_in.reset();
  EXPECT_FALSE(parse_event(event_json(event))->retry_in);
}

TEST(EventJson, KeepsHowARunEnded) {
  RunEvent event;
  event.kind = RunEvent::Kind::run_ended;
  event.run_state = RunState::failed;
  event.exit_code = 75;
  const auto read = parse_event(event_json(event));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->run_state, RunState::failed);
  EXPECT_EQ(read->exit_code, 75);
}

}  // namespace
}  // namespace seohak
