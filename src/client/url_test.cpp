#include "client/url.h"

#include <gtest/gtest.h>

namespace seohak {
namespace {

TEST(Url, SplitsAnAbsoluteUrl) {
  const auto parts = split_url("HTTPS://me:pw@Example.COM:8443/A/b?c=d://e#f");
  ASSERT_TRUE(parts);
  EXPECT_EQ(parts->scheme, "https");
  EXPECT_EQ(parts->user, "me:pw");
  EXPECT_EQ(parts->authority, "example.com:8443");
  EXPECT_EQ(parts->rest, "/A/b?c=d://e#f");
  EXPECT_EQ(parts->host(), "example.com");
}

TEST(Url, OriginsAreEqualWhenThePortIsTheSchemesOwn) {
  EXPECT_EQ(split_url("https://a.example/x")->origin(),
            split_url("https://A.example:443")->origin());
  EXPECT_NE(split_url("https://a.example/")->origin(), split_url("http://a.example/")->origin());
  EXPECT_EQ(split_url("http://[::1]/")->origin(), "http://[::1]:80");
  EXPECT_EQ(split_url("http://[::1]:8080/")->origin(), "http://[::1]:8080");
  EXPECT_EQ(split_url("http://[::1]:8080/")->host(), "::1");
}

TEST(Url, KeepsTheQueryOfAUrlWithoutPath) {
  EXPECT_EQ(split_url("http://a?b=c")->authority, "a");
  EXPECT_EQ(split_url("http://a?b=c")->rest, "?b=c");
}

TEST(Url, HoldsPaths) {
  EXPECT_EQ(file_url("/home/서/my drop/a_1~.csv"), "file:///home/%EC%84%9C/my%20drop/a_1~.csv");
  EXPECT_EQ(url_below("recordings:///files", "minute/a b"), "recordings:///files/minute/a%20b");
  EXPECT_EQ(url_below("recordings://", ""), "recordings://");
}

TEST(Url, RefusesTextWithoutScheme) {
  EXPECT_FALSE(split_url("example.com/path"));
  EXPECT_FALSE(split_url("://x"));
  EXPECT_FALSE(split_url(""));
}

}  // namespace
}  // namespace seohak
