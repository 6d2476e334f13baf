#include <fmt/format.h>

#include "base/text.h"
#include "extract/answer_text.h"
#include "extract/ecb/ecb.h"

namespace seohak {

Result<std::vector<Call>> Ecb::plan(const Request& request) const {
  const bool history = request.dataset == datasets()[0].name;
  if (!history && request.dataset != datasets()[1].name)
    return unknown_dataset(*this, request.dataset);
  if (request.days.empty()) return std::vector<Call>{};
  Call call;
  call.source = name();
  call.dataset = request.dataset;
  call.url = fmt::format("{}/stats/eurofxref/{}", endpoint_,
                         history ? "eurofxref-hist.zip" : "eurofxref-hist-90d.xml");
  call.headers = {{"Accept", history ? "application/zip" : "application/xml, text/xml"}};
  call.label = history ? "archive" : "last 90 days";
  return std::vector<Call>{std::move(call)};
}

Result<void> Ecb::classify(const Answer& answer) const {
  SEOHAK_TRY(classify_status(answer));
  if (is_html(answer))
    return fail(Errc::drifted,
                fmt::format("a web page came in place of the rates: {}", first_words(answer.body)));
  const std::string_view body = trim(skip_bom(answer.body));
  if (body.empty()) return fail(Errc::unavailable, "the answer is empty; try again later");
  if (answer.body.starts_with("PK\x03\x04")) return {};
  if (!body.starts_with("<?xml"))
    return fail(Errc::drifted, fmt::format("neither a ZIP archive nor XML: {}", first_words(body)));
  if (!body.ends_with("</gesmes:Envelope>"))
    return fail(Errc::unavailable, "the XML is cut short; try again later");
  return {};
}

}  // namespace seohak
