#include <charconv>

#include <fmt/core.h>

#include "base/hash.h"
#include "base/text.h"
#include "land/warc.h"
#include "land/zstd_frame.h"

namespace seohak {
namespace {

constexpr std::string_view kNewline = "\r\n";

/// Takes the text up to the next line end off `rest`; false when there is none.
bool take_line(std::string_view& rest, std::string_view& line) {
  const std::size_t end = rest.find(kNewline);
  if (end == std::string_view::npos) return false;
  line = rest.substr(0, end);
  rest.remove_prefix(end + kNewline.size());
  return true;
}

/// Takes header fields and the blank line after them off `rest`. A line that starts with a blank
/// continues the one before.
Result<std::vector<Header>> take_fields(std::string_view& rest, std::string_view what) {
  std::vector<Header> fields;
  std::string_view line;
  while (take_line(rest, line)) {
    if (line.empty()) return fields;
    if ((line.front() == ' ' || line.front() == '\t') && !fields.empty()) {
      fields.back().value.append(" ").append(trim(line));
      continue;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0) {
      return fail(Errc::bad_data, fmt::format("{} header line without a name", what));
    }
    fields.push_back(
        {std::string(line.substr(0, colon)), std::string(trim(line.substr(colon + 1)))});
  }
  return fail(Errc::bad_data, fmt::format("{} headers do not end", what));
}

/// Takes one record off `rest`; its block stays there, as `block`.
Result<WarcRecord> take_record(std::string_view& rest, std::string_view& block) {
  std::string_view version;
  if (!take_line(rest, version) || (version != "WARC/1.1" && version != "WARC/1.0")) {
    return fail(Errc::bad_data, "no WARC record starts here");
  }
  WarcRecord record;
  record.headers = SEOHAK_TRY(take_fields(rest, "WARC"));
  record.type = std::string(record.get("WARC-Type"));
  const std::string_view length = record.get("Content-Length");
  std::size_t bytes = 0;
  const auto parsed = std::from_chars(length.data(), length.data() + length.size(), bytes);
  if (length.empty() || parsed.ec != std::errc() || parsed.ptr != length.data() + length.size()) {
    return fail(Errc::bad_data, "WARC Content-Length is missing or no number");
  }
  if (bytes > rest.size()) {
    return fail(Errc::bad_data,
                fmt::format("WARC record cut short: {} of {} bytes", rest.size(), bytes));
  }
  block = rest.substr(0, bytes);
  rest.remove_prefix(bytes);
  if (!rest.starts_with("\r\n\r\n")) {
    return fail(Errc::bad_data, "WARC record is longer than its Content-Length");
  }
  rest.remove_prefix(4);
  return record;
}

Result<int> parse_status(std::string_view line) {
  const bool shaped = line.starts_with("HTTP/") && line.find(' ') != std::string_view::npos;
  if (!shaped) return fail(Errc::bad_data, "response without an HTTP status line");
  const std::string_view code = line.substr(line.find(' ') + 1).substr(0, 3);
  int status = 0;
  const auto parsed = std::from_chars(code.data(), code.data() + code.size(), status);
  if (parsed.ec != std::errc() || parsed.ptr != code.data() + code.size() || status < 100) {
    return fail(Errc::bad_data, "response with a bad HTTP status line");
  }
  return status;
}

Result<void> check_digest(std::string_view stated, std::string_view bytes, std::string_view what) {
  constexpr std::string_view kPrefix = "sha256:";
  if (!stated.starts_with(kPrefix)) return {};  // another algorithm: not ours to judge
  if (equal_ignoring_case(stated.substr(kPrefix.size()), sha256_hex(bytes))) return {};
  return fail(Errc::bad_data, fmt::format("{} digest does not match its bytes", what));
}

}  // namespace

std::string_view WarcRecord::get(std::string_view name) const {
  for (const Header& header : headers) {
    if (equal_ignoring_case(header.name, name)) return header.value;
  }
  return {};
}

Result<void> read_warc(std::string_view bytes,
                       const std::function<Result<void>(const WarcRecord&)>& visit) {
  std::size_t offset = 0;
  while (offset < bytes.size()) {
    const std::string place = fmt::format("byte {}", offset);
    const Frame frame = SEOHAK_TRY(read_frame(bytes.substr(offset)).context(place));
    std::string_view rest = frame.content;
    while (!rest.empty()) {
      std::string_view block;
      WarcRecord record = SEOHAK_TRY(take_record(rest, block).context(place));
      record.block = std::string(block);
      record.offset = static_cast<std::int64_t>(offset);
      SEOHAK_TRY(visit(record));
    }
    offset += frame.size;
  }
  return {};
}

Result<WarcRecord> read_warc_at(std::string_view bytes, std::int64_t offset) {
  const std::string place = fmt::format("byte {}", offset);
  if (offset < 0 || static_cast<std::size_t>(offset) >= bytes.size()) {
    return fail(Errc::bad_data, place + ": beyond the end of the file");
  }
  Frame frame =
      SEOHAK_TRY(read_frame(bytes.substr(static_cast<std::size_t>(offset))).context(place));
  std::string_view rest = frame.content;
  std::string_view block;
  WarcRecord record = SEOHAK_TRY(take_record(rest, block).context(place));
  // The block is cut out in place: a copy would take as much memory again.
  const auto begin = static_cast<std::size_t>(block.data() - frame.content.data());
  frame.content.resize(begin + block.size());
  record.block = std::move(frame.content.erase(0, begin));
  record.offset = offset;
  return record;
}

Result<LandedRequest> request_of(WarcRecord record) {
  if (record.type != "request") {
    return fail(Errc::bad_data, fmt::format("a '{}' record, not a request", record.type));
  }
  std::string_view rest = record.block;
  std::string_view line;
  if (!take_line(rest, line)) return fail(Errc::bad_data, "request without an HTTP head");
  LandedRequest request;
  request.method = std::string(line.substr(0, line.find(' ')));
  request.url = std::string(record.get("WARC-Target-URI"));
  request.headers = SEOHAK_TRY(take_fields(rest, "HTTP"));
  request.body = std::string(rest);
  return request;
}

Result<Answer> answer_of(WarcRecord record) {
  if (record.type != "response") {
    return fail(Errc::bad_data, fmt::format("a '{}' record, not a response", record.type));
  }
  Answer answer;
  answer.url = std::string(record.get("WARC-Target-URI"));
  answer.fetched_at =
      SEOHAK_TRY(Result<Instant>(parse_instant(record.get("WARC-Date"))).context("WARC-Date"));
  std::string_view rest = record.block;
  std::string_view line;
  if (!take_line(rest, line)) return fail(Errc::bad_data, "response without an HTTP head");
  answer.status = SEOHAK_TRY(parse_status(line));
  answer.headers = SEOHAK_TRY(take_fields(rest, "HTTP"));
  const std::string_view payload = record.get("WARC-Payload-Digest");
  if (!payload.empty()) {
    SEOHAK_TRY(check_digest(payload, rest, "payload"));
  } else {
    SEOHAK_TRY(check_digest(record.get("WARC-Block-Digest"), record.block, "block"));
  }
  answer.body = std::move(record.block.erase(0, record.block.size() - rest.size()));
  return answer;
}

}  // namespace seohak
