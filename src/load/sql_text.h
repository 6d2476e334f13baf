#pragma once

#include <span>
#include <string>
#include <string_view>

namespace seohak {

/// An identifier in double quotes: `rank` -> `"rank"`.
std::string quote_name(std::string_view name);
/// A table name with its schema, each part quoted: `raw_data.x` -> `"raw_data"."x"`.
std::string quote_table(std::string_view table);
/// A string literal: `it's` -> `'it''s'`.
std::string quote_text(std::string_view text);
/// The names quoted and joined by ", ", each behind `prefix` ("s." for an alias).
std::string quote_list(std::span<const std::string> names, std::string_view prefix = {});
/// "raw_data" of "raw_data.x"; empty when the name has no schema.
std::string_view schema_of(std::string_view table);

}  // namespace seohak
