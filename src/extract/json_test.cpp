#include "extract/json.h"

#include <dlfcn.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace seohak {
namespace {

using testing::HasSubstr;

TEST(Json, IsReadByTheLibraryOfItsHeader) {
  // Another library of the process exports functions of these names from another version.
  void* called = dlsym(RTLD_DEFAULT, "_ZN8simdjson25get_active_implementationEv");
  ASSERT_NE(called, nullptr);
  Dl_info where{};
  ASSERT_NE(dladdr(called, &where), 0);
  EXPECT_THAT(where.dli_fname, HasSubstr("libsimdjson"));
}

TEST(Json, TellsWhatIsCutShortFromWhatIsNoJson) {
  const struct {
    const char* text;
    Errc code;
    const char* words;
  } scenarios[] = {{"", Errc::unavailable, "is empty"},
                   {"{\"a\":[1,", Errc::unavailable, "cut short after 8 bytes"},
                   {"{\"a\":}", Errc::drifted, "not JSON"},
                   {"<html>", Errc::drifted, "<html>"}};
  for (const auto& [text, code, words] : scenarios) {
    const auto json = JsonText::parse(text);
    ASSERT_FALSE(json.has_value()) << text;
    EXPECT_EQ(json.error().code, code) << text;
    EXPECT_THAT(json.error().message, HasSubstr(words));
  }
  EXPECT_EQ(json_text(JsonText::parse("\xEF\xBB\xBF { \"a\" : 1 } ")->root()), "{\"a\":1}");
}

}  // namespace
}  // namespace seohak
