#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include <fmt/core.h>

namespace seohak {

enum class Lang : std::uint8_t { ko, en };

namespace detail {

/// Called while compiling only: a text lacks one of its languages, or has it in the wrong place.
void a_text_lacks_a_language();

/// Whether UTF-8 text holds a Hangul syllable.
constexpr bool has_hangul(std::string_view text) {
  for (const char c : text)
    if (static_cast<unsigned char>(c) >= 0xEA && static_cast<unsigned char>(c) <= 0xED) return true;
  return false;
}

constexpr void check_languages(std::string_view en, std::string_view ko) {
  if (en.empty() || has_hangul(en) || !has_hangul(ko)) a_text_lacks_a_language();
}

}  // namespace detail

/// One text in both languages, written side by side where it is said. A text without one of them
/// does not compile.
struct Text {
  std::string_view en;
  std::string_view ko;

  // Not explicit, so that `say({"done", "완료"})` reads as it speaks.
  consteval Text(std::string_view english, std::string_view korean) : en(english), ko(korean) {
    detail::check_languages(english, korean);
  }
  /// What is the same in both: command lines and names.
  static consteval Text both(std::string_view text) { return Text(text); }

  std::string_view in(Lang lang) const { return lang == Lang::ko ? ko : en; }

 private:
  consteval explicit Text(std::string_view text) : en(text), ko(text) {
    if (text.empty()) detail::a_text_lacks_a_language();
  }
};

/// One fmt format in both languages; both are checked against the arguments while compiling.
template <typename... Args>
struct FormatText {
  fmt::format_string<Args...> en;
  fmt::format_string<Args...> ko;

  template <std::size_t N, std::size_t M>
  consteval FormatText(const char (&english)[N], const char (&korean)[M])
      : en(english), ko(korean) {
    detail::check_languages(english, korean);
  }
};

inline std::string_view say(Lang lang, const Text& text) { return text.in(lang); }

/// The text in that language, with its arguments.
template <typename... Args>
requires(sizeof...(Args) > 0) std::string
    say(Lang lang, const FormatText<const std::type_identity_t<Args>&...>& text,
        const Args&... args) {
  return fmt::format(lang == Lang::ko ? text.ko : text.en, args...);
}

/// `--lang` among the arguments, else $SEOHAK__LANG, else the locale ($LC_ALL, $LC_MESSAGES,
/// $LANG): Korean for ko*, else English. Read before anything else, so that help is in it too.
Lang choose_language(int argc, const char* const* argv);

}  // namespace seohak
