#include <cstdio>
#include <fstream>
#include <sstream>

#include <fmt/core.h>

#include "base/password.h"
#include "base/replace_file.h"
#include "base/secrets_text.h"
#include "base/text.h"
#include "commands.h"
#include "init_service.h"
#include "password_prompt.h"

namespace seohak {
namespace {

/// A `*` in a setting's key stands for a name; the file shows one as an example.
std::string example_key(std::string_view key) {
  std::string text(key);
  const std::string_view name = text.starts_with("pipelines.") ? "fear_greed"
                                : text.starts_with("pools.")   ? "warehouse"
                                                               : "cnn";
  if (const std::size_t star = text.find('*'); star != std::string::npos)
    text.replace(star, 1, name);
  return text;
}

std::string value_text(const Setting& setting) {
  if (setting.type == SettingType::text || setting.type == SettingType::url)
    return fmt::format("\"{}\"", setting.fallback);
  if (setting.type == SettingType::list) return "[]";
  return std::string(setting.fallback);
}

/// Every setting with its default, commented out, under its section.
std::string config_text(Lang lang) {
  std::string text{
      Text{"# seohak's settings. Each line shows the default; remove the # to change it.\n"
           "# Flags and SEOHAK__SECTION__KEY variables go before this file.\n",
           "# seohak 설정. 각 줄은 기본값입니다. 바꾸려면 #을 지우세요.\n"
           "# 명령행 옵션과 SEOHAK__SECTION__KEY 환경 변수가 이 파일보다 먼저입니다.\n"}
          .in(lang)};
  std::string section;
  for (const Setting& setting : settings()) {
    if (setting.type == SettingType::secret) continue;
    const std::string key = example_key(setting.key);
    const std::size_t dot = key.rfind('.');
    const std::string own = dot == std::string::npos ? "" : key.substr(0, dot);
    if (own != section) {
      text += fmt::format("\n[{}]\n", own);
      section = own;
    }
    text += fmt::format("# {}\n# {} = {}\n", lang == Lang::ko ? setting.help_ko : setting.help_en,
                        dot == std::string::npos ? key : key.substr(dot + 1), value_text(setting));
  }
  return text +
         std::string(
             Text{"\n# Keys and passwords go into secrets.toml beside this file (mode 0600), e.g.\n"
                  "# [sources.eximbank]\n# key = \"…\"\n",
                  "\n# 인증키와 비밀번호는 이 파일 옆의 secrets.toml(권한 0600)에 둡니다. 예:\n"
                  "# [sources.eximbank]\n# key = \"…\"\n"}
                 .in(lang));
}

/// The hash of a new password into secrets.toml, whose other lines stay as they are.
Result<void> store_password(const Context& context, const Secret& password) {
  SEOHAK_TRY(check_new_password(password));
  const std::filesystem::path file = context.home.secrets_file();
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  const Secret hash(SEOHAK_TRY(hash_password(password)));
  const std::string changed =
      SEOHAK_TRY(with_secret(text.str(), "serve", "password_hash", hash).context(file.string()));
  return replace_file(file, changed, 0600);
}

/// Asks for a password and stores it; `or_none`: an empty one is none.
int set_password(const Context& context, bool or_none) {
  if (const auto made = context.home.create(); !made) return report(context, made.error());
  const auto password = ask_new_password(context, or_none);
  if (!password) return report(context, password.error());
  if (password->empty() && or_none) return 0;
  if (const auto stored = store_password(context, *password); !stored)
    return report(context, stored.error());
  note(context, context.say({"the password is set; earlier log-ins are over",
                             "암호를 정했습니다. 이전 로그인은 모두 끝났습니다"}));
  return 0;
}

}  // namespace

int command_init(const Context& context) {
  if (context.arguments.password) return set_password(context, false);
  if (context.arguments.service) return init_service(context);
  const std::string text = config_text(context.lang);
  if (context.arguments.print) {
    put(stdout, text);
    return 0;
  }
  if (const auto made = context.home.create(); !made) return report(context, made.error());
  const std::filesystem::path file = context.home.config_file();
  if (std::filesystem::exists(file) && !context.arguments.force)
    return refuse(context, Errc::bad_request,
                  context.say({"{} exists; --force replaces it, --print shows the defaults",
                               "{} 파일이 이미 있습니다. --force로 덮어쓰거나 --print로 기본값을 "
                               "보세요"},
                              file.string()));
  if (const auto written = replace_file(file, text, 0666); !written)
    return report(context, written.error());
  note(context, context.say({"wrote {}", "{} 파일을 만들었습니다"}, file.string()));
  const bool has_password = !context.config.secret("serve.password_hash").empty();
  return has_password || !can_ask(context) ? 0 : set_password(context, true);
}

}  // namespace seohak
