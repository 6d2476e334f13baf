#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "serve/http.h"

namespace seohak {

/// Gzip of bodies over this size, in bytes.
constexpr std::size_t kGzipFrom = 1024;

/// Keeps answers until the warehouse changes, and answers conditional requests. Thread-safe.
class AnswerCache {
 public:
  /// `boot`: different for every process, so that an entity tag never outlives it.
  explicit AnswerCache(std::string boot) : boot_(std::move(boot)) {}

  /// The kept answer to `request` at `version` (made by `make` when there is none; answers other
  /// than 200 are not kept), with ETag and Cache-Control: no-cache, gzipped when the client takes
  /// it; 304 when the client has it. Without a kept answer, a request at once gets `later()`.
  WebResponse answer(const WebRequest& request, std::int64_t version,
                     const std::function<WebResponse()>& make);

  /// The same for an answer that is made anew each time: the tag comes from its bytes.
  static WebResponse tagged(const WebRequest& request, const WebResponse& made);

 private:
  struct Kept {
    std::string tag;
    WebResponse plain;
    std::shared_ptr<const std::string> gzipped;  ///< null when not worth it
  };
  std::shared_ptr<const Kept> find(const std::string& target, std::int64_t version);
  void keep(const std::string& target, std::int64_t version, std::shared_ptr<const Kept> kept);

  const std::string boot_;
  std::mutex mutex_;
  std::int64_t version_ = -1;  ///< of `kept_`; guarded by mutex_
  std::map<std::string, std::shared_ptr<const Kept>>
      kept_;               ///< guarded by mutex_; shared with readers
  std::size_t bytes_ = 0;  ///< guarded by mutex_
};

/// Whether an If-None-Match header names `tag` (weak comparison) or is `*`.
bool matches_tag(std::string_view if_none_match, std::string_view tag);

}  // namespace seohak
