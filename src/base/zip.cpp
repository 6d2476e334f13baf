#include "base/zip.h"

#include <memory>

#include <fmt/core.h>
#include <zip.h>

namespace seohak {
namespace {

struct CloseArchive {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseMember {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using Archive = std::unique_ptr<zip_t, CloseArchive>;
using Member = std::unique_ptr<zip_file_t, CloseMember>;

Result<Archive> open_archive(std::string_view bytes) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  Archive archive(source != nullptr ? zip_open_from_source(source, ZIP_RDONLY, &error) : nullptr);
  if (!archive) {
    if (source != nullptr) zip_source_free(source);
    const std::string reason = zip_error_strerror(&error);
    zip_error_fini(&error);
    return fail(Errc::bad_data, fmt::format("not a ZIP archive: {}", reason));
  }
  zip_error_fini(&error);
  return archive;
}

Result<zip_uint64_t> find_member(zip_t* archive, std::string_view suffix) {
  std::optional<zip_uint64_t> found;
  const auto count = static_cast<zip_uint64_t>(zip_get_num_entries(archive, 0));
  for (zip_uint64_t i = 0; i < count; ++i) {
    const char* name = zip_get_name(archive, i, 0);
    if (name == nullptr || !std::string_view(name).ends_with(suffix)) continue;
    if (found) return fail(Errc::bad_data, fmt::format("the archive has several *{}", suffix));
    found = i;
  }
  if (!found) return fail(Errc::bad_data, fmt::format("the archive has no *{}", suffix));
  return *found;
}

}  // namespace

Result<std::string> unzip_member(std::string_view archive_bytes, std::string_view suffix,
                                 std::size_t max_bytes) {
  const Archive archive = SEOHAK_TRY(open_archive(archive_bytes));
  const zip_uint64_t index = SEOHAK_TRY(find_member(archive.get(), suffix));
  zip_stat_t stat;
  zip_stat_init(&stat);
  if (zip_stat_index(archive.get(), index, 0, &stat) != 0 || (stat.valid & ZIP_STAT_SIZE) == 0)
    return fail(Errc::bad_data, "the archive's directory is damaged");
  if (stat.size > max_bytes)
    return fail(Errc::bad_data, fmt::format("*{} unpacks to {} bytes, more than the {} allowed",
                                            suffix, stat.size, max_bytes));
  const Member member(zip_fopen_index(archive.get(), index, 0));
  std::string content(stat.size, '\0');
  if (!member ||
      zip_fread(member.get(), content.data(), stat.size) != static_cast<zip_int64_t>(stat.size))
    return fail(Errc::bad_data, fmt::format("*{} in the archive is damaged", suffix));
  // Reading to the end makes libzip compare the checksum.
  char probe = 0;
  if (zip_fread(member.get(), &probe, 1) != 0)
    return fail(Errc::bad_data, fmt::format("*{} in the archive is damaged", suffix));
  return content;
}

}  // namespace seohak
