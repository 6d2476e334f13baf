#include "front_door.h"

#include <sys/stat.h>

#include <algorithm>

#include <fmt/format.h>

#include "base/password.h"
#include "serve/json_writer.h"

namespace seohak {
namespace {

constexpr std::string_view kHashKey = "serve.password_hash";

/// "desk.local", "192.0.2.7", "[2001:db8::1]".
bool is_host_name(const std::string& text) {
  if (text.starts_with('[') && text.ends_with(']'))
    return is_ip_address(text.substr(1, text.size() - 2));
  return std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '.' || c == '-' || c == '_';
  });
}

Result<GuardOptions> read_names(const Config& config) {
  GuardOptions guard{.hosts = config.list("serve.hosts"), .proxy = config.text("serve.proxy")};
  for (const std::string& host : guard.hosts)
    if (!is_host_name(host))
      return fail(Errc::bad_config, fmt::format("serve.hosts: \"{}\" is not the name of a host; "
                                                "write it without http:// and port",
                                                host));
  if (!guard.proxy.empty() && !is_ip_address(guard.proxy))
    return fail(Errc::bad_config,
                fmt::format("serve.proxy must be an IP address, not \"{}\"", guard.proxy));
  return guard;
}

/// What asks for a password; empty: nothing does.
std::string needs_password(const Access& access) {
  if (!access.address.is_loopback()) return "--listen " + access.address.to_string();
  if (!access.guard.hosts.empty()) return "serve.hosts";
  return access.guard.proxy.empty() ? "" : "serve.proxy";
}

std::string url_of(const ListenAddress& address) {
  return fmt::format("http://{}", address.to_string());
}

/// Of a server that listens everywhere, the one on this machine.
ListenAddress own_address(const ListenAddress& address) {
  if (!address.is_everywhere()) return address;
  return {address.host == "0.0.0.0" ? "127.0.0.1" : "::1", address.port};
}

}  // namespace

Result<Access> read_access(const Context& context) {
  Access access;
  access.address = SEOHAK_TRY(parse_listen(context.config.text("serve.listen")));
  access.guard = SEOHAK_TRY(read_names(context.config));
  const std::string reason = needs_password(access);
  access.guard.login = !reason.empty();
  if (!access.guard.login) return access;
  const Secret hash = context.config.secret(kHashKey);
  if (hash.empty())
    return fail(Errc::bad_config, fmt::format("{} needs a password, as others reach it then; set "
                                              "one with `seohak init --password`",
                                              reason));
  if (!is_password_hash(hash.reveal()))
    return fail(Errc::bad_config,
                fmt::format("{}: {} is not an Argon2id hash; set it with `seohak init --password`",
                            context.config.origin(kHashKey), kHashKey));
  return access;
}

void announce(const Context& context, const Access& access) {
  const std::string url = url_of(own_address(access.address));
  std::vector<std::string> others;
  for (const ListenAddress& one : reachable_addresses(access.address))
    others.push_back(url_of(one));
  if (context.arguments.json) {
    JsonWriter json;
    json.begin_object().key("event").text("serving").key("url").text(url);
    json.key("login").boolean(access.guard.login).key("urls").begin_array();
    for (const std::string& other : others) json.text(other);
    put(stdout, json.end_array().end_object().take() + "\n");
    return;
  }
  note(context, context.progress ? context.say({"dashboard: {}   (Ctrl-C stops)",
                                                "대시보드: {}   (Ctrl-C로 끝냅니다)"},
                                               url)
                                 : context.say({"dashboard: {}", "대시보드: {}"}, url));
  if (others.empty()) return;
  note(context,
       context.say({"from a phone in the same network: {}", "같은 네트워크의 휴대전화에서: {}"},
                   fmt::format("{}", fmt::join(others, "  "))));
  note(context,
       context.say({"http can be read along: in a network you do not trust, use a VPN or a TLS "
                    "proxy (serve.hosts, serve.proxy)",
                    "http는 엿볼 수 있습니다. 믿을 수 없는 네트워크에서는 VPN이나 TLS "
                    "프록시(serve.hosts, serve.proxy)를 쓰세요"}));
}

PasswordInForce::PasswordInForce(const Context& context)
    : file_(context.home.secrets_file()),
      watched_(!context.config.origin(kHashKey).starts_with("SEOHAK__")),
      hash_(context.config.secret(kHashKey).reveal()) {}

PasswordInForce::Stamp PasswordInForce::stamp_of(const std::filesystem::path& file) {
  struct stat info {};
  if (stat(file.c_str(), &info) != 0) return {};
  return {.changed_ns = info.st_mtim.tv_sec * 1'000'000'000 + info.st_mtim.tv_nsec,
          .inode = info.st_ino,
          .size = info.st_size};
}

std::string PasswordInForce::hash() {
  const std::lock_guard lock(mutex_);
  if (!watched_) return hash_;
  const Stamp stamp = stamp_of(file_);
  if (stamp == stamp_) return hash_;
  ConfigSources only;
  only.secrets_file = file_;
  const auto config = Config::load(only);
  hash_ = config ? config->secret(kHashKey).reveal() : std::string();
  stamp_ = stamp;
  return hash_;
}

Result<std::unique_ptr<FrontDoor>> FrontDoor::open(const Context& context, const Access& access,
                                                   Metrics& metrics) {
  std::unique_ptr<FrontDoor> door(new FrontDoor(context, access));
  if (!access.guard.login) return door;
  door->sessions_ = SEOHAK_TRY(SessionStore::open(context.home.sessions(), door->clock_));
  door->login_.emplace(
      Login::Parts{.sessions = *door->sessions_,
                   .password = [own = door.get()] { return own->password_.hash(); },
                   .clock = door->clock_,
                   .metrics = metrics,
                   .proxy = access.guard.proxy});
  return door;
}

Handler FrontDoor::in_front_of(Router& router) {
  Handler handler = [&router](const WebRequest& request) { return router.handle(request); };
  if (login_) {
    login_->add_routes(router);
    handler = login_->required(router);
  } else {
    add_no_login(router);
  }
  return guarded(std::move(handler), access_.guard);
}

}  // namespace seohak
