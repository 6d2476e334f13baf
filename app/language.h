#pragma once

#include <string>
#include <string_view>

namespace seohak {

enum class Lang { ko, en };

/// One text in both languages.
struct Text {
  std::string_view en;
  std::string_view ko;
  std::string_view in(Lang lang) const { return lang == Lang::ko ? ko : en; }
};

/// `--lang` among the arguments, else $SEOHAK__LANG, else the locale ($LC_ALL, $LC_MESSAGES,
/// $LANG): Korean for ko*, else English. Read before anything else, so that help is in it too.
Lang choose_language(int argc, const char* const* argv);

}  // namespace seohak
