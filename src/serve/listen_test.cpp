#include "serve/listen.h"

#include <gmock/gmock.h>

namespace seohak {
namespace {

TEST(Listen, TakesAnIpAddressAndAPort) {
  EXPECT_EQ(parse_listen("127.0.0.1:8050")->to_string(), "127.0.0.1:8050");
  EXPECT_EQ(parse_listen("localhost:0")->to_string(), "127.0.0.1:0");
  EXPECT_EQ(parse_listen("[::1]:8050")->to_string(), "[::1]:8050");
  EXPECT_EQ(parse_listen(":8051")->to_string(), "127.0.0.1:8051");
  EXPECT_EQ(parse_listen("8051")->to_string(), "127.0.0.1:8051");
  EXPECT_EQ(parse_listen("0.0.0.0:8050")->to_string(), "0.0.0.0:8050");
  EXPECT_EQ(parse_listen("[2001:db8::1]:80")->to_string(), "[2001:db8::1]:80");
  for (const char* broken :
       {"", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536", "localhost", "example.com:80",
        "::1:8050", "[127.0.0.1]:80", "300.0.0.1:80", "[::1"}) {
    const auto refused = parse_listen(broken);
    ASSERT_FALSE(refused) << broken;
    EXPECT_EQ(refused.error().code, Errc::bad_request);
  }
}

TEST(Listen, KnowsLoopbackFromTheRest) {
  for (const char* own : {"127.0.0.1", "127.0.0.2", "127.255.255.254", "::1"}) {
    EXPECT_TRUE((ListenAddress{own, 1}.is_loopback())) << own;
    EXPECT_FALSE((ListenAddress{own, 1}.is_everywhere())) << own;
  }
  for (const char* all : {"0.0.0.0", "::"}) {
    EXPECT_FALSE((ListenAddress{all, 1}.is_loopback())) << all;
    EXPECT_TRUE((ListenAddress{all, 1}.is_everywhere())) << all;
  }
  // An IPv4 loopback address inside IPv6 is not taken for loopback: it is merely unusual.
  for (const char* beyond : {"192.168.0.2", "128.0.0.1", "2001:db8::1", "::ffff:127.0.0.1"}) {
    EXPECT_FALSE((ListenAddress{beyond, 1}.is_loopback())) << beyond;
    EXPECT_FALSE((ListenAddress{beyond, 1}.is_everywhere())) << beyond;
  }
}

TEST(Listen, SaysWhereOthersReachIt) {
  EXPECT_TRUE(reachable_addresses({"127.0.0.1", 8050}).empty());
  const auto one = reachable_addresses({"192.0.2.7", 8050});
  ASSERT_EQ(one.size(), 1U);
  EXPECT_EQ(one.front().to_string(), "192.0.2.7:8050");
  for (const char* all : {"0.0.0.0", "::"}) {
    for (const ListenAddress& address : reachable_addresses({all, 8050})) {
      EXPECT_FALSE(address.is_loopback() || address.is_everywhere()) << address.to_string();
      EXPECT_FALSE(address.host.starts_with("fe80")) << address.to_string();
      EXPECT_EQ(address.port, 8050);
      const bool is_four = address.host.find(':') == std::string::npos;
      EXPECT_TRUE(is_four || std::string_view(all) == "::") << address.to_string();
    }
  }
}

}  // namespace
}  // namespace seohak
