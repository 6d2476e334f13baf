#include "serve/name_search.h"

#include <gmock/gmock.h>

namespace seohak {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::vector<SearchName> kNames = {
    {"TSLA", "Tesla Inc. Common Stock", "테슬라", 1.3e12},
    {"TS", "Tenaris S.A. American Depositary Shares", "", 3e10},
    {"AAPL", "Apple Inc. Common Stock", "애플", 3.8e12},
    {"MSFT", "Microsoft Corporation Common Stock", "마이크로소프트", 2.9e12},
    {"MU", "Micron Technology Inc.", "마이크론", 4.8e11},
    {"BRK/B", "Berkshire Hathaway Inc.", "버크셔 해서웨이 B", 1e12},
    {"XTF", "Some <b>Fund</b>", "", 1e6},
};

std::vector<std::string> found(std::string_view typed, std::size_t limit = 8) {
  std::vector<std::string> symbols;
  for (const SearchHit& hit : search_names(kNames, typed, limit))
    symbols.push_back(kNames[hit.index].symbol);
  return symbols;
}

TEST(KoreanKeys, AreThoseThatTypeTheText) {
  EXPECT_EQ(korean_keys("테슬라"), "xptmffk");
  EXPECT_EQ(korean_keys("꽃값"), "Rhcrkqt");
  EXPECT_EQ(korean_keys("ㅌㅅㄹ"), "xtf");
  EXPECT_EQ(korean_keys("ㄳ ㅘ"), "rt hk");
  EXPECT_EQ(korean_keys("버크셔 B"), "qjzmtu b");
  EXPECT_EQ(korean_keys("\xff"
                        "A\xe3"),
            "a");
}

TEST(SearchNames, FindsBySymbolAndNames) {
  EXPECT_THAT(found("TSLA"), ElementsAre("TSLA"));
  EXPECT_THAT(found(" tsla "), ElementsAre("TSLA"));
  EXPECT_THAT(found("ts"), ElementsAre("TS", "TSLA"));
  EXPECT_THAT(found("brk/"), ElementsAre("BRK/B"));
  EXPECT_THAT(found("apple"), ElementsAre("AAPL"));
  EXPECT_THAT(found("technology"), ElementsAre("MU"));
  EXPECT_THAT(found("micro"), ElementsAre("MSFT", "MU"));
  EXPECT_THAT(found("마이크로"), ElementsAre("MSFT", "MU"));
  EXPECT_THAT(found("해서"), ElementsAre("BRK/B"));
}

TEST(SearchNames, FindsByInitialsAndHalfTypedSyllables) {
  EXPECT_THAT(found("ㅌㅅㄹ"), ElementsAre("TSLA", "XTF"));
  EXPECT_THAT(found("ㅁㅇㅋㄹ"), ElementsAre("MSFT", "MU"));
  EXPECT_THAT(found("ㅎㅅㅇㅇ"), ElementsAre("BRK/B"));
  EXPECT_THAT(found("텟"), ElementsAre("TSLA"));
  EXPECT_THAT(found("마잌"), ElementsAre("MSFT", "MU"));
}

TEST(SearchNames, FindsWhatWasTypedWithTheOtherKeyboard) {
  EXPECT_THAT(found("ㅅ니ㅁ"), ElementsAre("TSLA"));
  EXPECT_THAT(found("xptmffk"), ElementsAre("TSLA"));
  EXPECT_THAT(found("xtf"), ElementsAre("XTF", "TSLA"));
  EXPECT_THAT(found("애플"), ElementsAre("AAPL"));
}

TEST(SearchNames, TellsWhereItMatches) {
  const auto korean = search_names(kNames, "서웨", 1);
  ASSERT_EQ(korean.size(), 1U);
  EXPECT_EQ(korean[0].field, "name_ko");
  EXPECT_EQ(korean[0].from, 5U);
  EXPECT_EQ(korean[0].length, 2U);
  const auto english = search_names(kNames, "hath", 1);
  EXPECT_EQ(english[0].field, "name");
  EXPECT_EQ(english[0].from, 10U);
  EXPECT_EQ(english[0].length, 4U);
}

TEST(SearchNames, FindsNothingInNothing) {
  EXPECT_THAT(found(""), IsEmpty());
  EXPECT_THAT(found("  "), IsEmpty());
  EXPECT_THAT(found("없는이름"), IsEmpty());
  EXPECT_THAT(found("\xff"), IsEmpty());
  EXPECT_THAT(found("s", 2), ::testing::SizeIs(2));
}

}  // namespace
}  // namespace seohak
