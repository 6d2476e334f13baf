#pragma once

#include <string>

#include "base/result.h"

namespace seohak {

/// The system's certificate authorities (the file libcurl was built for) followed by those of
/// `extra_file`, all PEM. Errors: bad_config when `extra_file` cannot be read or holds no
/// certificate.
Result<std::string> certificate_authorities(const std::string& extra_file);

}  // namespace seohak
