#pragma once

#include <array>
#include <deque>
#include <memory>

#include "extract/connector.h"
#include "extract/file/mapping.h"

namespace seohak {

/// A drop folder: CSV, JSON or Parquet files that fit a declared mapping, one dataset a mapping.
/// `plan` lists the folder, the only connector that looks at anything outside; the driver reads the
/// bytes, and they are landed like any answer. Immutable; thread-safe.
class FileDrop final : public Connector {
 public:
  explicit FileDrop(std::vector<FileMapping> mappings);
  FileDrop(const FileDrop&) = delete;
  FileDrop& operator=(const FileDrop&) = delete;

  std::string_view name() const override { return "file"; }
  std::span<const Dataset> datasets() const override { return datasets_; }
  /// One call for each file that fits the mapping, by name; the range of days is not looked at, as
  /// nothing tells a file's days before it is read. No folder, no files: no calls.
  Result<std::vector<Call>> plan(const Request& request) const override;
  Result<void> classify(const Answer& answer) const override;
  /// Rows by the mapping of `answer.dataset`. Errors: drifted (a mapped column that the file lacks,
  /// naming those it has), bad_config (a column or table that does not exist).
  Result<void> parse(const Answer& answer, RowSink& sink) const override;

 private:
  const FileMapping* find(std::string_view dataset) const;

  std::vector<FileMapping> mappings_;
  std::deque<std::array<std::string_view, 1>> tables_;  ///< a deque keeps addresses
  std::vector<Dataset> datasets_;
};

/// From `sources.file.directory` and `[[sources.file.mapping]]`. Errors: bad_config.
Result<std::unique_ptr<const Connector>> make_file(const Config& config);

}  // namespace seohak
