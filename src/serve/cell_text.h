#pragma once

#include <cstdint>
#include <string>

namespace arrow {
class Array;
}

namespace seohak {

class JsonWriter;

/// A cell that is not null as people and CSV readers see it: days as YYYY-MM-DD, instants RFC 3339,
/// decimals with all their digits, doubles as the shortest text that reads back equal; times of
/// day, intervals and bytes as DuckDB prints them ("12:30:00", "3 days", "\\xAB"), a day or instant
/// without end as "infinity"; lists, structs and maps as their JSON. Thread-safe.
std::string cell_text(const arrow::Array& cells, std::int64_t row);

/// The cell as JSON: integers and doubles as numbers, booleans, null, lists as arrays, structs as
/// objects, maps as arrays of {"key", "value"}, all else as its text. Thread-safe.
void write_cell(const arrow::Array& cells, std::int64_t row, JsonWriter& json);

}  // namespace seohak
