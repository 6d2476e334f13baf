#include <vector>

#include "extract/file/mapping.h"

namespace seohak {
namespace {

/// A piece of a pattern.
struct Piece {
  enum class Kind { letter, any_letter, any_text, named_text };
  Kind kind = Kind::letter;
  char letter = '\0';
  std::string_view name;  ///< of a named text

  bool takes(char c) const { return kind != Kind::letter || letter == c; }
  bool is_text() const { return kind == Kind::any_text || kind == Kind::named_text; }
};

std::vector<Piece> pieces_of(std::string_view pattern) {
  std::vector<Piece> pieces;
  while (!pattern.empty()) {
    const std::size_t close = pattern[0] == '{' ? pattern.find('}') : std::string_view::npos;
    Piece piece;
    if (close != std::string_view::npos)
      piece = {Piece::Kind::named_text, '\0', pattern.substr(1, close - 1)};
    else if (pattern[0] == '*')
      piece.kind = Piece::Kind::any_text;
    else if (pattern[0] == '?')
      piece.kind = Piece::Kind::any_letter;
    else
      piece.letter = pattern[0];
    pieces.push_back(piece);
    pattern.remove_prefix(close == std::string_view::npos ? 1 : close + 1);
  }
  return pieces;
}

/// Which rests of a name fit which rests of a pattern: (name + 1) x (pieces + 1), from the ends.
class Fits {
 public:
  Fits(std::string_view name, const std::vector<Piece>& pieces)
      : width_(pieces.size() + 1), cells_((name.size() + 1) * width_) {
    for (std::size_t at = name.size() + 1; at-- > 0;)
      for (std::size_t piece = width_; piece-- > 0;)
        cells_[at * width_ + piece] = find(name, pieces, at, piece);
  }
  /// The name from `at` on fits the pieces from `piece` on.
  bool get(std::size_t at, std::size_t piece) const { return cells_[at * width_ + piece]; }

 private:
  bool find(std::string_view name, const std::vector<Piece>& pieces, std::size_t at,
            std::size_t piece) const {
    if (piece == pieces.size()) return at == name.size();
    const Piece& one = pieces[piece];
    if (one.kind == Piece::Kind::any_text && get(at, piece + 1)) return true;
    if (at == name.size() || !one.takes(name[at])) return false;
    if (one.kind != Piece::Kind::any_text && get(at + 1, piece + 1)) return true;
    return one.is_text() && get(at + 1, piece);
  }

  std::size_t width_;
  std::vector<bool> cells_;
};

}  // namespace

std::optional<std::map<std::string, std::string>> match_pattern(std::string_view name,
                                                                std::string_view pattern) {
  const std::vector<Piece> pieces = pieces_of(pattern);
  const Fits fits(name, pieces);
  if (!fits.get(0, 0)) return std::nullopt;
  std::map<std::string, std::string> parts;
  std::size_t at = 0;
  for (std::size_t piece = 0; piece < pieces.size(); ++piece) {
    std::size_t end = at + (pieces[piece].kind == Piece::Kind::any_text ? 0 : 1);
    while (!fits.get(end, piece + 1)) ++end;  // the table says that some end fits
    if (pieces[piece].kind == Piece::Kind::named_text)
      parts.emplace(pieces[piece].name, name.substr(at, end - at));
    at = end;
  }
  return parts;
}

bool fits_pattern(std::string_view name, std::string_view pattern) {
  return match_pattern(name, pattern).has_value();
}

}  // namespace seohak
