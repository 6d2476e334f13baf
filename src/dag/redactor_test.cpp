#include "dag/redactor.h"

#include <gtest/gtest.h>

namespace seohak {
namespace {

TEST(Redactor, ReplacesEveryOccurrence) {
  Redactor redactor;
  redactor.add(Secret("hunter22"));
  EXPECT_EQ(redactor.apply("key=hunter22&again=hunter22"), "key=***&again=***");
  EXPECT_EQ(redactor.apply("nothing here"), "nothing here");
}

TEST(Redactor, ReplacesThePercentEncodedForm) {
  Redactor redactor;
  redactor.add(Secret("a/b+c=="));
  EXPECT_EQ(redactor.apply("?k=a%2Fb%2Bc%3D%3D&l=a%2fb%2bc%3d%3d"), "?k=***&l=***");
}

TEST(Redactor, ReplacesTheLongerOfTwoThatOverlap) {
  Redactor redactor;
  redactor.add(Secret("abcd"));
  redactor.add(Secret("abcdefgh"));
  EXPECT_EQ(redactor.apply("abcdefgh abcd"), "*** ***");
}

TEST(Redactor, LeavesWordsThatAreTooShortToBeSecret) {
  Redactor redactor;
  redactor.add(Secret(""));
  redactor.add(Secret("abc"));
  EXPECT_EQ(redactor.apply("abc"), "abc");
}

}  // namespace
}  // namespace seohak
