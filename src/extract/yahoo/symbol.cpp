#include "extract/yahoo/symbol.h"

namespace seohak {

std::string yahoo_symbol(std::string_view symbol) {
  const std::size_t mark = symbol.find_first_of("/^", 1);
  if (mark == std::string_view::npos) return std::string(symbol);
  const std::string root(symbol.substr(0, mark));
  const std::string_view rest = symbol.substr(mark + 1);
  if (symbol[mark] == '^') return root + "-P" + std::string(rest);
  if (rest == "WS") return root + "-WT";
  if (rest == "U") return root + "-UN";
  return root + "-" + std::string(rest);
}

std::string nasdaq_symbol(std::string_view yahoo) {
  const std::size_t mark = yahoo.find('-', 1);
  if (mark == std::string_view::npos || yahoo.starts_with('^') || yahoo.ends_with("=X"))
    return std::string(yahoo);
  const std::string root(yahoo.substr(0, mark));
  const std::string_view rest = yahoo.substr(mark + 1);
  if (rest == "WT") return root + "/WS";
  if (rest == "UN") return root + "/U";
  if (rest.starts_with('P') && rest.size() <= 2) return root + "^" + std::string(rest.substr(1));
  return root + "/" + std::string(rest);
}

}  // namespace seohak
