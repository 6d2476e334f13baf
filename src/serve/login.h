#pragma once

#include <functional>
#include <mutex>
#include <string>

#include "base/clock.h"
#include "base/metrics.h"
#include "serve/login_limit.h"
#include "serve/router.h"
#include "serve/session_store.h"

namespace seohak {

/// The password's hash in force now; empty: there is none, so nobody gets in. Called from several
/// threads at once.
using PasswordHash = std::function<std::string()>;

/// Log-in by the one password of a home: POST /api/v1/login {"password"} gives a session cookie
/// (HttpOnly, SameSite=Strict, Secure when over TLS), POST /api/v1/logout {"everywhere"} ends it.
/// Attempts are limited, and one password is checked at a time, which bounds memory and leaves the
/// other workers free. Thread-safe; what it refers to outlives it.
class Login {
 public:
  struct Parts {
    SessionStore& sessions;
    PasswordHash password;
    const Clock& clock;  ///< the machine's
    Metrics& metrics;
    std::string proxy = {};  ///< as `GuardOptions::proxy`
    LoginRates rates = {};
  };
  explicit Login(Parts parts);

  /// Adds the two routes. This outlives the router.
  void add_routes(Router& router);
  /// Answers by the router's routes who has a session, others by 401, but for /healthz and the
  /// log-in itself. What no route answers, the web pages, anyone may have: they hold no data, and
  /// the log-in page is one of them. Both outlive the handler.
  Handler required(const Router& router);

 private:
  Result<WebResponse> log_in(const WebRequest& request);
  Result<WebResponse> log_out(const WebRequest& request);
  /// The hash that the password fits. Errors: unauthorized, rate_limited.
  Result<std::string> check_password(const WebRequest& request, const Secret& password);
  std::string cookie(const WebRequest& request, std::string_view id, Duration age) const;

  Parts parts_;
  LoginLimit limit_;
  std::mutex checking_;  ///< held while a password is checked
};

/// The two routes of a server that asks for no password: there is nothing at them.
void add_no_login(Router& router);

}  // namespace seohak
