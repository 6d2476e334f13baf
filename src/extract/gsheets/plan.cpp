#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "extract/answer_text.h"
#include "extract/gsheets/gsheets.h"

namespace seohak {
namespace {

constexpr std::string_view kHowToShare =
    "share the sheet: Share > General access > Anyone with the link > Viewer, and check "
    "sources.gsheets.fear_greed_id";

bool is_id(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  });
}

bool is_tab(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Result<std::vector<Call>> GSheets::plan(const Request& request) const {
  if (request.dataset != datasets()[0].name) return unknown_dataset(*this, request.dataset);
  if (id_.empty())
    return fail(Errc::unauthorized,
                "no sheet is set; put the id or address of one shared by link into "
                "sources.gsheets.fear_greed_id, or leave the source out");
  if (!is_id(id_))
    return fail(Errc::bad_request,
                fmt::format("sources.gsheets.fear_greed_id \"{}\" is no sheet; use the part behind "
                            "/spreadsheets/d/ of its address, or the whole address",
                            shorten(id_, 80)));
  if (!is_tab(gid_))
    return fail(
        Errc::bad_request,
        fmt::format("sources.gsheets.fear_greed_gid \"{}\" is no tab; use the number behind "
                    "gid= of the sheet's address",
                    shorten(gid_, 80)));
  if (request.days.empty()) return std::vector<Call>{};
  Call call;
  call.source = name();
  call.dataset = request.dataset;
  call.url = fmt::format("{}/spreadsheets/d/{}/export?format=csv&gid={}", endpoint_, id_, gid_);
  call.headers = {{"Accept", "text/csv"}};
  call.label = "whole sheet";
  return std::vector<Call>{std::move(call)};
}

Result<void> GSheets::classify(const Answer& answer) const {
  if (answer.status == 401)
    return fail(Errc::unauthorized, fmt::format("the sheet is not public; {}", kHowToShare));
  if (answer.status == 403)
    return fail(Errc::refused,
                fmt::format("the sheet's owner or organisation forbids it; {}", kHowToShare));
  if (answer.status == 404 || answer.status == 400)
    return fail(Errc::not_found,
                "there is no such sheet or tab; check "
                "sources.gsheets.fear_greed_id and .fear_greed_gid");
  SEOHAK_TRY(classify_status(answer));
  if (is_html(answer))
    return fail(Errc::unauthorized,
                fmt::format("a sign-in page came in place of the sheet; {}", kHowToShare));
  if (trim(skip_bom(answer.body)).empty())
    return fail(Errc::drifted, "the sheet is empty; check sources.gsheets.fear_greed_gid");
  return {};
}

}  // namespace seohak
