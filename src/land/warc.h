#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "extract/connector.h"
#include "land/landing.h"

namespace seohak {

/// One record of a WARC 1.1 file (ISO 28500:2017).
struct WarcRecord {
  std::string type;             ///< warcinfo, request, response
  std::vector<Header> headers;  ///< WARC named fields in file order
  std::string block;            ///< for http types: HTTP head, blank line, body
  std::int64_t offset = 0;      ///< of its zstd frame, bytes
  /// First value of a named field, its name compared without case; empty when absent.
  std::string_view get(std::string_view name) const;
};

/// The two records of one exchange, each already compressed as one zstd frame. Bodies are the
/// content-decoded ones; Content-Encoding, Transfer-Encoding and Content-Length of the wire are
/// kept as `X-Orig-*`. Secrets are masked as `Mask` says. Record ids are derived from content, so
/// equal answers give equal bytes.
struct WarcPair {
  std::string request;
  std::string response;
  std::string url;             ///< WARC-Target-URI: the call's URL, masked
  std::string payload_digest;  ///< "sha256:<hex>" of the body
};
/// Errors: bad_data (a status outside 100..999), internal (zstd failed).
Result<WarcPair> encode_exchange(const Call& call, const Answer& answer);
/// A leading warcinfo record, compressed. Errors: internal (zstd failed).
Result<std::string> encode_warcinfo(Instant date, std::string_view file_name);

/// Visits the records of a .warc.zst held in memory (frames one after another; several records a
/// frame are accepted, skippable frames passed over). Errors: bad_data with the offset of the frame
/// and what is wrong; the visitor's.
Result<void> read_warc(std::string_view bytes,
                       const std::function<Result<void>(const WarcRecord&)>& visit);

/// The first record of the zstd frame at `offset`. Errors: as read_warc.
Result<WarcRecord> read_warc_at(std::string_view bytes, std::int64_t offset);

/// The request a request record holds. Errors: bad_data (another type, no HTTP head).
Result<LandedRequest> request_of(WarcRecord record);

/// The answer a response record holds, its headers as stored (source and dataset are the caller's
/// to set). Errors: bad_data (no HTTP head, a bad status line, a digest that does not match).
Result<Answer> answer_of(WarcRecord record);

}  // namespace seohak
