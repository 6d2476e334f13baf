#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace seohak {

/// Writes one JSON document front to back; commas are its own. Doubles are the shortest text that
/// reads back equal; NaN and infinity become null; bytes that are not UTF-8 become U+FFFD.
/// Thread-compatible.
class JsonWriter {
 public:
  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  /// The name of the value that follows.
  JsonWriter& key(std::string_view name);
  JsonWriter& text(std::string_view value);
  JsonWriter& number(double value);
  JsonWriter& number(std::int64_t value);
  JsonWriter& boolean(bool value);
  JsonWriter& null();
  /// A value that is JSON already.
  JsonWriter& raw(std::string_view json);
  /// Text, or null when there is none.
  JsonWriter& text_or_null(const std::optional<std::string>& value);

  const std::string& view() const { return out_; }
  /// The document; the writer is empty afterwards.
  std::string take();

 private:
  void before_value();

  std::string out_;
  bool comma_ = false;  ///< a value stands before at this level
};

}  // namespace seohak
