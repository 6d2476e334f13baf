#include "serve/event_hub.h"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "serve/http_server.h"
#include "serve/loopback_client.h"

namespace seohak {
namespace {

using seohak::testing::body_of;
using seohak::testing::RawConnection;
using seohak::testing::status_of;
using std::chrono::milliseconds;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kFresh = "retry: 2000\nevent: ready\nid: b-0\ndata: {}\n\n";

std::string event(std::string_view name, int number, std::string_view data) {
  return "event: " + std::string(name) + "\nid: b-" + std::to_string(number) +
         "\ndata: " + std::string(data) + "\n\n";
}

TEST(EventHub, HandsEveryEventToEveryStreamOnce) {
  Metrics metrics;
  EventHub hub("b", metrics);
  const auto first = *hub.open("");
  const auto second = *hub.open("");
  EXPECT_EQ(first->take(), kFresh);
  EXPECT_EQ(first->take(), "");
  hub.publish("data", "{\"n\":1}");
  hub.publish("run", "{\"n\":2}");
  EXPECT_EQ(first->take(), event("data", 1, "{\"n\":1}") + event("run", 2, "{\"n\":2}"));
  EXPECT_EQ(first->take(), "");
  EXPECT_EQ(second->take(), kFresh);
  EXPECT_EQ(second->take(), event("data", 1, "{\"n\":1}") + event("run", 2, "{\"n\":2}"));
  EXPECT_EQ(hub.last_id(), "b-2");
  EXPECT_EQ(metrics.value("seohak_event_streams_open", {}), 2);
  EXPECT_EQ(metrics.value("seohak_events_sent_total", {{"event", "data"}}), 2);
}

TEST(EventHub, GoesOnBehindAnIdOfItsOwn) {
  Metrics metrics;
  EventHub hub("b", metrics);
  hub.publish("data", "1");
  hub.publish("data", "2");
  const auto feed = *hub.open("b-1");
  EXPECT_THAT(feed->take(), HasSubstr("event: ready\nid: b-1\n"));
  EXPECT_EQ(feed->take(), event("data", 2, "2"));
}

TEST(EventHub, AsksForAReloadWhenItCannotGoOn) {
  Metrics metrics;
  EventHub hub("b", metrics, {.events = 2});
  for (int n = 1; n <= 4; ++n) hub.publish("data", "x");
  EXPECT_THAT((*hub.open("b-2"))->take(), HasSubstr("event: ready\nid: b-2\n"));
  for (const char* id :
       {"b-1", "b-0", "b-5", "b-", "b-2x", "b-99999999999999999999", "other-4", "b2", "4", "\xff"})
    EXPECT_THAT((*hub.open(id))->take(), HasSubstr("event: reload\nid: b-4\n")) << id;
  EXPECT_THAT((*hub.open(""))->take(), HasSubstr("event: ready\nid: b-4\n"));
}

TEST(EventHub, KeepsABoundedHistoryWhateverItsReadersDo) {
  Metrics metrics;
  EventHub hub("b", metrics, {.event_bytes = 1000});
  const auto slow = *hub.open("");
  slow->take();
  const std::string data(300, 'x');
  for (int n = 1; n <= 100; ++n) hub.publish("data", data);
  EXPECT_EQ(slow->take(), event("reload", 100, "{}"));
  EXPECT_EQ(slow->take(), "");
  hub.publish("data", std::string(2000, 'x'));
  EXPECT_EQ(slow->take(), event("reload", 101, "{}")) << "larger than all that may be kept";
}

TEST(EventHub, HandsOverInParts) {
  Metrics metrics;
  EventHub hub("b", metrics, {.part_bytes = 10});
  const auto feed = *hub.open("");
  feed->take();
  hub.publish("a", "1");
  hub.publish("a", "2");
  EXPECT_EQ(feed->take(), event("a", 1, "1"));
  EXPECT_EQ(feed->take(), event("a", 2, "2"));
}

TEST(EventHub, RefusesMoreStreamsThanItsLimitUntilOneGoes) {
  Metrics metrics;
  EventHub hub("b", metrics, {.streams = 1});
  auto first = *hub.open("");
  const auto refused = hub.open("");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::busy);
  EXPECT_EQ(refused.error().retry_after, std::chrono::seconds(10));
  first.reset();
  EXPECT_TRUE(hub.open(""));
  EXPECT_EQ(metrics.value("seohak_event_streams_open", {}), 0);
}

TEST(EventHub, WakesUntilToldNotTo) {
  Metrics metrics;
  EventHub hub("b", metrics);
  const auto feed = *hub.open("");
  std::atomic<int> woken = 0;
  feed->on_ready([&] { ++woken; });
  std::jthread publisher([&] {
    for (int n = 0; n < 100; ++n) hub.publish("data", "x");
  });
  publisher.join();
  EXPECT_EQ(woken, 100);
  feed->on_ready(nullptr);
  hub.publish("data", "x");
  EXPECT_EQ(woken, 100);
}

/// A hub served on a free port.
struct Served {
  explicit Served(EventLimits limits = {}, HttpServer::Options options = {})
      : hub("b", metrics, limits),
        server(options),
        port(server.listen_tcp({"127.0.0.1", 0}, event_stream(hub)).value()) {}

  RawConnection open(std::string_view more = "", std::string_view query = "") {
    auto connection = RawConnection::tcp(port);
    connection.send("GET /api/v1/events" + std::string(query) + " HTTP/1.1\r\nHost: x\r\n" +
                    std::string(more) + "\r\n");
    return connection;
  }
  /// Blocks until that many streams are open.
  void wait_for_streams(int count) {
    while (metrics.value("seohak_event_streams_open", {}) != count) std::this_thread::yield();
  }

  Metrics metrics;
  EventHub hub;
  HttpServer server;
  int port;
};

TEST(EventStreams, SendWhatIsPublished) {
  Served served;
  auto connection = served.open();
  const std::string head = connection.read_until("data: {}\n\n");
  EXPECT_THAT(head, HasSubstr("HTTP/1.1 200"));
  EXPECT_THAT(head, HasSubstr("Content-Type: text/event-stream"));
  EXPECT_THAT(head, HasSubstr("Cache-Control: no-store"));
  EXPECT_THAT(head, HasSubstr(kFresh));
  served.hub.publish("data", "{\"tables\":[]}");
  EXPECT_THAT(connection.read_until("[]}\n\n"), HasSubstr(event("data", 1, "{\"tables\":[]}")));
}

TEST(EventStreams, GoOnBehindTheHeaderOrTheQuery) {
  Served served;
  for (int n = 1; n <= 3; ++n) served.hub.publish("data", std::to_string(n));
  auto by_header = served.open("Last-Event-ID: b-1\r\n", "?after=b-0");
  EXPECT_THAT(by_header.read_until("data: 3\n\n"), HasSubstr("id: b-2\ndata: 2"));
  auto by_query = served.open("", "?after=b-2");
  const std::string last = by_query.read_until("data: 3\n\n");
  EXPECT_THAT(last, Not(HasSubstr("data: 2")));
  EXPECT_THAT(last, HasSubstr("data: 3"));
  auto foreign = served.open("Last-Event-ID: a-1\r\n");
  EXPECT_THAT(foreign.read_until("data: {}\n\n"), HasSubstr("event: reload\nid: b-3\n"));
}

TEST(EventStreams, RefuseAQueryTheyDoNotKnow) {
  Served served;
  EXPECT_EQ(status_of(served.open("", "?since=b-1").read_answer()), 400);
  EXPECT_EQ(status_of(served.open("", "?after=" + std::string(65, 'x')).read_answer()), 400);
}

TEST(EventStreams, NeedNoThreadOfTheHandlers) {
  HttpServer::Options options;
  options.threads = 1;
  Served served({}, options);
  std::vector<RawConnection> streams;
  streams.reserve(100);
  for (int n = 0; n < 100; ++n) streams.push_back(served.open());
  for (RawConnection& stream : streams) stream.read_until("data: {}\n\n");
  served.hub.publish("data", "to all");
  for (RawConnection& stream : streams)
    EXPECT_THAT(stream.read_until("to all\n\n"), HasSubstr("data: to all"));
}

TEST(EventStreams, BeatInASilence) {
  HttpServer::Options options;
  options.limits.event_silence = milliseconds(1);
  Served served({}, options);
  auto connection = served.open();
  EXPECT_THAT(connection.read_until("event: beat\ndata: {}\n\n"), HasSubstr("event: beat"));
}

TEST(EventStreams, BeyondTheLimitAreRefusedInTheFormOfErrors) {
  Served served({.streams = 1});
  auto first = served.open();
  first.read_until("data: {}\n\n");
  const std::string refused = served.open().read_answer();
  EXPECT_EQ(status_of(refused), 503);
  EXPECT_THAT(refused, HasSubstr("Retry-After: 10"));
  EXPECT_THAT(body_of(refused), HasSubstr(R"({"error":{"code":"busy","message":"1 pages)"));
}

TEST(EventStreams, GiveTheirPlaceBackWhenTheReaderLeavesOrSpeaks) {
  Served served({.streams = 1});
  {
    auto leaving = served.open();
    leaving.read_until("data: {}\n\n");
  }
  served.wait_for_streams(0);
  auto speaking = served.open();
  speaking.read_until("data: {}\n\n");
  speaking.send("GET / HTTP/1.1\r\n");
  served.wait_for_streams(0);
  EXPECT_EQ(status_of(served.open().read_until("\r\n")), 200);
}

TEST(EventStreams, CutAReaderThatTakesNothing) {
  HttpServer::Options options;
  options.limits.write_timeout = milliseconds(20);
  Served served({.event_bytes = 64U << 20U, .part_bytes = 64U << 20U}, options);
  auto stuck = served.open();
  stuck.read_until("data: {}\n\n");
  served.hub.publish("data", std::string(32U << 20U, 'x'));  // more than sockets take
  served.wait_for_streams(0);
}

TEST(EventStreams, TakeOnlyAHeadForHead) {
  Served served;
  auto connection = RawConnection::tcp(served.port);
  connection.send("HEAD /api/v1/events HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(connection.read_all(), Not(HasSubstr("event:")));
  EXPECT_EQ(served.metrics.value("seohak_event_streams_open", {}), 0);
}

TEST(EventStreams, EndAtOnceWhenTheServerStops) {
  Served served;
  auto connection = served.open();
  connection.read_until("data: {}\n\n");
  served.server.stop(std::chrono::hours(1));  // of drain, which is not waited for
  EXPECT_EQ(connection.read_all(), "\r\n");   // of the chunk that was read
}

}  // namespace
}  // namespace seohak
