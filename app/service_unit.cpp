#include "service_unit.h"

#include <algorithm>

#include <fmt/format.h>

namespace seohak {
namespace {

constexpr std::string_view kUnit = R"([Unit]
Description=seohak: US-market data for Korean investors
{order}
[Service]
Type=notify
ExecStart={command}
{owner}WorkingDirectory=/
Restart=on-failure
RestartSec=10
# 1 and 2 are final: starting again would end the same way.
RestartPreventExitStatus=1 2
SuccessExitStatus=143
TimeoutStartSec=300
# Longer than running tasks are waited for.
TimeoutStopSec={stop}
WatchdogSec=120
UMask=0077
NoNewPrivileges=yes
LockPersonality=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
SystemCallArchitectures=native
{hardening}# {memory}
#MemoryMax=2G

[Install]
WantedBy={target}
)";

/// A user's manager knows no such target.
constexpr std::string_view kSystemOrder = R"(After=network-online.target
Wants=network-online.target
)";

/// What only the machine's manager can do.
constexpr std::string_view kSystemHardening = R"(ProtectSystem=strict
ReadWritePaths={writable}
PrivateTmp={tmp}
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
RestrictNamespaces=yes
CapabilityBoundingSet=
)";

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](unsigned char byte) { return byte < 0x20 || byte == 0x7f; });
}

Result<std::string> words_line(const std::vector<std::string>& words) {
  std::vector<std::string> quoted;
  for (const std::string& word : words) {
    if (has_control(word))
      return fail(Errc::bad_request,
                  "a unit file cannot hold a line break or a control character; use other paths");
    quoted.push_back(unit_word(word));
  }
  return fmt::format("{}", fmt::join(quoted, " "));
}

Result<std::string> hardening(const ServiceUnit& unit) {
  if (unit.scope == ServiceScope::user) return std::string();
  const std::vector<std::string> paths(unit.writable.begin(), unit.writable.end());
  return fmt::format(kSystemHardening, fmt::arg("writable", SEOHAK_TRY(words_line(paths))),
                     fmt::arg("tmp", unit.private_tmp ? "yes" : "no"));
}

}  // namespace

std::string unit_word(std::string_view text) {
  constexpr std::string_view kQuoted = " \"'\\;#";
  const bool quote = text.empty() || text.find_first_of(kQuoted) != std::string_view::npos;
  std::string word = quote ? "\"" : "";
  for (const char one : text) {
    if (one == '"' || one == '\\') word += '\\';
    if (one == '%') word += '%';
    word += one;
  }
  return quote ? word + '"' : word;
}

Result<std::string> unit_text(const ServiceUnit& unit, Lang lang) {
  const bool system = unit.scope == ServiceScope::system;
  std::vector<std::string> command{unit.program.string()};
  command.insert(command.end(), unit.words.begin(), unit.words.end());
  const Text head{"; the same command writes it anew, `systemctl edit` keeps changes beside it",
                  ". 같은 명령으로 다시 만들 수 있고, 고칠 때는 `systemctl edit`를 쓰세요"};
  const Text memory{"Without the next # it is started again before it fills the machine's memory.",
                    "아래 #을 지우면 컴퓨터의 메모리를 다 쓰기 전에 다시 시작합니다."};
  // The colon keeps systemd from reading $ in the words.
  const std::string text = fmt::format(
      kUnit, fmt::arg("order", system ? kSystemOrder : ""), fmt::arg("stop", unit.stop.count()),
      fmt::arg("command", ":" + SEOHAK_TRY(words_line(command))),
      fmt::arg("owner", system ? fmt::format("User={}\n", unit.user) : ""),
      fmt::arg("hardening", SEOHAK_TRY(hardening(unit))), fmt::arg("memory", memory.in(lang)),
      fmt::arg("target", system ? "multi-user.target" : "default.target"));
  return fmt::format("{}{}\n{}", kUnitMark, head.in(lang), text);
}

}  // namespace seohak
