#include "extract/answer_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "base/fixed.h"
#include "base/text.h"

namespace seohak {

bool is_html(const Answer& answer) {
  const std::string type = to_lower(answer.header("Content-Type"));
  if (type.find("text/html") != std::string::npos) return true;
  const std::string_view body = trim(skip_bom(std::string_view(answer.body).substr(0, 512)));
  return body.starts_with('<') && !equal_ignoring_case(body.substr(0, 5), "<?xml");
}

std::string first_words(std::string_view body) {
  std::string words;
  for (char c : trim(skip_bom(body.substr(0, 512)))) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7F)
      words += c;
    else if (!words.empty() && words.back() != ' ')
      words += ' ';
  }
  return fmt::format("\"{}\"", shorten(words, 120));
}

std::optional<std::string_view> query_parameter(std::string_view url, std::string_view name) {
  const std::size_t question = url.find('?');
  if (question == std::string_view::npos) return std::nullopt;
  std::string_view query = url.substr(question + 1);
  query = query.substr(0, query.find('#'));
  while (true) {
    const std::string_view part = query.substr(0, query.find('&'));
    const std::size_t equals = part.find('=');
    if (equals != std::string_view::npos && part.substr(0, equals) == name)
      return part.substr(equals + 1);
    if (part.size() == query.size()) return std::nullopt;
    query.remove_prefix(part.size() + 1);
  }
}

Result<double> parse_real(std::string_view text, bool commas) {
  std::string_view plain = text;
  std::string kept;
  if (commas && text.find(',') != std::string_view::npos) {
    SEOHAK_TRY(parse_scaled(text, 0, true));  // the commas stand between groups of three
    kept = text;
    std::erase(kept, ',');
    plain = kept;
  }
  double value = 0.0;
  const char* begin = plain.data() + (plain.starts_with('+') ? 1 : 0);
  const auto [end, error] = std::from_chars(begin, plain.data() + plain.size(), value);
  if (plain.empty() || error != std::errc() || end != plain.data() + plain.size() ||
      !std::isfinite(value))
    return fail(Errc::bad_data, fmt::format("\"{}\" is not a number", shorten(text, 64)));
  return value;
}

Result<std::size_t> find_column(std::span<const std::string_view> header, std::string_view name) {
  for (std::size_t i = 0; i < header.size(); ++i)
    if (equal_ignoring_case(trim(header[i]), name)) return i;
  std::vector<std::string_view> present;
  for (std::string_view field : header)
    if (!trim(field).empty()) present.push_back(trim(field));
  return fail(Errc::drifted,
              fmt::format("there is no column \"{}\"; there are: {}", name,
                          shorten(fmt::format("{}", fmt::join(present, ", ")), 400)));
}

tl::unexpected<Error> unknown_dataset(const Connector& connector, std::string_view dataset) {
  std::vector<std::string_view> names;
  for (const Dataset& one : connector.datasets()) names.push_back(one.name);
  return fail(Errc::bad_request, fmt::format("{} has no dataset \"{}\"; it has: {}",
                                             connector.name(), dataset, fmt::join(names, ", ")));
}

}  // namespace seohak
