#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace seohak {

/// A security as people look for it.
struct SearchName {
  std::string symbol;
  std::string name;       ///< English; may be empty
  std::string name_ko;    ///< Korean; may be empty
  double market_cap = 0;  ///< USD; the greater comes first among equal matches
};

/// One that matches, and where: `length` characters from `from` of `field`.
struct SearchHit {
  std::size_t index = 0;   ///< in the names given
  std::string_view field;  ///< symbol, name or name_ko
  std::size_t from = 0;    ///< in Unicode characters
  std::size_t length = 0;
};

/// The `limit` best matches of what a person typed, best first: by symbol, English or Korean name,
/// the initials of a Korean name (ㅌㅅㄹ), half-typed syllables (텟), and any of these typed with
/// the keyboard in the other language (ㅅ니ㅁ, xptmffk). Case and outer blanks do not count; an
/// empty text matches nothing. Thread-safe.
std::vector<SearchHit> search_names(std::span<const SearchName> names, std::string_view typed,
                                    std::size_t limit);

/// The keys of the Korean standard keyboard (KS X 5002) that type a text: 테슬라 -> xptmffk. What
/// is no Hangul stays, in lower case. Text that is not UTF-8 loses its broken bytes.
std::string korean_keys(std::string_view text);

}  // namespace seohak
