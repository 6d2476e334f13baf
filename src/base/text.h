#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace seohak {

/// Levenshtein distance in bytes.
std::size_t edit_distance(std::string_view a, std::string_view b);
/// The candidate with the smallest distance to `word`; empty when none is nearer than a third of
/// the word (at least 2).
std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);
/// Without blanks, tabs and line ends at both ends.
std::string_view trim(std::string_view text);
/// Parts between `separator`, trimmed; empty text gives no part.
std::vector<std::string> split(std::string_view text, char separator);
/// ASCII letters to lower case.
std::string to_lower(std::string_view text);
/// Equal but for the case of ASCII letters.
bool equal_ignoring_case(std::string_view a, std::string_view b);
/// Whether one of `names` is `name` but for the case of ASCII letters.
bool contains_ignoring_case(std::span<const std::string> names, std::string_view name);
/// Whether the bytes are well-formed UTF-8 (no surrogates, no overlong forms).
bool is_utf8(std::string_view text);
/// At most `bytes` bytes, cut at a character boundary, "…" appended when cut.
std::string shorten(std::string_view text, std::size_t bytes);
/// Without a leading UTF-8 byte-order mark.
std::string_view skip_bom(std::string_view text);
/// 1234567 -> "1,234,567".
std::string grouped(std::int64_t value);
/// How many there are of something: "1 file", "1,234 files".
std::string counted(std::int64_t value, std::string_view one, std::string_view many);
/// 0..15 of a hex digit of either case; -1 for any other character.
int hex_digit(char digit);
/// "a b" -> "a%20b": every byte but ASCII letters, digits and those of `plain`.
std::string percent_encoded(std::string_view text, std::string_view plain);
/// "a%20b" -> "a b"; a '%' that two hex digits do not follow stays as it is.
std::string percent_decoded(std::string_view text);
/// The text as a JSON string in quotes. Bytes that are not UTF-8 become U+FFFD.
std::string json_quoted(std::string_view text);
/// Appends json_quoted(text) to `out`.
void append_json_quoted(std::string& out, std::string_view text);

}  // namespace seohak
