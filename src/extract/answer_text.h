#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "extract/connector.h"

namespace seohak {

/// Whether the body is a web page: by content type or by how it begins. XML that says `<?xml` is
/// none.
bool is_html(const Answer& answer);

/// The body's first words on one line, for a message: at most 120 bytes, quoted.
std::string first_words(std::string_view body);

/// Value of a query parameter as it stands in the URL; nullopt when absent.
std::optional<std::string_view> query_parameter(std::string_view url, std::string_view name);

/// Decimal text (also with exponent) -> double, nearest; thousands commas between groups of three
/// when `commas`. Errors: bad_data (malformed, infinite or NaN).
Result<double> parse_real(std::string_view text, bool commas = false);

/// Position of a header field by name, blanks and case ignored. Errors: drifted, naming the field
/// and those that are there.
Result<std::size_t> find_column(std::span<const std::string_view> header, std::string_view name);

/// bad_request for a dataset that the source does not have.
tl::unexpected<Error> unknown_dataset(const Connector& connector, std::string_view dataset);

}  // namespace seohak
