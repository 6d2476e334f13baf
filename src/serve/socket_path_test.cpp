#include "serve/socket_path.h"

#include <gtest/gtest.h>

#include "serve/http_server.h"
#include "serve/loopback_client.h"

namespace seohak {
namespace {

namespace fs = std::filesystem;

fs::path path_named(const std::string& name) { return fs::path(::testing::TempDir()) / name; }

TEST(SocketPath, OneHolderEvenBeforeItListens) {
  const fs::path path = path_named("seohak_socket_path_one.sock");
  {
    const auto first = SocketPath::take(path);
    ASSERT_TRUE(first) << first.error().message;
    const auto second = SocketPath::take(path);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, Errc::busy);
  }
  EXPECT_TRUE(SocketPath::take(path));
}

TEST(SocketPath, ARefusalLeavesTheOthersSocket) {
  const fs::path path = path_named("seohak_socket_path_kept.sock");
  HttpServer first({});
  ASSERT_TRUE(first.listen_unix(path, [](const WebRequest&) { return WebResponse{}; }));
  {
    HttpServer second({});
    EXPECT_FALSE(second.listen_unix(path, [](const WebRequest&) { return WebResponse{}; }));
  }
  EXPECT_TRUE(fs::is_socket(path));
  EXPECT_TRUE(testing::RawConnection::unix_socket(path.string()).connected());
}

TEST(SocketPath, AMissingDirectoryIsNamed) {
  const auto taken = SocketPath::take(path_named("seohak_no_such_directory/x.sock"));
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().code, Errc::io);
  EXPECT_NE(taken.error().message.find("seohak_no_such_directory"), std::string::npos);
}

}  // namespace
}  // namespace seohak
