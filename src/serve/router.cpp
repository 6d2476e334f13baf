#include "serve/router.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "serve/ask.h"

namespace seohak {
namespace {

/// The text up to the next '/', taken off `rest` together with the slash.
std::string_view next_segment(std::string_view& rest) {
  const std::string_view segment = rest.substr(0, rest.find('/'));
  rest.remove_prefix(std::min(rest.size(), segment.size() + 1));
  return segment;
}

/// The path as sent, so that a segment may hold an encoded slash; as given without a target.
std::string_view sent_path(const WebRequest& request) {
  if (request.target.empty()) return request.path;
  return std::string_view(request.target).substr(0, request.target.find('?'));
}

bool matches(std::string_view pattern, std::string_view path,
             std::vector<QueryParameter>& parameters) {
  parameters.clear();
  if (std::count(pattern.begin(), pattern.end(), '/') != std::count(path.begin(), path.end(), '/'))
    return false;
  while (!pattern.empty() || !path.empty()) {
    const std::string_view expected = next_segment(pattern);
    const std::string_view sent = next_segment(path);
    const bool named = expected.size() > 2 && expected.front() == '{';
    if (!named && sent == expected) continue;
    if (!named && sent.find('%') == std::string_view::npos) return false;  // the usual case
    const std::string segment = percent_decode(sent, false).value_or("");
    if (named ? segment.empty() : segment != expected) return false;
    if (named)
      parameters.push_back({std::string(expected.substr(1, expected.size() - 2)), segment});
  }
  return true;
}

bool answers(std::string_view route_method, std::string_view method) {
  return route_method == method || (route_method == "GET" && method == "HEAD");
}

/// Adds a method to the list "GET, HEAD", once: several patterns may match one path.
void allow(std::string& list, std::string_view method) {
  for (const std::string& known : split(list, ' ')) {
    if (known.substr(0, known.find(',')) == method) return;
  }
  list.append(list.empty() ? "" : ", ").append(method);
}

WebResponse method_not_allowed(const WebRequest& request, const std::string& allowed) {
  WebResponse response = error_response(
      {Errc::bad_request,
       fmt::format(fmt::runtime(in_language(request, "{0} does not take {1}; use {2}",
                                            "{0}에는 {1} 요청을 할 수 없습니다. {2}만 됩니다")),
                   request.path, request.method, allowed)});
  response.status = 405;
  response.headers.push_back({"Allow", allowed});
  return response;
}

}  // namespace

void Router::add(std::string_view method, std::string_view pattern, Handler handler,
                 AtOnce at_once) {
  routes_.push_back({std::string(method), std::string(pattern), std::move(handler), at_once});
}

void Router::set_fallback(Handler handler) { fallback_ = std::move(handler); }

WebResponse Router::handle(const WebRequest& request) const {
  std::string allowed;
  std::vector<QueryParameter> parameters;
  for (const Route& route : routes_) {
    if (!matches(route.pattern, sent_path(request), parameters)) continue;
    if (answers(route.method, request.method)) {
      if (request.at_once && route.at_once == AtOnce::no) return later();
      if (parameters.empty()) return route.handler(request);
      WebRequest routed = request;
      routed.path_parameters = std::move(parameters);
      return route.handler(routed);
    }
    allow(allowed, route.method);
    if (route.method == "GET") allow(allowed, "HEAD");
  }
  if (!allowed.empty()) return method_not_allowed(request, allowed);
  if (fallback_ && !answers("GET", request.method)) return method_not_allowed(request, "GET, HEAD");
  if (fallback_ && request.at_once) return later();
  if (fallback_) return fallback_(request);
  return nothing_at(request);
}

bool Router::has_route(const WebRequest& request) const {
  std::vector<QueryParameter> unused;
  return std::any_of(routes_.begin(), routes_.end(), [&](const Route& route) {
    return matches(route.pattern, sent_path(request), unused);
  });
}

std::vector<std::string> Router::patterns() const {
  std::vector<std::string> all;
  for (const Route& route : routes_) all.push_back(route.pattern);
  return all;
}

WebResponse nothing_at(const WebRequest& request) {
  return error_response(
      {Errc::not_found, fmt::format(fmt::runtime(in_language(request, "there is nothing at {}",
                                                             "이 주소에는 아무것도 없습니다: {}")),
                                    request.path)});
}

}  // namespace seohak
