#include "extract/exchange.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include "base/text.h"
#include "client/url.h"

namespace seohak {
namespace {

constexpr std::string_view kRecordedAt = "X-Seohak-Recorded-At";
constexpr std::size_t kShortestSecret = 4;  // less would mask half of a message

void add_secret(std::vector<std::string>& secrets, std::string value) {
  if (value.size() >= kShortestSecret) secrets.push_back(std::move(value));
}

void add_parameters(std::vector<std::string>& secrets, const Call& call, std::string_view rest) {
  rest = rest.substr(0, rest.find('#'));
  const std::size_t question = rest.find('?');
  if (question == std::string_view::npos) return;
  for (const std::string& part : split(rest.substr(question + 1), '&')) {
    const std::size_t equals = part.find('=');
    if (equals == std::string::npos) continue;
    const std::string_view name = std::string_view(part).substr(0, equals);
    if (!contains_ignoring_case(call.secret_parameters, name)) continue;
    add_secret(secrets, part.substr(equals + 1));
    add_secret(secrets, percent_decoded(std::string_view(part).substr(equals + 1)));
  }
}

/// Longest first, so that one that is part of another leaves nothing of it.
std::vector<std::string> secrets_of(const Call& call) {
  std::vector<std::string> secrets;
  if (const auto parts = split_url(call.url)) {
    add_secret(secrets, parts->user);
    add_parameters(secrets, call, parts->rest);
  }
  for (const Header& header : call.headers) {
    if (!is_secret_header(header.name, call.secret_headers)) continue;
    add_secret(secrets, header.value);
    if (const std::size_t blank = header.value.rfind(' '); blank != std::string::npos) {
      add_secret(secrets, header.value.substr(blank + 1));  // the token after "Bearer"
    }
  }
  std::ranges::sort(secrets, std::ranges::greater(), &std::string::size);
  return secrets;
}

std::string masked(std::string text, const std::vector<std::string>& secrets) {
  for (const std::string& secret : secrets) {
    for (std::size_t at = text.find(secret); at != std::string::npos; at = text.find(secret, at)) {
      text.replace(at, secret.size(), "***");
      at += 3;
    }
  }
  return text;
}

bool is_replayed(const Call& call, const DriverOptions& options) {
  return !options.replay_route.empty() && call.file.empty();
}

}  // namespace

HttpRequest request_of(const Call& call, const Limits& limits, const DriverOptions& options,
                       Instant now) {
  HttpRequest request;
  request.url = call.url;
  request.shown = masked_url(call);
  request.headers = call.headers;
  request.secret_headers = call.secret_headers;
  request.body = call.body;
  request.timeout = limits.timeout;
  if (!call.file.empty()) {
    request.url = file_url(call.file);
    request.shown = call.file.string();
    request.allow_file = true;
  }
  const auto parts = split_url(call.url);
  if (is_replayed(call, options) && parts) {
    request.url = options.replay_route + "/" + parts->authority + parts->rest;
    request.headers.push_back({"X-Seohak-Clock", format(call.clock.value_or(now))});
    request.redirects = 0;  // a recorded redirect must not lead to the real host
  }
  return request;
}

Result<Answer> answer_of(const Call& call, HttpResponse response, const DriverOptions& options,
                         Instant now) {
  Answer answer;
  answer.source = call.source;
  answer.dataset = call.dataset;
  answer.url = masked_url(call);
  answer.status = response.status;
  answer.headers = std::move(response.headers);
  answer.body = std::move(response.body);
  answer.fetched_at = call.file.empty() ? now : options.files_read_at.value_or(now);
  if (is_replayed(call, options)) {
    const std::string_view recorded = answer.header(kRecordedAt);
    if (recorded.empty() && answer.status == 404) {
      return fail(Errc::not_found,
                  fmt::format("no recording of {}; the recorded profile has only what "
                              "recordings/index.json lists",
                              answer.url));
    }
    if (const auto instant = parse_instant(recorded)) answer.fetched_at = *instant;
    std::erase_if(answer.headers, [](const Header& header) {
      return to_lower(header.name).starts_with("x-seohak-");
    });
  }
  const auto secrets = secrets_of(call);
  for (Header& header : answer.headers) header.value = masked(std::move(header.value), secrets);
  return answer;
}

std::string without_secrets(std::string text, const Call& call) {
  return masked(std::move(text), secrets_of(call));
}

std::string name_of(const Call& call) {
  std::string name = call.source + " " + call.dataset;
  if (!call.label.empty()) name += " " + call.label;
  if (call.page > 0) name += fmt::format(" page {}", call.page + 1);
  return name;
}

}  // namespace seohak
