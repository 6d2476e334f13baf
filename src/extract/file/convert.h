#pragma once

#include <string_view>

#include "extract/file/mapping.h"
#include "extract/row_sink.h"

namespace seohak {

/// Sets a column of the present row from a file's text, by the column's type and the mapping's
/// formats. "N/A", "null" and "-" are null where the column may be. Errors: bad_data, why the text
/// is no such value.
Result<void> set_from_text(RowWriter& rows, std::size_t column, std::string_view text,
                           const FileMapping& mapping);

/// An instant by the mapping's format and zone, shifted to the start of its bar. Errors: bad_data.
Result<Instant> parse_time_by(std::string_view text, const FileMapping& mapping);

/// A date by a format of YYYY, MM, DD; a time of midnight behind it is no matter. Errors: bad_data.
Result<PlainDay> parse_day_by(std::string_view text, std::string_view format);

}  // namespace seohak
