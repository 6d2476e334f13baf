#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "extract/answer_text.h"
#include "extract/eximbank/eximbank.h"
#include "extract/json.h"

namespace seohak {
namespace {

using simdjson::SUCCESS;
using simdjson::dom::element;

/// The key goes into the query as it is, so it may hold only what a query need not escape.
bool is_key(std::string_view key) {
  return std::ranges::all_of(key, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-._~").find(c) != std::string_view::npos;
  });
}

/// The code 1 to 4 that every row (or a lone object) repeats.
Result<void> check_code(std::int64_t code, Instant fetched_at) {
  switch (code) {
    case 1: return {};
    case 2:
      return fail(Errc::bad_request,
                  "the bank does not know data=AP01 at this address (result 2); "
                  "check sources.eximbank.endpoints.oapi");
    case 3:
      return fail(Errc::unauthorized,
                  "the bank does not accept the key (result 3); get a new one at "
                  "https://www.koreaexim.go.kr (Open API) and set sources.eximbank.key");
    case 4: {
      const PlainDay tomorrow = day_in(Zone::seoul, fetched_at) + 1;
      const auto wait =
          std::chrono::ceil<std::chrono::seconds>(start_of(Zone::seoul, tomorrow) - fetched_at);
      return fail(Error{Errc::rate_limited,
                        "today's 1,000 calls of the key are used up (result 4); it answers again "
                        "from midnight in Seoul",
                        wait});
    }
    default:
      return fail(Errc::drifted,
                  fmt::format("result is {}, which the bank does not document", code));
  }
}

Result<void> check_result(element row, Instant fetched_at) {
  std::int64_t code = 0;
  if (row.is_null()) return {};  // a null row is for quarantine
  if (row["result"].get(code) != SUCCESS)
    return fail(Errc::drifted, fmt::format("the field result is missing or no number in {}",
                                           first_words(json_text(row))));
  return check_code(code, fetched_at);
}

}  // namespace

Result<std::vector<Call>> Eximbank::plan(const Request& request) const {
  if (request.dataset != datasets()[0].name) return unknown_dataset(*this, request.dataset);
  if (key_.empty())
    return fail(Errc::unauthorized,
                "no key is set; get one free of charge at https://www.koreaexim.go.kr (Open API) "
                "and set sources.eximbank.key in secrets.toml or SEOHAK__SOURCES__EXIMBANK__KEY");
  if (!is_key(key_.reveal()))
    return fail(Errc::unauthorized,
                "sources.eximbank.key has characters that no key of the bank has; copy it again");
  std::vector<Call> calls;
  for (PlainDay day = request.days.from; day < request.days.to; ++day) {
    if (is_weekend(day)) continue;
    Call call;
    call.source = name();
    call.dataset = request.dataset;
    call.url =
        fmt::format("{}/site/program/financial/exchangeJSON?authkey={}&searchdate={}&data=AP01",
                    endpoint_, key_.reveal(), format_compact(day));
    call.headers = {{"Accept", "application/json"}};
    call.secret_parameters = {"authkey"};
    call.label = format(day);
    calls.push_back(std::move(call));
  }
  return calls;
}

Result<void> Eximbank::classify(const Answer& answer) const {
  SEOHAK_TRY(classify_status(answer));
  const std::string_view body = trim(skip_bom(answer.body));
  if (body.empty() || body == "null") return {};  // no fixing: a holiday, or not yet 11:00
  if (is_html(answer))
    return fail(Errc::unavailable,
                fmt::format("a web page came in place of JSON (maintenance, or the bank's old "
                            "address; see sources.eximbank.endpoints.oapi): {}",
                            first_words(body)));
  const JsonText json = SEOHAK_TRY(JsonText::parse(body));
  simdjson::dom::array rows;
  if (json.root().get(rows) == SUCCESS) {
    for (element row : rows) SEOHAK_TRY(check_result(row, answer.fetched_at));
    return {};
  }
  if (!json.root().is_object())
    return fail(Errc::drifted, fmt::format("neither a list nor an object: {}", first_words(body)));
  SEOHAK_TRY(check_result(json.root(), answer.fetched_at));
  return fail(Errc::drifted, "one object came in place of a list of currencies");
}

}  // namespace seohak
