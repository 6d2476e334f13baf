#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/config.h"

namespace seohak {

/// A digest of each setting that changes what a run does, by key, so that two processes can compare
/// theirs without telling them. Left out are profile and recordings, which are compared by
/// themselves, and what concerns a program and not its runs.
std::map<std::string, std::string> run_settings(const Config& config);

/// The keys that differ or are in one only, sorted.
std::vector<std::string> differing(const std::map<std::string, std::string>& first,
                                   const std::map<std::string, std::string>& second);

}  // namespace seohak
