#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "serve/json_writer.h"

namespace seohak {

/// Writes the JSON Schema of a shape: `{name:shape …}`, `[shape]`, `=a|b` (one of these texts), or
/// one of text, day, instant, decimal (text), number, integer, boolean; a `?` behind it adds null.
/// Every member is required.
/// Errors: internal, with the place.
Result<void> write_schema(std::string_view shape, JsonWriter& json);

/// The OpenAPI 3.1 document of /api/v1; docs/openapi.json holds the same bytes.
std::string openapi_document(std::string_view version);

}  // namespace seohak
