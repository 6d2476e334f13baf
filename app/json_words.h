#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace simdjson::dom {
class element;
}

namespace seohak {

// The members of a JSON object that words a request. Errors: bad_request, naming the member.

/// Hands each member of the object that `body` is to `take`; ends with the first error.
Result<void> each_word(
    std::string_view body,
    const std::function<Result<void>(std::string_view key, const simdjson::dom::element& value)>&
        take);
Result<std::string> text_word(std::string_view key, const simdjson::dom::element& value);
Result<bool> flag_word(std::string_view key, const simdjson::dom::element& value);
/// A list of texts.
Result<std::vector<std::string>> name_words(std::string_view key,
                                            const simdjson::dom::element& value);

}  // namespace seohak
