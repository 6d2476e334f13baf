#include "serve/event_hub.h"

#include <charconv>

#include <fmt/format.h>

#include "base/check.h"
#include "serve/parameters.h"

namespace seohak {
namespace {

/// How soon a browser connects again, in ms; also asked for by Retry-After when all places are
/// taken.
constexpr int kRetryMs = 2'000;
constexpr std::chrono::seconds kRetryWhenFull{10};

std::string event_text(std::string_view name, std::string_view id, std::string_view data) {
  return fmt::format("event: {}\nid: {}\ndata: {}\n\n", name, id, data);
}

}  // namespace

/// A place in the hub's events. `take` on one thread.
class EventHub::Stream final : public EventFeed {
 public:
  Stream(EventHub& hub, std::uint64_t seen, std::string greeting)
      : hub_(hub), seen_(seen), greeting_(std::move(greeting)) {}
  ~Stream() override { hub_.leave(*this); }

  std::string take() override {
    std::string part = std::exchange(greeting_, {});
    return part.empty() ? hub_.next_part(seen_) : part;
  }
  void on_ready(std::function<void()> wake) override {
    const std::lock_guard lock(hub_.mutex_);
    wake_ = std::move(wake);
  }
  /// With the hub's mutex held.
  void wake() const {
    if (wake_) wake_();
  }

 private:
  EventHub& hub_;
  std::uint64_t seen_;
  std::string greeting_;
  std::function<void()> wake_;  ///< guarded by the hub's mutex
};

EventHub::EventHub(std::string boot, Metrics& metrics, EventLimits limits)
    : boot_(std::move(boot)), metrics_(metrics), limits_(limits) {}

EventHub::~EventHub() { SEOHAK_CHECK(streams_.empty()); }

void EventHub::publish(std::string_view name, std::string_view data) {
  SEOHAK_CHECK(data.find('\n') == std::string_view::npos);
  const std::lock_guard lock(mutex_);
  kept_.push_back({std::string(name), event_text(name, id_of(++last_), data)});
  kept_bytes_ += kept_.back().text.size();
  while (kept_.size() > limits_.events || kept_bytes_ > limits_.event_bytes) {
    kept_bytes_ -= kept_.front().text.size();
    kept_.pop_front();
  }
  for (const Stream* stream : streams_) stream->wake();
}

Result<std::shared_ptr<EventFeed>> EventHub::open(std::string_view last_id) {
  const std::lock_guard lock(mutex_);
  if (streams_.size() >= static_cast<std::size_t>(limits_.streams))
    return fail({Errc::busy,
                 fmt::format("{} pages are open already; close one, or wait: this page asks again "
                             "by itself",
                             limits_.streams),
                 kRetryWhenFull});
  const std::optional<std::uint64_t> behind = known(last_id);
  const std::uint64_t seen = behind.value_or(last_);
  const bool gap = !last_id.empty() && !behind;
  // Shared with the answer that is copied on its way to the connection.
  auto stream = std::make_shared<Stream>(
      *this, seen,
      fmt::format("retry: {}\n{}", kRetryMs,
                  event_text(gap ? "reload" : "ready", id_of(seen), "{}")));
  streams_.insert(stream.get());
  metrics_.set("seohak_event_streams_open", {}, static_cast<double>(streams_.size()));
  return stream;
}

std::string EventHub::last_id() const {
  const std::lock_guard lock(mutex_);
  return id_of(last_);
}

std::string EventHub::id_of(std::uint64_t number) const {
  return fmt::format("{}-{}", boot_, number);
}

std::optional<std::uint64_t> EventHub::known(std::string_view id) const {
  if (!id.starts_with(boot_) || !id.substr(boot_.size()).starts_with('-')) return std::nullopt;
  const std::string_view digits = id.substr(boot_.size() + 1);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size() || number > last_)
    return std::nullopt;
  const std::uint64_t oldest = last_ - kept_.size();  // of what stands before the kept events
  return number >= oldest ? std::optional(number) : std::nullopt;
}

std::string EventHub::next_part(std::uint64_t& seen) {
  const std::lock_guard lock(mutex_);
  const std::uint64_t oldest = last_ - kept_.size();
  if (seen < oldest) {
    seen = last_;
    metrics_.count("seohak_events_sent_total", {{"event", "reload"}});
    return event_text("reload", id_of(seen), "{}");
  }
  std::string part;
  for (; seen < last_; ++seen) {
    const Event& event = kept_[static_cast<std::size_t>(seen - oldest)];
    if (!part.empty() && part.size() + event.text.size() > limits_.part_bytes) break;
    part += event.text;
    metrics_.count("seohak_events_sent_total", {{"event", event.name}});
  }
  return part;
}

void EventHub::leave(Stream& stream) {
  const std::lock_guard lock(mutex_);
  streams_.erase(&stream);
  metrics_.set("seohak_event_streams_open", {}, static_cast<double>(streams_.size()));
}

Handler event_stream(EventHub& hub) {
  return [&hub, rules = parameter_rules(kEventsParameters)](const WebRequest& request) {
    const Result<void> checked = check_parameters(rules, request);
    if (!checked) return error_response(checked.error());
    const auto header = request.header("Last-Event-ID");
    auto feed = hub.open(header ? *header : request.parameter("after").value_or(""));
    if (!feed) return error_response(feed.error());
    WebResponse response;
    response.headers.push_back({"Content-Type", "text/event-stream"});
    response.headers.push_back({"Cache-Control", "no-store"});
    response.headers.push_back({"X-Accel-Buffering", "no"});  // nginx would keep events back
    response.feed = *std::move(feed);
    return response;
  };
}

}  // namespace seohak
