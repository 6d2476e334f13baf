#include "serve/name_search.h"

#include <algorithm>
#include <array>
#include <optional>

namespace seohak {
namespace {

// Keys by the order of Unicode's Hangul syllables: 19 initials, 21 vowels, 28 finals (the first is
// none), and of the compatibility jamo U+3131 to U+314E.
constexpr std::array<std::string_view, 19> kInitials = {
    "r", "R", "s", "e", "E", "f", "a", "q", "Q", "t", "T", "d", "w", "W", "c", "z", "x", "v", "g"};
constexpr std::array<std::string_view, 21> kVowels = {"k",  "o",  "i",  "O",  "j",  "p",  "u",
                                                      "P",  "h",  "hk", "ho", "hl", "y",  "n",
                                                      "nj", "np", "nl", "b",  "m",  "ml", "l"};
constexpr std::array<std::string_view, 28> kFinals = {
    "",   "r",  "R", "rt", "s",  "sw", "sg", "e", "f", "fr", "fa", "fq", "ft", "fx",
    "fv", "fg", "a", "q",  "qt", "t",  "T",  "d", "w", "c",  "z",  "x",  "v",  "g"};
constexpr std::array<std::string_view, 30> kConsonants = {
    "r",  "R", "rt", "s", "sw", "sg", "e", "E", "f", "fr", "fa", "fq", "ft", "fx", "fv",
    "fg", "a", "q",  "Q", "qt", "t",  "T", "d", "w", "W",  "c",  "z",  "x",  "v",  "g"};

constexpr char32_t kFirstSyllable = 0xAC00;
constexpr char32_t kLastSyllable = 0xD7A3;
constexpr char32_t kFirstJamo = 0x3131;
constexpr char32_t kFirstVowelJamo = 0x314F;
constexpr char32_t kLastJamo = 0x3163;

std::u32string characters(std::string_view text) {
  std::u32string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t length = lead < 0x80       ? 1
                               : lead >> 5 == 6  ? 2
                               : lead >> 4 == 14 ? 3
                               : lead >> 3 == 30 ? 4
                                                 : 0;
    if (length == 0 || at + length > text.size()) {
      ++at;
      continue;
    }
    char32_t character = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t next = 1; next < length; ++next)
      character = character << 6 | (static_cast<unsigned char>(text[at + next]) & 0x3FU);
    out += character;
    at += length;
  }
  return out;
}

char32_t lower(char32_t character) {
  return character >= 'A' && character <= 'Z' ? character + 32 : character;
}

bool is_syllable(char32_t character) {
  return character >= kFirstSyllable && character <= kLastSyllable;
}
bool is_hangul(char32_t character) {
  return is_syllable(character) || (character >= kFirstJamo && character <= kLastJamo);
}

std::string_view initial_of(char32_t syllable) {
  return kInitials[(syllable - kFirstSyllable) / (21 * 28)];
}

std::string keys_of(char32_t character) {
  if (is_syllable(character)) {
    const auto place = character - kFirstSyllable;
    std::string keys(initial_of(character));
    keys += kVowels[place / 28 % 21];
    keys += kFinals[place % 28];
    return keys;
  }
  if (character >= kFirstJamo && character < kFirstVowelJamo)
    return std::string(kConsonants[character - kFirstJamo]);
  if (character >= kFirstVowelJamo && character <= kLastJamo)
    return std::string(kVowels[character - kFirstVowelJamo]);
  return character < 0x80 ? std::string(1, static_cast<char>(lower(character))) : std::string();
}

/// Text as keys, and the character that each key belongs to.
struct Keyed {
  std::string keys;
  std::vector<std::size_t> character;  ///< of each key
  std::vector<bool> starts;            ///< whether a key is the first of its character
};

template <typename KeysOf>
Keyed keyed(const std::u32string& text, KeysOf keys) {
  Keyed out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::string part = keys(text[at]);
    out.keys += part;
    for (std::size_t key = 0; key < part.size(); ++key) {
      out.character.push_back(at);
      out.starts.push_back(key == 0);
    }
  }
  return out;
}

std::string initial_keys(char32_t character) {
  return is_syllable(character) ? std::string(initial_of(character)) : keys_of(character);
}

/// What was typed, in the forms it is compared in.
struct Typed {
  std::string keys;     ///< as keys of the Korean keyboard
  bool hangul = false;  ///< has Hangul: as a symbol or English name it was the wrong keyboard
  bool latin = false;   ///< has Latin letters: as a Korean name it was the wrong keyboard
};

struct Match {
  int tier = 0;  ///< the less, the better
  std::string_view field;
  std::size_t from = 0;
  std::size_t length = 0;
};

void better(std::optional<Match>& best, const Match& match) {
  if (!best || match.tier < best->tier) best = match;
}

/// Tiers go by two: a Korean match typed with Latin keys comes behind the same match as typed.
constexpr int kExact = 0;
constexpr int kSymbolStart = 4;
constexpr int kKoreanStart = 6;
constexpr int kInitialsStart = 8;
constexpr int kNameStart = 10;
constexpr int kNameWord = 12;
constexpr int kKoreanInside = 14;
constexpr int kInitialsInside = 16;
constexpr int kNameInside = 18;
/// Added to a symbol or English name that was typed with Hangul: behind initials.
constexpr int kOtherKeyboard = 9;

void match_symbol(const SearchName& name, const Typed& typed, std::optional<Match>& best) {
  const std::string symbol = korean_keys(name.symbol);
  if (!symbol.starts_with(typed.keys)) return;
  const int tier = symbol.size() == typed.keys.size() ? kExact : kSymbolStart;
  better(best, {tier + (typed.hangul ? kOtherKeyboard : 0), "symbol", 0, typed.keys.size()});
}

void match_name(const SearchName& name, const Typed& typed, std::optional<Match>& best) {
  const Keyed text = keyed(characters(name.name), keys_of);
  const std::size_t at = text.keys.find(typed.keys);
  if (at == std::string::npos) return;
  std::size_t word = at;
  while (word != std::string::npos && word > 0 && text.keys[word - 1] != ' ')
    word = text.keys.find(typed.keys, word + 1);
  const std::size_t from = word == std::string::npos ? at : word;
  const int tier = from == 0 ? kNameStart : word != std::string::npos ? kNameWord : kNameInside;
  better(best, {tier + (typed.hangul ? kOtherKeyboard : 0), "name", text.character[from],
                typed.keys.size()});
}

/// Matches at the start of a character; a half-typed last one counts.
void match_korean(const Keyed& text, const Typed& typed, int exact, int start, int inside,
                  std::optional<Match>& best) {
  for (std::size_t at = text.keys.find(typed.keys); at != std::string::npos;
       at = text.keys.find(typed.keys, at + 1)) {
    if (!text.starts[at]) continue;
    const bool whole = at == 0 && text.keys.size() == typed.keys.size();
    const std::size_t last = text.character[at + typed.keys.size() - 1];
    const int tier = whole ? exact : at == 0 ? start : inside;
    return better(
        best, {tier + typed.latin, "name_ko", text.character[at], last - text.character[at] + 1});
  }
}

std::optional<Match> match(const SearchName& name, const Typed& typed) {
  std::optional<Match> best;
  match_symbol(name, typed, best);
  if (!name.name_ko.empty()) {
    const std::u32string korean = characters(name.name_ko);
    match_korean(keyed(korean, keys_of), typed, kExact + 2, kKoreanStart, kKoreanInside, best);
    if (typed.keys.size() > 1)
      match_korean(keyed(korean, initial_keys), typed, kInitialsStart, kInitialsStart,
                   kInitialsInside, best);
  }
  if (!name.name.empty()) match_name(name, typed, best);
  return best;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

Typed read(std::string_view text) {
  Typed typed{korean_keys(text)};
  for (const char32_t character : characters(text)) {
    typed.hangul = typed.hangul || is_hangul(character);
    typed.latin = typed.latin || (lower(character) >= 'a' && lower(character) <= 'z');
  }
  return typed;
}

}  // namespace

std::string korean_keys(std::string_view text) { return keyed(characters(text), keys_of).keys; }

std::vector<SearchHit> search_names(std::span<const SearchName> names, std::string_view typed_text,
                                    std::size_t limit) {
  const Typed typed = read(trimmed(typed_text));
  if (typed.keys.empty()) return {};
  struct Found {
    Match match;
    std::size_t index;
  };
  std::vector<Found> found;
  for (std::size_t index = 0; index < names.size(); ++index) {
    if (const auto one = match(names[index], typed)) found.push_back({*one, index});
  }
  std::sort(found.begin(), found.end(), [&](const Found& a, const Found& b) {
    if (a.match.tier != b.match.tier) return a.match.tier < b.match.tier;
    const SearchName& left = names[a.index];
    const SearchName& right = names[b.index];
    if (left.market_cap != right.market_cap) return left.market_cap > right.market_cap;
    return left.symbol < right.symbol;
  });
  std::vector<SearchHit> hits;
  for (const Found& one : found) {
    if (hits.size() == limit) break;
    hits.push_back({one.index, one.match.field, one.match.from, one.match.length});
  }
  return hits;
}

}  // namespace seohak
