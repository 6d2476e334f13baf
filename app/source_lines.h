#pragma once

#include <string>
#include <vector>

#include "engine.h"

namespace seohak {

/// One dataset as `sources` and `doctor` show it.
struct SourceLine {
  std::string source;
  std::string dataset;
  std::string tables;
  std::string freshness;
  std::string state;  ///< recorded span, "ready", or what is missing
  bool usable = true;
};

/// Every dataset of every source, in the reader's language.
std::vector<SourceLine> describe_sources(Lang lang, const Profile& profile);

}  // namespace seohak
