#include "extract/connector.h"

#include <algorithm>
#include <charconv>

#include <fmt/core.h>

#include "base/text.h"
#include "client/http_date.h"
#include "client/url.h"

namespace seohak {
namespace {

std::string masked_query(std::string_view query, const std::vector<std::string>& secret) {
  std::string masked;
  while (true) {
    const std::size_t end = query.find('&');
    const std::string_view part = query.substr(0, end);
    const std::string_view name = part.substr(0, part.find('='));
    if (contains_ignoring_case(secret, name)) {
      masked.append(name).append("=***");
    } else {
      masked.append(part);
    }
    if (end == std::string_view::npos) return masked;
    masked += '&';
    query.remove_prefix(end + 1);
  }
}

/// " (Content-Type text/html)": what a person wants to know of an answer that is no data.
std::string shape_of(const Answer& answer) {
  const std::string_view type = answer.header("Content-Type");
  return type.empty() ? "" : fmt::format(" ({})", shorten(type, 60));
}

}  // namespace

std::string_view Answer::header(std::string_view name) const {
  for (const Header& one : headers) {
    if (equal_ignoring_case(one.name, name)) return one.value;
  }
  return {};
}

std::optional<Call> Connector::next(const Call&, const Answer&) const { return std::nullopt; }

std::string masked_url(const Call& call) {
  const auto parts = split_url(call.url);
  std::string url = call.url;
  if (parts && !parts->user.empty()) {
    url = parts->scheme + "://***@" + parts->authority + parts->rest;
  }
  const std::size_t question = url.find('?');
  if (question == std::string::npos) return url;
  const std::size_t hash = std::min(url.find('#', question), url.size());
  const std::string_view query = std::string_view(url).substr(question + 1, hash - question - 1);
  return url.substr(0, question + 1) + masked_query(query, call.secret_parameters) +
         url.substr(hash);
}

Result<void> classify_status(const Answer& answer) {
  const int status = answer.status;
  if (status >= 200 && status < 300) return {};
  const auto failure = [&](Errc code, std::string_view words) {
    Error error{code, fmt::format("HTTP {}{}: {}", status, shape_of(answer), words)};
    if (is_retryable(code)) error.retry_after = retry_after(answer);
    return fail(std::move(error));
  };
  switch (status) {
    case 401: return failure(Errc::unauthorized, "the source does not accept the key; check it");
    case 403:
      return failure(Errc::refused, "the source refuses this client; is this network barred?");
    case 418:
      return failure(Errc::refused,
                     "the source takes this client for a robot; try from another network");
    case 404: return failure(Errc::not_found, "the source has nothing at this address");
    case 408: return failure(Errc::timeout, "the source waited too long for the request");
    case 429: return failure(Errc::rate_limited, "the source asks to call less often");
    default: break;
  }
  if (status >= 500) return failure(Errc::unavailable, "the source is in trouble; try again later");
  return failure(Errc::drifted, "not an answer that the source documents");
}

std::optional<std::chrono::seconds> retry_after(const Answer& answer) {
  const std::string_view text = trim(answer.header("Retry-After"));
  if (text.empty()) return std::nullopt;
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  constexpr std::int64_t kMost = 366LL * 86'400;
  if (end == text.data() + text.size()) {
    if (error == std::errc::result_out_of_range) return std::chrono::seconds(kMost);
    if (error == std::errc() && seconds >= 0) {
      return std::chrono::seconds(std::min(seconds, kMost));
    }
    return std::nullopt;
  }
  const auto date = parse_http_date(text);
  if (!date) return std::nullopt;
  const auto wait = std::chrono::ceil<std::chrono::seconds>(*date - answer.fetched_at);
  return std::clamp(wait, std::chrono::seconds(0), std::chrono::seconds(kMost));
}

}  // namespace seohak
