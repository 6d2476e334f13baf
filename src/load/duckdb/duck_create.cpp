#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include <fmt/core.h>

#include "load/duckdb/duck.h"
#include "load/duckdb/duck_handles.h"

namespace seohak {
namespace {

namespace fs = std::filesystem;

Error create_error(const std::string& path, int number) {
  if (number == ENOSPC || number == EDQUOT)
    return {Errc::no_space,
            fmt::format("warehouse {}: the disk is full; make room and run again", path)};
  return {Errc::io,
          fmt::format("warehouse {}: cannot be created: {}; check that its directory exists and "
                      "that this user may write there",
                      path, std::generic_category().message(number))};
}

/// A directory of its own beside a file; goes, with what is in it, at the end.
class Workplace {
 public:
  static Result<Workplace> beside(const std::string& path) {
    std::string name = (fs::path(path).parent_path() / ".new-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) return fail(create_error(path, errno));
    return Workplace(std::move(name));
  }
  Workplace(Workplace&& other) noexcept : directory_(std::move(other.directory_)) {
    other.directory_.clear();
  }
  Workplace& operator=(Workplace&&) = delete;
  ~Workplace() {
    std::error_code ignored;
    if (!directory_.empty()) fs::remove_all(directory_, ignored);
  }
  std::string file() const { return (directory_ / "new.duckdb").string(); }

 private:
  explicit Workplace(std::string directory) : directory_(std::move(directory)) {}
  fs::path directory_;
};

}  // namespace

Result<void> duck_create_missing(const std::string& path) {
  std::error_code error;
  if (path == ":memory:" || fs::exists(path, error) || error) return {};  // opening tells the rest
  const Workplace workplace = SEOHAK_TRY(Workplace::beside(path));
  const std::string made = workplace.file();
  duckdb_database database = nullptr;
  char* words = nullptr;
  const duckdb_state opened = duckdb_open_ext(made.c_str(), &database, nullptr, &words);
  duckdb_close(&database);
  if (opened != DuckDBSuccess) {
    Error refused = duck_error(words ? words : "no reason given", Errc::io);
    duckdb_free(words);
    return fail(with_context(fmt::format("warehouse {}", path), std::move(refused)));
  }
  fs::remove(path + ".wal", error);  // of a file that is gone; the new one must not take it in
  if (::link(made.c_str(), path.c_str()) == 0 || errno == EEXIST) return {};
  if (::rename(made.c_str(), path.c_str()) == 0) return {};  // a file system without hard links
  return fail(create_error(path, errno));
}

}  // namespace seohak
