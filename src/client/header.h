#pragma once

#include <string>

namespace seohak {

/// One HTTP header field. Names compare without case.
struct Header {
  std::string name;
  std::string value;
};

}  // namespace seohak
