#include "serve/login_limit.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace seohak {
namespace {

/// An IPv6 address by its first 64 bits; any other text as it is.
std::string group_of(std::string_view peer) {
  constexpr std::size_t kPrefix = 8;
  std::array<char, sizeof(in6_addr)> bytes{};
  const std::string text(peer);
  return inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1 ? std::string(bytes.data(), kPrefix)
                                                              : text;
}

}  // namespace

Duration LoginLimit::take(std::string_view peer, Time now) {
  const std::lock_guard lock(mutex_);
  forget_rested(now);
  RateLimit& own = by_[group_of(peer)];
  const Duration wait = std::max(own.wait(rates_.peer, now), all_.wait(rates_.all, now));
  if (wait > Duration::zero()) return wait;
  own.take(rates_.peer, now);
  all_.take(rates_.all, now);
  return Duration::zero();
}

void LoginLimit::forgive(std::string_view peer) {
  const std::lock_guard lock(mutex_);
  by_.erase(group_of(peer));
}

void LoginLimit::forget_rested(Time now) {
  // One whose whole burst is free again is as good as unknown. The limit on all keeps the rest few.
  const RateLimit::Rate rested{.per_second = rates_.peer.per_second, .burst = 1};
  std::erase_if(
      by_, [&](const auto& entry) { return entry.second.wait(rested, now) == Duration::zero(); });
}

}  // namespace seohak
