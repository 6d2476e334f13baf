#include "serve/socket_client.h"

#include <latch>
#include <thread>

#include <gmock/gmock.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "serve/http_server.h"

namespace seohak {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;

std::string path_named(const std::string& name) { return ::testing::TempDir() + name; }

/// Listens and never accepts, as a process that was stopped.
class HungListener {
 public:
  explicit HungListener(const std::string& path) {
    ::unlink(path.c_str());
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof(address.sun_path) - 1);
    EXPECT_EQ(::bind(file_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
    EXPECT_EQ(::listen(file_, 1), 0);
  }
  ~HungListener() { ::close(file_); }
  HungListener(const HungListener&) = delete;
  HungListener& operator=(const HungListener&) = delete;

 private:
  int file_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
};

TEST(SocketClient, GivesUpOnAListenerThatHangs) {
  const std::string path = path_named("seohak_hung.sock");
  const HungListener hung(path);
  const SocketClient client(path, {.connect = milliseconds(100), .answer = milliseconds(100)});
  EXPECT_EQ(client.listener(), ::getpid());
  const auto answer = client.post("/owner", "{}");
  ASSERT_FALSE(answer);
  EXPECT_TRUE(is_retryable(answer.error().code));
  EXPECT_THAT(answer.error().message, HasSubstr("does not answer"));
}

TEST(SocketClient, NeverWaitsToSeeWhoListens) {
  const std::string path = path_named("seohak_hung_full.sock");
  const HungListener hung(path);
  // More than its queue takes: each call returns at once.
  for (int i = 0; i < 8; ++i) EXPECT_TRUE(SocketClient(path).is_listening());
}

TEST(SocketClient, HandsOnHowLongToWait) {
  const std::string path = path_named("seohak_busy.sock");
  HttpServer server({});
  ASSERT_TRUE(server.listen_unix(path, [](const WebRequest&) {
    return error_response({Errc::busy, "later", std::chrono::seconds(7)});
  }));
  const auto answer = SocketClient(path).post("/run", "{}");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Errc::busy);
  EXPECT_EQ(answer.error().retry_after, std::chrono::seconds(7));
}

TEST(SocketClient, AReaderThatLeavesStopsItsRequest) {
  const std::string path = path_named("seohak_left.sock");
  std::latch at_work(1);
  std::latch stopped(1);
  HttpServer server({});
  ASSERT_TRUE(server.listen_unix(path, [&](const WebRequest& request) {
    WebResponse response;
    response.stream = [&, stop = request.stop](BodyWriter&) {
      at_work.count_down();
      const std::stop_callback tell(stop, [&] { stopped.count_down(); });
      stopped.wait();  // writes nothing, so only the hang-up can tell
    };
    return response;
  }));
  std::stop_source leave;
  const std::jthread reader(
      [&] { (void)SocketClient(path).post("/run", "{}", leave.get_token()); });
  at_work.wait();
  leave.request_stop();
  stopped.wait();
}

}  // namespace
}  // namespace seohak
