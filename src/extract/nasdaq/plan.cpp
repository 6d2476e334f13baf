#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "extract/answer_text.h"
#include "extract/nasdaq/nasdaq.h"
#include "extract/nasdaq/screener.h"

namespace seohak {
namespace {

constexpr std::array<std::string_view, 3> kExchanges{"NASDAQ", "NYSE", "AMEX"};
// Without a browser's name and a language the host never answers.
constexpr std::string_view kBrowser =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 "
    "Safari/537.36";

}  // namespace

Result<std::vector<Call>> Nasdaq::plan(const Request& request) const {
  if (request.dataset != datasets()[0].name) return unknown_dataset(*this, request.dataset);
  std::vector<Call> calls;
  if (request.days.empty()) return calls;
  for (std::string_view exchange : kExchanges) {
    Call call;
    call.source = name();
    call.dataset = request.dataset;
    call.url = fmt::format(
        "{}/api/screener/stocks?tableonly=true&limit=25&offset=0&exchange={}&download=true",
        endpoint_, exchange);
    call.headers = {{"User-Agent", std::string(kBrowser)},
                    {"Accept", "application/json, text/plain, */*"},
                    {"Accept-Language", "en-US,en;q=0.9"}};
    call.label = exchange;
    calls.push_back(std::move(call));
  }
  return calls;
}

Result<void> Nasdaq::classify(const Answer& answer) const {
  auto status = classify_status(answer);
  if (status && is_html(answer))
    return fail(Errc::unavailable,
                fmt::format("a web page came in place of JSON: {}", first_words(answer.body)));
  // A refused request says why in the envelope, with 400 as with 200.
  if (!status && answer.status != 400) return status;
  auto screener = ScreenerAnswer::open(answer.body);
  if (!screener) return status ? Result<void>(fail(std::move(screener.error()))) : status;
  SEOHAK_TRY(screener->check_status());
  return status;
}

}  // namespace seohak
