#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "serve/http.h"

namespace seohak {

/// Whether a route's handler knows WebRequest::at_once.
enum class AtOnce { no, when_it_can };

/// Picks a handler by method and path. Build it first, then share it: `handle` is thread-safe.
class Router {
 public:
  /// `pattern`: "/api/v1/fx/{currency}"; a {name} stands for one segment that is not empty. A GET
  /// route answers HEAD too. Patterns are tried in the order they were added.
  void add(std::string_view method, std::string_view pattern, Handler handler,
           AtOnce at_once = AtOnce::no);
  /// Answers GET and HEAD of paths that no pattern fits (the single-page app).
  void set_fallback(Handler handler);
  /// The route's answer, `later()` when it is asked for at once of a handler that does not know
  /// how; 405 with Allow when only the method is wrong, else the fallback's or 404.
  WebResponse handle(const WebRequest& request) const;
  /// Whether a pattern, and not the fallback, fits the path of the request, whatever its method.
  bool has_route(const WebRequest& request) const;
  /// Patterns in order, for documents and tests.
  std::vector<std::string> patterns() const;

 private:
  struct Route {
    std::string method;
    std::string pattern;
    Handler handler;
    AtOnce at_once;
  };
  std::vector<Route> routes_;
  Handler fallback_;
};

/// 404 in the language of `?lang=`.
WebResponse nothing_at(const WebRequest& request);

}  // namespace seohak
