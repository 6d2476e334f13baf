#include <cstdio>
#include <fstream>

#include <fmt/core.h>

#include "base/text.h"
#include "commands.h"

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

}  // namespace

int command_init(const Context& context) {
  const std::string text = config_text(context.lang);
  if (context.arguments.print) {
    fmt::print("{}", text);
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
  const std::filesystem::path temporary = file.string() + ".new";
  std::ofstream stream(temporary);
  stream << text;
  stream.close();
  std::error_code error;
  if (stream) std::filesystem::rename(temporary, file, error);
  if (!stream) error = std::make_error_code(std::errc::no_space_on_device);
  if (error)
    return refuse(context, Errc::io,
                  context.say({"cannot write {}: {}", "{}에 쓸 수 없습니다: {}"}, file.string(),
                              error.message()));
  note(context, context.say({"wrote {}", "{} 파일을 만들었습니다"}, file.string()));
  return 0;
}

}  // namespace seohak
