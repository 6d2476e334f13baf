#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"

namespace seohak {

/// A text in both languages that people read.
struct BothLanguages {
  std::string english;
  std::string korean;
};

/// Where recorded answers or files come from.
struct Provenance {
  std::string path;  ///< folder below the recordings: "cnn/graphdata", "files/names"
  std::string form;  ///< as_served, re_encoded, envelope_remade, made_here
  BothLanguages origin;
  BothLanguages terms;  ///< what their owners allow
  std::string link;     ///< the place they were taken from; empty: none
};

/// The entries of provenance.json in their order; none when there is no such file, as in a
/// directory of someone's own. Errors: bad_data, naming what is missing or of another type.
Result<std::vector<Provenance>> read_provenance(const std::filesystem::path& directory);

}  // namespace seohak
