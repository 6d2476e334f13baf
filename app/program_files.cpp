#include "program_files.h"

namespace seohak {

namespace fs = std::filesystem;

fs::path program_file() {
  std::error_code unreadable;  // only where /proc is not mounted
  return fs::read_symlink("/proc/self/exe", unreadable);
}

fs::path beside_program(std::string_view directory) {
  std::error_code error;
  const fs::path program = program_file().parent_path();
  for (const fs::path& base : {program / "../..", program / "../share/seohak"})
    if (fs::is_directory(base / directory, error)) return (base / directory).lexically_normal();
  return fs::path(directory);
}

}  // namespace seohak
