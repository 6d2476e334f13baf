#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <simdjson.h>

#include "base/result.h"

namespace seohak {

/// A parsed JSON text with its memory. Include from .cpp files only: the library's header is heavy.
class JsonText {
 public:
  /// Takes a leading byte-order mark. Errors: unavailable when the text looks like JSON that was
  /// cut short, else drifted; both with the text's first words.
  static Result<JsonText> parse(std::string_view text);
  /// Valid as long as this object.
  simdjson::dom::element root() const { return root_; }

 private:
  std::unique_ptr<simdjson::dom::parser> parser_;
  simdjson::dom::element root_;
};

/// Compact text of an element.
std::string json_text(simdjson::dom::element element);

}  // namespace seohak
