#include "run_settings.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/hash.h"

namespace seohak {
namespace {

constexpr std::array<std::string_view, 7> kOfTheProgram{
    "profile", "lang", "recordings.", "serve.", "scheduler.", "history.", "warehouse.lock_wait_s"};

bool is_of_the_program(std::string_view key) {
  return std::any_of(kOfTheProgram.begin(), kOfTheProgram.end(),
                     [&](std::string_view start) { return key.starts_with(start); });
}

std::string text_of(const MappingConfig& mapping) {
  std::string text = mapping.address;
  for (const auto* part : {&mapping.values, &mapping.columns})
    for (const auto& [key, value] : *part)
      for (const std::string& word : {key, value}) text.append(1, '\0').append(word);
  return text;
}

}  // namespace

std::map<std::string, std::string> run_settings(const Config& config) {
  std::map<std::string, std::string> digests;
  for (const std::string& key : config.set_keys())
    if (!is_of_the_program(key)) digests[key] = sha256_hex(config.text(key));
  std::string mappings;
  for (const MappingConfig& mapping : config.mappings())
    mappings.append(text_of(mapping)).append(1, '\0');
  if (!mappings.empty()) digests["sources.file.mapping"] = sha256_hex(mappings);
  return digests;
}

std::vector<std::string> differing(const std::map<std::string, std::string>& first,
                                   const std::map<std::string, std::string>& second) {
  std::vector<std::string> keys;
  for (const auto& [key, digest] : first) {
    const auto other = second.find(key);
    if (other == second.end() || other->second != digest) keys.push_back(key);
  }
  for (const auto& [key, digest] : second)
    if (!first.contains(key)) keys.push_back(key);
  std::sort(keys.begin(), keys.end());
  return keys;
}

}  // namespace seohak
