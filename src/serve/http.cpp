#include "serve/http.h"

#include <algorithm>

#include "base/text.h"
#include "serve/json_writer.h"

namespace seohak {
namespace {

std::optional<std::string_view> find_value(const std::vector<QueryParameter>& list,
                                           std::string_view name) {
  const auto found = std::find_if(list.begin(), list.end(),
                                  [&](const QueryParameter& one) { return one.name == name; });
  if (found == list.end()) return std::nullopt;
  return found->value;
}

std::optional<std::string_view> find_header(const std::vector<Header>& headers,
                                            std::string_view name) {
  const auto found = std::find_if(headers.begin(), headers.end(), [&](const Header& header) {
    return equal_ignoring_case(header.name, name);
  });
  if (found == headers.end()) return std::nullopt;
  return found->value;
}

}  // namespace

std::optional<std::string_view> WebRequest::header(std::string_view name) const {
  return find_header(headers, name);
}

std::optional<std::string_view> WebRequest::parameter(std::string_view name) const {
  return find_value(query, name);
}

std::string_view WebRequest::path_parameter(std::string_view name) const {
  return find_value(path_parameters, name).value_or(std::string_view());
}

std::string_view WebResponse::header(std::string_view name) const {
  return find_header(headers, name).value_or(std::string_view());
}

WebResponse text_response(int status, std::string_view content_type, std::string body) {
  WebResponse response;
  response.status = status;
  response.headers.push_back({"Content-Type", std::string(content_type)});
  response.body = std::make_shared<const std::string>(std::move(body));
  return response;
}

WebResponse later() {
  WebResponse response;
  response.status = 0;
  return response;
}

bool is_later(const WebResponse& response) { return response.status == 0; }

WebResponse error_response(const Error& error) {
  JsonWriter json;
  json.begin_object().key("error").begin_object();
  json.key("code").text(to_string(error.code));
  json.key("message").text(error.message);
  json.end_object().end_object();
  WebResponse response = text_response(http_status(error.code), "application/json", json.take());
  if (error.retry_after) {
    response.headers.push_back({"Retry-After", std::to_string(error.retry_after->count())});
  }
  return response;
}

int http_status(Errc code) {
  switch (code) {
    case Errc::bad_request: return 400;
    case Errc::unauthorized: return 401;
    case Errc::forbidden: return 403;
    case Errc::not_found: return 404;
    case Errc::rate_limited: return 429;
    case Errc::timeout: return 504;
    case Errc::unavailable:
    case Errc::busy:
    case Errc::cancelled: return 503;
    case Errc::no_space: return 507;
    default: return 500;
  }
}

Result<std::string> percent_decode(std::string_view text, bool plus_is_blank) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    char c = text[at];
    if (c == '+' && plus_is_blank) c = ' ';
    if (c == '%') {
      const int high = at + 2 < text.size() ? hex_digit(text[at + 1]) : -1;
      const int low = at + 2 < text.size() ? hex_digit(text[at + 2]) : -1;
      if (high < 0 || low < 0) return fail(Errc::bad_request, "a % escape of the URL is broken");
      c = static_cast<char>(high * 16 + low);
      at += 2;
    }
    if (c == '\0') return fail(Errc::bad_request, "the URL holds a NUL character");
    decoded.push_back(c);
  }
  return decoded;
}

Result<std::vector<QueryParameter>> parse_query(std::string_view query) {
  std::vector<QueryParameter> parameters;
  while (!query.empty()) {
    const std::string_view part = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), part.size() + 1));
    if (part.empty()) continue;
    const std::size_t equals = std::min(part.find('='), part.size());
    std::string name = SEOHAK_TRY(percent_decode(part.substr(0, equals), true));
    std::string value =
        SEOHAK_TRY(percent_decode(part.substr(std::min(equals + 1, part.size())), true));
    parameters.push_back({std::move(name), std::move(value)});
  }
  return parameters;
}

Result<void> split_target(WebRequest& request) {
  std::string_view target = request.target;
  target = target.substr(0, target.find('#'));
  if (target.empty() || target.front() != '/') {
    return fail(Errc::bad_request, "the request target must be a path that starts with /");
  }
  const std::size_t mark = std::min(target.find('?'), target.size());
  request.path = SEOHAK_TRY(percent_decode(target.substr(0, mark), false));
  request.query = SEOHAK_TRY(parse_query(target.substr(std::min(mark + 1, target.size()))));
  return {};
}

}  // namespace seohak
