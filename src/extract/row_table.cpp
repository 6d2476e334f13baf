#include "extract/row_table.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <tuple>

#include "base/check.h"
#include "base/text.h"

namespace seohak {
namespace {

constexpr std::array<std::string_view, 3> kAnswerColumns{"fetched_at", "load_id", "record"};

constexpr std::size_t kKeptText = 508;  ///< of a row's text: more than stored_row_text keeps

bool is_text(ColumnType type) { return type == ColumnType::text; }
bool is_real(ColumnType type) { return type == ColumnType::real; }

std::size_t mix(std::size_t seed, std::size_t value) {
  return seed ^ (value + 0x9e3779b97f4a7c15U + (seed << 6U) + (seed >> 2U));
}

}  // namespace

std::string stored_row_text(std::string_view text) {
  constexpr std::size_t kBytes = 500;
  std::size_t end = std::min(text.size(), kBytes + 4);
  while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
    --end;
  std::string result(text.substr(0, end));
  if (!is_utf8(result) || result.find('\0') != std::string::npos)
    for (char& c : result)
      if (c == '\0' || static_cast<unsigned char>(c) >= 0x80) c = '?';
  return shorten(result, kBytes);
}

void ColumnValues::push(ColumnType type, const Cell& cell) {
  valid.push_back(cell.set ? 1 : 0);
  if (is_text(type)) {
    if (cell.set) bytes += cell.text;
    ends.push_back(bytes.size());
  } else if (is_real(type)) {
    reals.push_back(cell.set ? cell.real : 0.0);
  } else {
    integers.push_back(cell.set ? cell.integer : 0);
  }
}

void ColumnValues::resize(ColumnType type, std::size_t rows) {
  valid.resize(rows);
  if (is_text(type)) {
    ends.resize(rows);
    bytes.resize(rows == 0 ? 0 : ends.back());
  } else if (is_real(type)) {
    reals.resize(rows);
  } else {
    integers.resize(rows);
  }
}

std::string_view ColumnValues::text(std::size_t row) const {
  const std::size_t begin = row == 0 ? 0 : ends[row - 1];
  return std::string_view(bytes).substr(begin, ends[row] - begin);
}

RowTable::RowTable(const TableSchema& schema, const std::vector<AnswerInfo>& answers,
                   QuarantineRow quarantine)
    : schema_(schema),
      answers_(answers),
      quarantine_(std::move(quarantine)),
      checks_(schema),
      filled_(schema.columns.size(), false),
      source_column_(schema.find("source")),
      pending_(schema.columns.size()),
      values_(schema.columns.size()) {
  for (std::string_view name : kAnswerColumns)
    if (const auto column = schema.find(name)) filled_[*column] = true;
  for (std::size_t i = 0; i < filled_.size(); ++i)
    if (!filled_[i]) payload_.push_back(i);
  has_key_ = !schema.grain.empty();
  for (const std::string& name : schema.grain) {
    const auto column = schema.find(name);
    SEOHAK_CHECK(column.has_value());
    if (filled_[*column]) has_key_ = false;
    key_.push_back(*column);
  }
}

Cell& RowTable::cell(std::size_t column, ColumnType type) {
  SEOHAK_CHECK(column < pending_.size() && schema_.columns[column].type == type);
  pending_[column].set = true;
  return pending_[column];
}

void RowTable::day(std::size_t column, PlainDay value) {
  cell(column, ColumnType::date).integer = value.date.time_since_epoch().count();
}
void RowTable::instant(std::size_t column, Instant value) {
  cell(column, ColumnType::timestamp).integer = value.time_since_epoch().count();
}
void RowTable::text(std::size_t column, std::string_view value) {
  cell(column, ColumnType::text).text = value;
}
void RowTable::decimal(std::size_t column, std::int64_t steps) {
  cell(column, ColumnType::decimal).integer = steps;
}
void RowTable::real(std::size_t column, double value) {
  cell(column, ColumnType::real).real = value;
}
void RowTable::integer(std::size_t column, std::int64_t value) {
  const ColumnType type = schema_.columns[column].type;
  const bool narrow = type == ColumnType::integer;
  cell(column, narrow ? ColumnType::integer : ColumnType::big_integer).integer = value;
}
void RowTable::boolean(std::size_t column, bool value) {
  cell(column, ColumnType::boolean).integer = value ? 1 : 0;
}

void RowTable::end_row(std::string_view row_text) {
  SEOHAK_CHECK(!answers_.empty());
  if (source_column_ && !pending_[*source_column_].set)
    text(*source_column_, answers_.back().source);
  const std::string reason = checks_.first_reason(pending_, filled_);
  if (reason.empty()) {
    for (std::size_t i = 0; i < pending_.size(); ++i)
      values_[i].push(schema_.columns[i].type, pending_[i]);
    answer_of_.push_back(static_cast<std::uint32_t>(answers_.size() - 1));
    dead_.push_back(0);
    if (has_key_) {
      row_texts_.append(row_text.substr(0, kKeptText));
      row_text_ends_.push_back(row_texts_.size());
    }
  } else {
    quarantine_(reason, row_text);
  }
  drop_row();
}

void RowTable::drop_row() {
  for (Cell& pending : pending_) pending.set = false;
}

void RowTable::begin_answer() {
  answer_start_ = answer_of_.size();
  forget_row_texts();
}

void RowTable::forget_row_texts() {
  row_texts_.clear();
  row_text_ends_.clear();
}

std::string_view RowTable::row_text(std::size_t row) const {
  const std::size_t at = row - answer_start_;
  const std::size_t begin = at == 0 ? 0 : row_text_ends_[at - 1];
  return std::string_view(row_texts_).substr(begin, row_text_ends_[at] - begin);
}

/// Rows by their key, one a key: an open table of row numbers.
class RowTable::KeySet {
 public:
  KeySet(const RowTable& table, std::size_t rows)
      : table_(table), slots_(std::bit_ceil(2 * rows + 2), kFree) {}

  /// The row of the same key that is held, or `row`, which is held from now on.
  std::size_t insert(std::size_t row) {
    std::size_t& slot = find(row);
    if (slot == kFree) slot = row;
    return slot;
  }
  /// Holds `row` in place of the row of the same key.
  void replace(std::size_t row) { find(row) = row; }

 private:
  static constexpr std::size_t kFree = SIZE_MAX;
  std::size_t& find(std::size_t row) {
    const std::size_t mask = slots_.size() - 1;
    const std::size_t hash = table_.hash_key(row) * 0x9e3779b97f4a7c15U;
    std::size_t at = (hash ^ (hash >> 32U)) & mask;
    while (slots_[at] != kFree && slots_[at] != row && !table_.same(slots_[at], row, table_.key_))
      at = (at + 1) & mask;
    return slots_[at];
  }

  const RowTable& table_;
  std::vector<std::size_t> slots_;
};

bool RowTable::same(std::size_t a, std::size_t b, const std::vector<std::size_t>& columns) const {
  for (std::size_t column : columns) {
    const ColumnValues& values = values_[column];
    const ColumnType type = schema_.columns[column].type;
    if (values.valid[a] != values.valid[b]) return false;
    if (is_text(type)   ? values.text(a) != values.text(b)
        : is_real(type) ? values.reals[a] != values.reals[b]
                        : values.integers[a] != values.integers[b])
      return false;
  }
  return true;
}

std::size_t RowTable::hash_key(std::size_t row) const {
  std::size_t hash = 0;
  for (std::size_t column : key_) {
    const ColumnValues& values = values_[column];
    const ColumnType type = schema_.columns[column].type;
    hash = mix(hash, is_text(type)   ? std::hash<std::string_view>{}(values.text(row))
                     : is_real(type) ? std::hash<double>{}(values.reals[row])
                                     : std::hash<std::int64_t>{}(values.integers[row]));
  }
  return hash;
}

void RowTable::kill(std::size_t row) {
  dead_[row] = 1;
  ++dead_count_;
}

void RowTable::close_answer() {
  const std::size_t rows = answer_of_.size();
  if (has_key_ && rows > answer_start_ + 1) {
    KeySet seen(*this, rows - answer_start_);
    for (std::size_t row = rows; row-- > answer_start_;) {
      const std::size_t kept = seen.insert(row);
      if (kept == row) continue;
      kill(row);
      if (!same(row, kept, payload_))
        quarantine_("duplicate key: a later row of the same answer differs", row_text(row));
    }
  }
  begin_answer();
}

void RowTable::abandon_answer() {
  for (std::size_t row = answer_start_; row < dead_.size(); ++row)
    if (dead_[row] != 0) --dead_count_;
  for (std::size_t i = 0; i < values_.size(); ++i)
    values_[i].resize(schema_.columns[i].type, answer_start_);
  answer_of_.resize(answer_start_);
  dead_.resize(answer_start_);
  forget_row_texts();
  drop_row();
}

bool RowTable::newer(std::size_t a, std::size_t b) const {
  const AnswerInfo& one = answers_[answer_of_[a]];
  const AnswerInfo& other = answers_[answer_of_[b]];
  return std::tie(one.fetched_at, one.load_id, one.record, a) >
         std::tie(other.fetched_at, other.load_id, other.record, b);
}

void RowTable::keep_newest() {
  if (!has_key_ || answer_of_.empty() || answer_of_.front() == answer_of_.back()) return;
  KeySet newest(*this, answer_of_.size());
  for (std::size_t row = 0; row < answer_of_.size(); ++row) {
    if (dead_[row] != 0) continue;
    const std::size_t kept = newest.insert(row);
    if (kept == row) continue;
    if (newer(row, kept)) {
      kill(kept);
      newest.replace(row);
    } else {
      kill(row);
    }
  }
}

Result<std::shared_ptr<arrow::RecordBatch>> RowTable::finish() {
  keep_newest();
  auto batch = to_record_batch(schema_, std::move(values_), answer_of_, dead_, answers_);
  values_.assign(schema_.columns.size(), ColumnValues{});
  answer_of_.clear();
  dead_.clear();
  dead_count_ = 0;
  begin_answer();
  return batch;
}

}  // namespace seohak
