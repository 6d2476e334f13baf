#include "base/terminal_text.h"

#include <gtest/gtest.h>

namespace seohak {
namespace {

TEST(TerminalText, CountsColumns) {
  EXPECT_EQ(display_width("USD"), 3U);
  EXPECT_EQ(display_width("공포·탐욕"), 9U);
  EXPECT_EQ(display_width("e\xCC\x81"), 1U);  // e and a combining acute accent
  EXPECT_EQ(display_width("\xFF"), 1U);
}

TEST(TerminalText, PadsToColumns) {
  EXPECT_EQ(padded("완료", 6), "완료  ");
  EXPECT_EQ(padded("완료", 3), "완료");
}

TEST(TerminalText, CutsWhatIsTooLong) {
  EXPECT_EQ(cut_to_width("fear_greed", 10), "fear_greed");
  EXPECT_EQ(cut_to_width("fear_greed", 5), "fear…");
  EXPECT_EQ(cut_to_width("공포·탐욕", 5), "공포…");
  EXPECT_EQ(cut_to_width("공포·탐욕", 4), "공…") << "a wide character is not cut in two";
  EXPECT_EQ(cut_to_width("공포", 1), "…");
  EXPECT_EQ(cut_to_width("공포", 0), "");
}

}  // namespace
}  // namespace seohak
