#pragma once

#include <filesystem>
#include <string_view>

namespace seohak {

/// This program's own file, links resolved.
std::filesystem::path program_file();

/// A directory that belongs to the program: beside its build tree, where it is installed
/// (share/seohak) or in the working directory, whichever is there first; the last when none is.
std::filesystem::path beside_program(std::string_view directory);

}  // namespace seohak
