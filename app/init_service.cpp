#include "init_service.h"

#include <pwd.h>
#include <unistd.h>

#include <fstream>

#include <fmt/format.h>

#include "base/replace_file.h"
#include "engine.h"
#include "program_files.h"
#include "service_unit.h"

namespace seohak {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFile = "seohak.service";

/// A user of this machine.
struct Account {
  std::string name;
  uid_t id = 0;
  fs::path directory;
};

/// Whose a system service is: --user, else who called sudo, else the caller unless that is root.
Result<Account> service_account(const Context& context) {
  const char* sudo = std::getenv("SUDO_USER");
  const bool root = ::getuid() == 0;
  const std::string name = context.arguments.user.value_or(root && sudo != nullptr ? sudo : "");
  if (name.empty() && root)
    return fail(Errc::bad_request, "whose service shall it be? Name the user with --user NAME");
  const passwd* found = name.empty() ? ::getpwuid(::getuid()) : ::getpwnam(name.c_str());
  if (found == nullptr)
    return fail(Errc::bad_request, fmt::format("there is no user \"{}\" on this machine", name));
  return Account{found->pw_name, found->pw_uid, found->pw_dir};
}

/// The settings and the home as `account` has them when it starts the program.
Result<Context> context_of(const Context& context, const Account& account) {
  const bool named =
      std::getenv("SEOHAK_HOME") != nullptr || context.arguments.home != default_home();
  if (named || account.id == ::getuid()) return context;
  Arguments arguments = context.arguments;
  arguments.home = account.directory / ".local" / "share" / "seohak";
  return make_context(std::move(arguments), context.stop);
}

Result<fs::path> unit_file(ServiceScope scope) {
  if (scope == ServiceScope::system) return fs::path("/etc/systemd/system") / kFile;
  if (const auto directory = user_config_directory())
    return *directory / "systemd" / "user" / kFile;
  return fail(Errc::bad_config, "neither XDG_CONFIG_HOME nor HOME says where a user's units are");
}

bool is_below(const fs::path& path, const fs::path& directory) {
  const fs::path rest = path.lexically_relative(directory);
  return !rest.empty() && *rest.begin() != "..";
}

/// What the service writes to: its home, and what the settings put elsewhere.
std::vector<fs::path> writable_paths(const Context& context) {
  std::vector<fs::path> paths{context.home.root};
  for (const fs::path& path : {fs::path(landing_url(context, context.config)),
                               fs::path(warehouse_file(context)).parent_path()})
    if (path.is_absolute() && !is_below(path, context.home.root)) paths.push_back(path);
  return paths;
}

/// The command's own options, as whoever starts the service must give them.
std::vector<std::string> serve_words(const Context& context) {
  const Arguments& given = context.arguments;
  std::vector<std::string> words{"--home", context.home.root.string(), "--lang",
                                 context.lang == Lang::ko ? "ko" : "en"};
  const auto add = [&](std::string name, std::string value) {
    words.push_back(std::move(name));
    words.push_back(std::move(value));
  };
  if (given.profile) add("--profile", *given.profile);
  if (given.config) add("--config", fs::absolute(*given.config).lexically_normal());
  if (given.recordings) add("--recordings", fs::absolute(*given.recordings).lexically_normal());
  words.emplace_back("serve");
  return words;
}

/// Tasks that run when it is to stop are waited for, and what they write is closed.
std::chrono::seconds time_to_stop(const Context& context) {
  constexpr std::chrono::seconds kToClose(30);
  return std::chrono::seconds(context.config.integer("scheduler.drain_s")) + kToClose;
}

ServiceUnit user_unit(const Context& context) {
  return {.scope = ServiceScope::user,
          .program = program_file(),
          .words = serve_words(context),
          .stop = time_to_stop(context)};
}

ServiceUnit system_unit(const Context& context, const Account& account) {
  ServiceUnit unit{.scope = ServiceScope::system,
                   .program = program_file(),
                   .words = serve_words(context),
                   .stop = time_to_stop(context),
                   .user = account.name,
                   .writable = writable_paths(context)};
  std::vector<fs::path> needed = unit.writable;
  needed.push_back(unit.program);
  for (const fs::path& path : needed)
    unit.private_tmp &= !is_below(path, "/tmp") && !is_below(path, "/var/tmp");
  return unit;
}

/// Errors: forbidden (not root), not_found (no home yet: it must be its user's, not root's).
Result<void> check_system(const Context& context, const Account& account) {
  if (::geteuid() != 0)
    return fail(Errc::forbidden,
                "only root can write a system service: put sudo in front, or use "
                "--service user, or --print to see it");
  if (fs::is_directory(context.home.root)) return {};
  return fail(
      Errc::not_found,
      fmt::format("{} is not there yet; make it as its user: sudo -u {} seohak --home {} init",
                  context.home.root.string(), account.name, context.home.root.string()));
}

/// Errors: conflict (somebody else's file), and those of replace_file.
Result<void> write_unit(const fs::path& file, const std::string& text, bool force) {
  std::ifstream opened(file);
  std::string line;
  if (!force && opened && !(std::getline(opened, line) && line.starts_with(kUnitMark)))
    return fail(Errc::bad_request,
                fmt::format("{} is not a file of this command; --force replaces it, --print shows "
                            "the new one",
                            file.string()));
  std::error_code ignored;  // writing the file says what is wrong
  fs::create_directories(file.parent_path(), ignored);
  return replace_file(file, text, 0644);
}

/// What to type next; nothing of it is done here.
void say_next(const Context& context, ServiceScope scope) {
  const bool user = scope == ServiceScope::user;
  const std::string_view flag = user ? " --user" : "";
  note(context, context.say({"next:", "이어서:"}));
  note(context, fmt::format("  systemctl{} daemon-reload", flag));
  note(context, fmt::format("  systemctl{} enable --now seohak", flag));
  if (user)
    note(context, context.say({"  loginctl enable-linger            (goes on when you log out)",
                               "  loginctl enable-linger            (로그아웃해도 계속)"}));
  note(context, fmt::format("  journalctl{} -u seohak -f", flag));
  if (std::error_code error; !fs::is_directory("/run/systemd/system", error))
    note(context, context.say({"systemd does not run on this machine now",
                               "지금 이 컴퓨터에서는 systemd가 돌고 있지 않습니다"}));
  std::vector<std::string> names;
  for (const auto& [name, value] : environment_settings()) names.push_back(name);
  if (names.empty()) return;
  note(context,
       context.say({"{}: of this shell only; the service reads {}",
                    "{}: 이 셸에서만 통합니다. 서비스는 {} 파일을 읽습니다"},
                   fmt::format("{}", fmt::join(names, ", ")), context.home.config_file().string()));
}

Result<void> make_service(const Context& context, ServiceScope scope, const ServiceUnit& unit) {
  const std::string text = SEOHAK_TRY(unit_text(unit, context.lang));
  if (context.arguments.print) {
    put(stdout, text);
    return {};
  }
  const fs::path file = SEOHAK_TRY(unit_file(scope));
  SEOHAK_TRY(write_unit(file, text, context.arguments.force));
  note(context, context.say({"wrote {}", "{} 파일을 만들었습니다"}, file.string()));
  say_next(context, scope);
  return {};
}

Result<void> user_service(const Context& context) {
  if (context.arguments.user) return fail(Errc::bad_request, "--user goes with --service system");
  if (!context.arguments.print) SEOHAK_TRY(context.home.create());
  return make_service(context, ServiceScope::user, user_unit(context));
}

Result<void> system_service(const Context& context) {
  const Account account = SEOHAK_TRY(service_account(context));
  const Context own = SEOHAK_TRY(context_of(context, account));
  if (!context.arguments.print) SEOHAK_TRY(check_system(own, account));
  return make_service(own, ServiceScope::system, system_unit(own, account));
}

}  // namespace

int init_service(const Context& context) {
  const auto done =
      *context.arguments.service == "system" ? system_service(context) : user_service(context);
  return done ? 0 : report(context, done.error());
}

}  // namespace seohak
