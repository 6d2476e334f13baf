#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/ca_bundle.h"
#include "client/http_multi.h"
#include "simulators/http_server.h"

extern char** environ;

namespace seohak {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

/// Starts a program with its output in `log`. -1 when it cannot be started.
pid_t start(std::vector<std::string> words, const std::string& log) {
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_adddup2(&actions, 1, 2);
  pid_t pid = -1;
  if (posix_spawnp(&pid, arguments[0], &actions, nullptr, arguments.data(), environ) != 0) pid = -1;
  posix_spawn_file_actions_destroy(&actions);
  return pid;
}

int exit_status(pid_t pid) {
  int status = 0;
  return ::waitpid(pid, &status, 0) == pid && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool accepts(int port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const bool open = ::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  ::close(socket);
  return open;
}

/// nghttpd (Debian: nghttp2-server) with a certificate of an authority made for the test.
class Http2Test : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    directory_ =
        (std::filesystem::path(testing::TempDir()) / ("seohak-http2-" + std::to_string(::getpid())))
            .string();
    std::filesystem::create_directories(directory_);
    std::ofstream(directory_ + "/page.txt") << "over HTTP/2";
    std::ofstream(directory_ + "/san.cnf") << "subjectAltName=IP:127.0.0.1\n";
    make_certificates();
    start_server();
  }

  static void TearDownTestSuite() {
    if (server_ > 0) {
      ::kill(server_, SIGKILL);
      exit_status(server_);
    }
    server_ = -1;
    port_ = 0;
    std::filesystem::remove_all(directory_);
  }

  void SetUp() override {
    ASSERT_GT(port_, 0) << "no nghttpd; install the packages nghttp2-server and openssl";
  }

  static void openssl(std::vector<std::string> words) {
    words.insert(words.begin(), "openssl");
    ASSERT_EQ(exit_status(start(words, file("openssl.log"))), 0) << words[1];
  }

  static void make_certificates() {
    openssl({"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
             "-keyout", file("ca.key"), "-out", file("ca.pem"), "-days", "2", "-subj",
             "/CN=test authority"});
    openssl({"req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
             file("server.key"), "-out", file("server.csr"), "-subj", "/CN=127.0.0.1"});
    openssl({"x509", "-req", "-in", file("server.csr"), "-CA", file("ca.pem"), "-CAkey",
             file("ca.key"), "-CAcreateserial", "-days", "2", "-extfile", file("san.cnf"), "-out",
             file("server.pem")});
  }

  /// nghttpd cannot tell which port it got, so it is given one that was free just now; when another
  /// program was faster, the next.
  static void start_server() {
    for (int attempt = 0; attempt < 5 && port_ == 0; ++attempt) {
      const int port = simulators::closed_port();
      server_ = start({"nghttpd", "-a", "127.0.0.1", "-d", directory_, std::to_string(port),
                       file("server.key"), file("server.pem")},
                      file("nghttpd.log"));
      if (server_ < 0) return;
      while (::waitpid(server_, nullptr, WNOHANG) == 0) {
        if (accepts(port)) {
          port_ = port;
          return;
        }
        ::poll(nullptr, 0, 2);
      }
      server_ = -1;
    }
  }

  static std::string file(const std::string& name) { return directory_ + "/" + name; }

  static HttpRequest page(const std::string& host = "127.0.0.1") {
    HttpRequest request;
    request.url = "https://" + host + ":" + std::to_string(port_) + "/page.txt";
    request.shown = request.url;
    return request;
  }

  static std::vector<HttpDone> fetch(HttpMulti& http, int count, const HttpRequest& request) {
    for (int n = 0; n < count; ++n) http.start(static_cast<std::uint64_t>(n), request);
    std::vector<HttpDone> all;
    while (http.active() > 0) {
      for (HttpDone& done : http.poll(milliseconds(1000))) all.push_back(std::move(done));
    }
    return all;
  }

  static std::unique_ptr<HttpMulti> client(const std::string& bundle) {
    HttpOptions options;
    options.ca_bundle = bundle;
    auto opened = HttpMulti::open(options);
    EXPECT_TRUE(opened);
    return std::move(*opened);
  }

  inline static std::string directory_;
  inline static int port_ = 0;
  inline static pid_t server_ = -1;
};

TEST_F(Http2Test, RefusesACertificateOfAnUnknownAuthority) {
  const auto done = fetch(*client(""), 1, page());
  ASSERT_FALSE(done.at(0).response);
  EXPECT_EQ(done[0].response.error().code, Errc::refused);
  EXPECT_THAT(done[0].response.error().message, HasSubstr("is not trusted"));
  EXPECT_THAT(done[0].response.error().message, HasSubstr("http.ca_bundle"));
}

TEST_F(Http2Test, RefusesACertificateOfAnotherHost) {
  const auto done = fetch(*client(file("ca.pem")), 1, page("localhost"));
  ASSERT_FALSE(done.at(0).response);
  EXPECT_EQ(done[0].response.error().code, Errc::refused);
}

TEST_F(Http2Test, SharesOneConnectionAmongManyRequests) {
  const auto http = client(file("ca.pem"));
  int connections = 0;
  for (int round = 0; round < 2; ++round) {
    const auto done = fetch(*http, 30, page());
    ASSERT_EQ(done.size(), 30U);
    for (const HttpDone& one : done) {
      ASSERT_TRUE(one.response) << one.response.error().message;
      EXPECT_EQ(one.response->body, "over HTTP/2");
      EXPECT_EQ(one.response->http_version, 20);
      connections += one.response->new_connections;
    }
  }
  EXPECT_EQ(connections, 1);
}

TEST_F(Http2Test, KeepsTheSystemsAuthoritiesBesidesTheExtraOnes) {
  const auto both = certificate_authorities(file("ca.pem"));
  ASSERT_TRUE(both) << both.error().message;
  std::ifstream stream(file("ca.pem"));
  const std::string extra{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  EXPECT_TRUE(both->ends_with(extra));
  // ca-certificates holds far more than a hundred; the client is built against its file.
  EXPECT_GT(both->size(), extra.size() + 100'000);
}

TEST_F(Http2Test, RefusesABundleWithoutCertificates) {
  const auto none = certificate_authorities(file("page.txt"));
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, Errc::bad_config);
  EXPECT_THAT(none.error().message, HasSubstr("holds no certificate"));
}

}  // namespace
}  // namespace seohak
