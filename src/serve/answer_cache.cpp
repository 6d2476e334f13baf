#include "serve/answer_cache.h"

#include <fmt/format.h>

#include "base/hash.h"
#include "base/text.h"
#include "serve/gzip.h"

namespace seohak {
namespace {

constexpr std::size_t kMostBytes = 64U << 20U;
constexpr std::size_t kTagDigits = 16;

std::string short_hash(std::string_view text) { return sha256_hex(text).substr(0, kTagDigits); }

/// The answer or 304, with the headers of a conditional answer.
WebResponse conditional(const WebRequest& request, WebResponse response,
                        const std::shared_ptr<const std::string>& gzipped, const std::string& tag) {
  response.headers.push_back({"ETag", tag});
  response.headers.push_back({"Cache-Control", "no-cache"});
  response.headers.push_back({"Vary", "Accept-Encoding"});
  if (matches_tag(request.header("If-None-Match").value_or(""), tag)) {
    response.status = 304;
    response.body = nullptr;
    std::erase_if(response.headers, [](const Header& header) {
      return equal_ignoring_case(header.name, "Content-Type");
    });
    return response;
  }
  if (gzipped && accepts_gzip(request.header("Accept-Encoding").value_or(""))) {
    response.body = gzipped;
    response.headers.push_back({"Content-Encoding", "gzip"});
  }
  return response;
}

std::shared_ptr<const std::string> gzip_if_worth(const WebResponse& response) {
  if (!response.body || response.body->size() <= kGzipFrom) return nullptr;
  return std::make_shared<const std::string>(gzip(*response.body));
}

}  // namespace

bool matches_tag(std::string_view if_none_match, std::string_view tag) {
  const auto strong = [](std::string_view text) {
    return text.starts_with("W/") ? text.substr(2) : text;
  };
  for (const std::string& one : split(if_none_match, ',')) {
    if (one == "*" || strong(one) == strong(tag)) return true;
  }
  return false;
}

WebResponse AnswerCache::answer(const WebRequest& request, std::int64_t version,
                                const std::function<WebResponse()>& make) {
  std::shared_ptr<const Kept> kept = find(request.target, version);
  if (!kept) {
    if (request.at_once) return later();
    WebResponse made = make();
    if (made.status != 200) return made;
    auto fresh = std::make_shared<Kept>();
    fresh->tag = fmt::format("W/\"{}-{}-{}\"", boot_, version, short_hash(request.target));
    fresh->gzipped = gzip_if_worth(made);
    fresh->plain = std::move(made);
    keep(request.target, version, fresh);
    kept = std::move(fresh);
  }
  return conditional(request, kept->plain, kept->gzipped, kept->tag);
}

WebResponse AnswerCache::tagged(const WebRequest& request, const WebResponse& made) {
  if (made.status != 200 || !made.body) return made;
  return conditional(request, made, gzip_if_worth(made),
                     fmt::format("W/\"{}\"", short_hash(*made.body)));
}

std::shared_ptr<const AnswerCache::Kept> AnswerCache::find(const std::string& target,
                                                           std::int64_t version) {
  const std::lock_guard lock(mutex_);
  if (version != version_) return nullptr;
  const auto found = kept_.find(target);
  return found == kept_.end() ? nullptr : found->second;
}

void AnswerCache::keep(const std::string& target, std::int64_t version,
                       std::shared_ptr<const Kept> kept) {
  const std::size_t size = kept->plain.body->size() + (kept->gzipped ? kept->gzipped->size() : 0);
  const std::lock_guard lock(mutex_);
  if (version < version_) return;
  if (version != version_ || bytes_ + size > kMostBytes) {
    kept_.clear();
    bytes_ = 0;
    version_ = version;
  }
  if (kept_.emplace(target, std::move(kept)).second) bytes_ += size + target.size();
}

}  // namespace seohak
