#pragma once

#include <string>
#include <string_view>

namespace seohak {

/// Columns that UTF-8 text takes on a terminal: Hangul and Han two, combining marks none.
std::size_t display_width(std::string_view text);
/// Text with blanks behind it up to that many columns; longer text stays as it is.
std::string padded(std::string_view text, std::size_t columns);
/// The text if it has at most so many columns, else as much of it as leaves one for "…".
std::string cut_to_width(std::string_view text, std::size_t columns);

}  // namespace seohak
