#pragma once

// For tests only: parses an answer with the tables of models/raw_data and shows rows as text.

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <arrow/record_batch.h>
#include <arrow/scalar.h>
#include <gmock/gmock.h>

#include "base/schema.h"
#include "base/text.h"
#include "extract/connector.h"
#include "extract/row_sink.h"

namespace seohak::testing_rows {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

inline constexpr const char* kQuarantine = "raw_data.quarantine";

/// A file below the source tree; empty when it cannot be read.
inline std::string read_source_file(const std::string& path) {
  std::ifstream file(std::filesystem::path(SEOHAK_SOURCE_DIR) / path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// A recorded answer's body, cut for tests: of src/extract/SOURCE/testdata.
inline std::string testdata(const std::string& source, const std::string& name) {
  return read_source_file("src/extract/" + source + "/testdata/" + name);
}

/// The tables that models/raw_data declares; those that do not parse are left out.
inline std::vector<TableSchema> raw_tables() {
  std::vector<TableSchema> tables;
  const auto folder = std::filesystem::path(SEOHAK_SOURCE_DIR) / "models/raw_data";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const auto text =
        parse_model_text(read_source_file("models/raw_data/" + entry.path().filename().string()));
    if (!text) continue;
    if (auto table = parse_table_schema(*text)) tables.push_back(std::move(*table));
  }
  return tables;
}

/// Rows of finished batches: "2024-11-26|USD|1398.300000" for "quote_day,currency,deal_base_rate".
class Rows {
 public:
  explicit Rows(std::vector<Batch> batches) {
    for (Batch& batch : batches) batches_[batch.schema->name] = batch.rows;
  }
  std::vector<std::string> of(const std::string& table, const std::string& columns) const {
    std::vector<std::string> rows;
    const auto found = batches_.find(table);
    if (found == batches_.end()) return rows;
    for (std::int64_t row = 0; row < found->second->num_rows(); ++row) {
      std::string text;
      for (const std::string& name : split(columns, ',')) {
        const auto column = found->second->GetColumnByName(name);
        text += text.empty() ? "" : "|";
        text += column ? column->GetScalar(row).ValueOrDie()->ToString() : "no such column";
      }
      rows.push_back(std::move(text));
    }
    return rows;
  }

 private:
  std::map<std::string, std::shared_ptr<arrow::RecordBatch>> batches_;
};

/// What came of one answer.
struct Parsed {
  Result<void> result;
  Rows rows;
};

/// Parses as the loader does: an answer that fails as a whole is abandoned.
inline Parsed parse(const Connector& connector, const Answer& answer) {
  const std::vector<TableSchema> tables = raw_tables();
  RowSink sink(tables);
  sink.begin_answer(answer.source, answer.dataset, answer.fetched_at, "load", 0);
  auto result = connector.parse(answer, sink);
  if (!result) sink.abandon_answer();
  auto batches = sink.finish();
  return {std::move(result), Rows(batches ? *std::move(batches) : std::vector<Batch>{})};
}

/// Replaces the first `from`; the text as it is when there is none, which the caller must not rely
/// on: tests check what changed.
inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) return "no \"" + std::string(from) + "\" to replace";
  return text.replace(at, from.size(), to);
}

inline Instant instant(std::string_view text) { return parse_instant(text).value(); }
inline PlainDay day(std::string_view text) { return parse_day(text).value(); }

/// An answer with status 200 and, unless empty, a Content-Type.
inline Answer answer_of(std::string_view dataset, std::string url, std::string_view fetched_at,
                        std::string_view content_type, std::string body) {
  Answer answer;
  answer.source = dataset.substr(0, dataset.find('.'));
  answer.dataset = dataset.substr(dataset.find('.') + 1);
  answer.url = std::move(url);
  answer.status = 200;
  if (!content_type.empty()) answer.headers = {{"Content-Type", std::string(content_type)}};
  answer.body = std::move(body);
  answer.fetched_at = instant(fetched_at);
  return answer;
}

}  // namespace seohak::testing_rows
