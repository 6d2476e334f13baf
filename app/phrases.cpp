#include "phrases.h"

#include <algorithm>
#include <vector>

#include <fmt/args.h>

#include "phrase_table.h"

namespace seohak {
namespace {

constexpr int kDeepest = 4;

/// What stands in the places `{}` of a pattern; nullopt when the text does not fit it. Each place
/// takes as little as it can.
std::optional<std::vector<std::string_view>> match(std::string_view pattern,
                                                   std::string_view text) {
  std::vector<std::string_view> found;
  std::size_t place = pattern.find("{}");
  if (place == std::string_view::npos) return pattern == text ? std::optional(found) : std::nullopt;
  if (!text.starts_with(pattern.substr(0, place))) return std::nullopt;
  text.remove_prefix(place);
  while (place != std::string_view::npos) {
    pattern.remove_prefix(place + 2);
    place = pattern.find("{}");
    const std::string_view literal = pattern.substr(0, place);
    const bool last = place == std::string_view::npos;
    std::size_t end = text.size() - std::min(text.size(), literal.size());
    if (last ? !text.ends_with(literal) : (end = text.find(literal)) == std::string_view::npos)
      return std::nullopt;
    found.push_back(text.substr(0, end));
    text.remove_prefix(std::min(text.size(), end + literal.size()));
  }
  return found;
}

std::optional<std::string> in_korean(std::string_view message, int depth);

std::string filled(const Phrase& phrase, const std::vector<std::string_view>& places, int depth) {
  fmt::dynamic_format_arg_store<fmt::format_context> arguments;
  for (const std::string_view place : places)
    arguments.push_back(in_korean(place, depth + 1).value_or(std::string(place)));
  return fmt::vformat(phrase.ko, arguments);
}

std::optional<std::string> in_korean(std::string_view message, int depth) {
  if (depth > kDeepest || message.empty()) return std::nullopt;
  for (const auto table : {phrase_table(), schedule_phrases()})
    for (const Phrase& phrase : table)
      if (const auto places = match(phrase.en, message)) return filled(phrase, *places, depth);
  // Context stands in front: "load raw_data.x: …".
  if (const std::size_t colon = message.find(": "); colon != std::string_view::npos)
    if (const auto rest = in_korean(message.substr(colon + 2), depth))
      return std::string(message.substr(0, colon + 2)) + *rest;
  return std::nullopt;
}

}  // namespace

std::optional<std::string> phrase_in(Lang lang, std::string_view message) {
  return lang == Lang::ko ? in_korean(message, 0) : std::nullopt;
}

std::string phrase_or_same(Lang lang, std::string_view message) {
  return phrase_in(lang, message).value_or(std::string(message));
}

Headline headline(Errc code) {
  switch (code) {
    case Errc::bad_request:
      return {{"the request is wrong", "요청이 잘못되었습니다"},
              {"Examples: `seohak COMMAND --help`.", "사용 예는 `seohak 명령 --help`에 있습니다."}};
    case Errc::bad_config:
      return {{"a setting is wrong", "설정이 잘못되었습니다"},
              {"Correct it; `seohak init --print` lists all settings.",
               "고친 뒤 다시 실행하세요. 모든 설정은 `seohak init --print`로 볼 수 있습니다."}};
    case Errc::unauthorized:
      return {{"a key is missing or not accepted", "인증키가 없거나 받아들여지지 않았습니다"},
              {"`seohak doctor` says which.", "어떤 키인지는 `seohak doctor`가 알려 줍니다."}};
    case Errc::forbidden:
      return {{"this is not allowed", "허용되지 않는 요청입니다"},
              {"Use what the message names.", "안내된 방법을 쓰세요."}};
    case Errc::not_found:
      return {{"there is no such thing", "찾을 수 없습니다"},
              {"Check the name.", "이름을 확인하세요."}};
    case Errc::refused:
      return {{"the source refuses this client", "출처가 이 컴퓨터의 요청을 거절했습니다"},
              {"Try from another network.", "다른 네트워크에서 시도해 보세요."}};
    case Errc::drifted:
      return {{"the source's answer has another shape", "출처의 응답 형식이 달라졌습니다"},
              {"The answer is kept; a newer seohak may read it.",
               "받은 응답은 보관되어 있습니다. 새 판의 seohak이 읽을 수 있을지 확인하세요."}};
    case Errc::bad_data:
      return {{"stored data are damaged", "보관된 데이터가 손상되었습니다"},
              {"`seohak replay` rebuilds the tables.",
               "`seohak replay`로 표를 다시 만들 수 있습니다."}};
    case Errc::rate_limited:
      return {{"the source asks to wait", "출처가 잠시 기다리라고 합니다"},
              {"Run again later.", "잠시 뒤 다시 실행하세요."}};
    case Errc::timeout:
      return {{"no answer in time", "제때 응답이 오지 않았습니다"},
              {"Run again.", "다시 실행하세요."}};
    case Errc::unavailable:
      return {{"no connection", "연결할 수 없습니다"},
              {"Check the network and run again.", "네트워크를 확인하고 다시 실행하세요."}};
    case Errc::busy:
      return {{"something needed is in use", "다른 프로그램이 쓰고 있습니다"},
              {"Wait or stop it, then run again.",
               "끝나기를 기다리거나 그 프로그램을 끝낸 뒤 다시 실행하세요."}};
    case Errc::no_space:
      return {{"the disk is full", "디스크가 가득 찼습니다"},
              {"Make room and run again.", "공간을 비운 뒤 다시 실행하세요."}};
    case Errc::io:
      return {{"reading or writing failed", "읽거나 쓰지 못했습니다"},
              {"Check the path and its permissions, then run again.",
               "경로와 권한을 확인하고 다시 실행하세요."}};
    case Errc::cancelled:
      return {{"stopped on request", "요청에 따라 멈췄습니다"},
              {"Run again to go on.", "다시 실행하면 이어서 합니다."}};
    case Errc::internal: break;
  }
  return {{"a defect of seohak", "seohak의 결함입니다"},
          {"Please report it with this line.", "이 줄과 함께 알려 주세요."}};
}

}  // namespace seohak
