#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "client/rate_limit.h"

namespace seohak {

/// How often a password may be tried.
struct LoginRates {
  RateLimit::Rate peer{.per_second = 1.0 / 30, .burst = 5};  ///< by one address
  RateLimit::Rate all{.per_second = 1.0 / 10, .burst = 30};  ///< by all of them
};

/// Limits log-in attempts by address (of IPv6 its /64, which one subscriber has) and in all, so
/// that many addresses guess no faster. Thread-safe.
class LoginLimit {
 public:
  using Time = RateLimit::Time;
  explicit LoginLimit(LoginRates rates = {}) : rates_(rates) {}

  /// Zero: the attempt may go, and is counted; else how long to wait, and nothing is counted.
  Duration take(std::string_view peer, Time now);
  /// That address gave the right password: what it tried before counts no more for it.
  void forgive(std::string_view peer);

 private:
  void forget_rested(Time now);

  const LoginRates rates_;
  std::mutex mutex_;
  RateLimit all_;                                     // guarded by mutex_
  std::map<std::string, RateLimit, std::less<>> by_;  // by address; guarded by mutex_
};

}  // namespace seohak
