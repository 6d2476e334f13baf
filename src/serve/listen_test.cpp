#include "serve/listen.h"

#include <gmock/gmock.h>

namespace seohak {
namespace {

TEST(Listen, TakesLoopbackOnly) {
  EXPECT_EQ(parse_listen("127.0.0.1:8050")->to_string(), "127.0.0.1:8050");
  EXPECT_EQ(parse_listen("localhost:0")->to_string(), "127.0.0.1:0");
  EXPECT_EQ(parse_listen("[::1]:8050")->to_string(), "[::1]:8050");
  EXPECT_EQ(parse_listen(":8051")->to_string(), "127.0.0.1:8051");
  EXPECT_EQ(parse_listen("8051")->to_string(), "127.0.0.1:8051");
  for (const char* beyond : {"0.0.0.0:8050", "[::]:8050", "192.168.0.2:8050", "example.com:80"}) {
    const auto refused = parse_listen(beyond);
    ASSERT_FALSE(refused) << beyond;
    EXPECT_EQ(refused.error().code, Errc::forbidden);
    EXPECT_THAT(refused.error().message,
                ::testing::HasSubstr("beyond loopback needs a password, which this version cannot "
                                     "set"));
  }
  for (const char* broken : {"", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536", "localhost"}) {
    const auto refused = parse_listen(broken);
    ASSERT_FALSE(refused) << broken;
    EXPECT_EQ(refused.error().code, Errc::bad_request);
  }
}

}  // namespace
}  // namespace seohak
