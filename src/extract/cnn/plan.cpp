#include <algorithm>

#include <fmt/format.h>

#include "extract/answer_text.h"
#include "extract/cnn/cnn.h"
#include "extract/json.h"

namespace seohak {
namespace {

using std::chrono::sys_days;

// Older start dates answer with gaps or HTTP 500.
constexpr PlainDay kFirstDay{sys_days(std::chrono::year(2021) / 2 / 1)};
// Points are revised for some days.
constexpr int kRevisedDays = 10;
constexpr std::chrono::minutes kRestAfterRefusal{15};

// A bare or library User-Agent, or a missing Referer or Origin, is answered with 418.
std::vector<Header> page_headers() {
  return {{"User-Agent",
           "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
           "Chrome/124.0.0.0 Safari/537.36"},
          {"Referer", "https://edition.cnn.com/markets/fear-and-greed"},
          {"Origin", "https://edition.cnn.com"},
          {"Accept", "application/json, text/plain, */*"},
          {"Accept-Language", "en-US,en;q=0.9"}};
}

Result<void> check_headline(const JsonText& json) {
  simdjson::dom::element score;
  if (json.root()["fear_and_greed"]["score"].get(score) != simdjson::SUCCESS)
    return fail(Errc::drifted, "fear_and_greed.score is missing; was the field renamed?");
  double value = 0.0;
  if (score.get(value) != simdjson::SUCCESS || !(value >= 0.0 && value <= 100.0))
    return fail(Errc::drifted, fmt::format("fear_and_greed.score is {}, not a number from 0 to 100",
                                           json_text(score)));
  return {};
}

}  // namespace

Result<std::vector<Call>> Cnn::plan(const Request& request) const {
  if (request.dataset != datasets()[0].name) return unknown_dataset(*this, request.dataset);
  if (request.days.empty()) return std::vector<Call>{};
  const PlainDay first = std::max(request.days.from - kRevisedDays, kFirstDay);
  Call call;
  call.source = name();
  call.dataset = request.dataset;
  call.url = fmt::format("{}/index/fearandgreed/graphdata/{}", endpoint_, format(first));
  call.headers = page_headers();
  call.label = fmt::format("from {}", format(first));
  return std::vector<Call>{std::move(call)};
}

Result<void> Cnn::classify(const Answer& answer) const {
  if (auto status = classify_status(answer); !status) {
    Error error = std::move(status.error());
    if (error.code == Errc::rate_limited && !error.retry_after)
      error.retry_after = kRestAfterRefusal;
    return fail(std::move(error));
  }
  if (is_html(answer))
    return fail(Errc::refused,
                fmt::format("a web page came in place of JSON; the source or a proxy "
                            "bars this network: {}",
                            first_words(answer.body)));
  return check_headline(SEOHAK_TRY(JsonText::parse(answer.body)));
}

}  // namespace seohak
