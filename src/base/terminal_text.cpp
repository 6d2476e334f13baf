#include "base/terminal_text.h"

#include <algorithm>
#include <span>

namespace seohak {
namespace {

/// The code point that starts at `at`, which moves behind it. Malformed bytes stand for themselves.
char32_t next_character(std::string_view text, std::size_t& at) {
  const auto lead = static_cast<unsigned char>(text[at++]);
  const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
  char32_t point = more == 0 ? lead : lead & (0x3FU >> more);
  for (int i = 0; i < more && at < text.size(); ++i) {
    point = (point << 6U) | (static_cast<unsigned char>(text[at++]) & 0x3FU);
  }
  return point;
}

struct Range {
  char32_t first;
  char32_t last;
};
// East Asian Width W and F (Unicode 15), neighbours joined; then what takes no column.
constexpr Range kWide[] = {
    {0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0x4DBF},   {0x4E00, 0xA4CF},  {0xA960, 0xA97F},
    {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},  {0xFFE0, 0xFFE6},
    {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};
constexpr Range kNarrowest[] = {
    {0x0300, 0x036F}, {0x1160, 0x11FF}, {0x200B, 0x200F}, {0xFE00, 0xFE0F}};

bool within(std::span<const Range> ranges, char32_t point) {
  return std::any_of(ranges.begin(), ranges.end(), [&](const Range& range) {
    return point >= range.first && point <= range.last;
  });
}

std::size_t width_of(char32_t point) {
  if (within(kNarrowest, point)) return 0;
  return within(kWide, point) ? 2 : 1;
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) width += width_of(next_character(text, at));
  return width;
}

std::string padded(std::string_view text, std::size_t columns) {
  return std::string(text) + std::string(columns - std::min(columns, display_width(text)), ' ');
}

std::string cut_to_width(std::string_view text, std::size_t columns) {
  if (display_width(text) <= columns) return std::string(text);
  std::size_t width = 0;
  std::size_t end = 0;
  for (std::size_t at = 0; at < text.size(); end = at) {
    width += width_of(next_character(text, at));
    if (width + 1 > columns) break;
  }
  return columns == 0 ? std::string() : std::string(text.substr(0, end)) + "…";
}

}  // namespace seohak
