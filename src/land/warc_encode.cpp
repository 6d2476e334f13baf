#include <array>

#include <fmt/core.h>

#include "base/hash.h"
#include "base/text.h"
#include "land/mask.h"
#include "land/warc.h"
#include "land/zstd_frame.h"

namespace seohak {
namespace {

constexpr std::array<std::string_view, 3> kWireHeaders = {"Content-Encoding", "Transfer-Encoding",
                                                          "Content-Length"};

/// A name-based UUID (version 8) of the text: the same text, the same id.
std::string record_id(std::string_view text) {
  std::string hex = sha256_hex(text).substr(0, 32);
  hex[12] = '8';
  hex[16] = 'a';
  return fmt::format("<urn:uuid:{}-{}-{}-{}-{}>", hex.substr(0, 8), hex.substr(8, 4),
                     hex.substr(12, 4), hex.substr(16, 4), hex.substr(20));
}

bool is_token(char c) {
  const bool alphanumeric =
      (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return alphanumeric || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

/// One field on one line, whatever the source sent.
void append_field(std::string& out, std::string_view name, std::string_view value) {
  for (const char c : name) out += is_token(c) ? c : '_';
  if (name.empty()) out += '_';
  out += ": ";
  for (const char c : trim(value)) out += (c == '\r' || c == '\n' || c == '\0') ? ' ' : c;
  out += "\r\n";
}

Result<std::string> encode(const std::vector<Header>& fields, std::string_view block) {
  std::string record = "WARC/1.1\r\n";
  for (const Header& field : fields) append_field(record, field.name, field.value);
  append_field(record, "Content-Length", std::to_string(block.size()));
  record.append("\r\n").append(block).append("\r\n\r\n");
  return compress_frame(record);
}

bool has_header(const std::vector<Header>& headers, std::string_view name) {
  for (const Header& header : headers) {
    if (equal_ignoring_case(header.name, name)) return true;
  }
  return false;
}

std::string request_head(const Call& call, const Mask& mask, std::size_t body_bytes) {
  const std::string_view url = mask.url();
  const std::size_t scheme = url.find("://");
  const std::size_t start = scheme == std::string_view::npos ? 0 : scheme + 3;
  const std::size_t path = std::min(url.find_first_of("/?", start), url.size());
  std::string_view authority = url.substr(start, path - start);
  authority.remove_prefix(authority.rfind('@') + 1);  // npos + 1 is 0
  const bool rooted = path < url.size() && url[path] == '/';
  std::string head = fmt::format("{} {}{} HTTP/1.1\r\n", call.body.empty() ? "GET" : "POST",
                                 rooted ? "" : "/", url.substr(path));
  if (!has_header(call.headers, "Host")) append_field(head, "Host", authority);
  for (const Header& header : call.headers) {
    if (equal_ignoring_case(header.name, "Content-Length")) continue;
    append_field(head, header.name, mask.header(header));
  }
  if (!call.body.empty()) append_field(head, "Content-Length", std::to_string(body_bytes));
  return head + "\r\n";
}

std::string response_head(const Answer& answer, const Mask& mask, std::size_t body_bytes) {
  std::string head = fmt::format("HTTP/1.1 {} \r\n", answer.status);
  for (const Header& header : answer.headers) {
    std::string name = header.name;
    for (const std::string_view wire : kWireHeaders) {
      if (equal_ignoring_case(name, wire)) name = fmt::format("X-Orig-{}", wire);
    }
    append_field(head, name, mask.header(header));
  }
  append_field(head, "Content-Length", std::to_string(body_bytes));
  return head + "\r\n";
}

std::string digest_of(std::string_view bytes) { return "sha256:" + sha256_hex(bytes); }

}  // namespace

Result<WarcPair> encode_exchange(const Call& call, const Answer& answer) {
  if (answer.status < 100 || answer.status > 999) {
    return fail(Errc::bad_data, fmt::format("landing: {} is no HTTP status", answer.status));
  }
  const Mask mask(call);
  const std::string date = format(answer.fetched_at);
  const std::string sent = mask.request_body(call.body);
  const std::string body = mask.answer_body(answer.body);
  const std::string request = request_head(call, mask, sent.size()) + sent;
  const std::string response = response_head(answer, mask, body.size()) + body;
  WarcPair pair;
  pair.url = mask.url();
  pair.payload_digest = digest_of(body);
  const std::string request_digest = digest_of(request);
  const std::string response_digest = digest_of(response);
  const std::string response_id =
      record_id(fmt::format("response {} {} {}", pair.url, date, response_digest));
  pair.request = SEOHAK_TRY(encode(
      {{"WARC-Type", "request"},
       {"WARC-Record-ID", record_id(fmt::format("request {} {}", response_id, request_digest))},
       {"WARC-Date", date},
       {"WARC-Target-URI", pair.url},
       {"WARC-Concurrent-To", response_id},
       {"WARC-Block-Digest", request_digest},
       {"WARC-Payload-Digest", digest_of(sent)},
       {"Content-Type", "application/http; msgtype=request"}},
      request));
  pair.response = SEOHAK_TRY(encode({{"WARC-Type", "response"},
                                     {"WARC-Record-ID", response_id},
                                     {"WARC-Date", date},
                                     {"WARC-Target-URI", pair.url},
                                     {"WARC-Block-Digest", response_digest},
                                     {"WARC-Payload-Digest", pair.payload_digest},
                                     {"Content-Type", "application/http; msgtype=response"}},
                                    response));
  return pair;
}

Result<std::string> encode_warcinfo(Instant date, std::string_view file_name) {
  constexpr std::string_view kBlock =
      "software: seohak\r\n"
      "format: WARC File Format 1.1\r\n"
      "conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
      "\r\n";
  const std::string day = format(date);
  return encode({{"WARC-Type", "warcinfo"},
                 {"WARC-Record-ID", record_id(fmt::format("warcinfo {} {}", file_name, day))},
                 {"WARC-Date", day},
                 {"WARC-Filename", std::string(file_name)},
                 {"WARC-Block-Digest", digest_of(kBlock)},
                 {"Content-Type", "application/warc-fields"}},
                kBlock);
}

}  // namespace seohak
