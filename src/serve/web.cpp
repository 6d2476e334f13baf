#include "serve/web.h"

#include <map>

#include <fmt/format.h>

#include "serve/answer_cache.h"
#include "serve/gzip.h"

namespace seohak {
namespace {

constexpr std::string_view kNotBuilt =
    "<!doctype html><meta charset=\"utf-8\"><title>seohak</title>"
    "<p>This program was built without its web pages; the API is at <a "
    "href=\"/api/v1/status\">/api/v1</a>.</p>\n";

struct Page {
  WebResponse plain;
  std::shared_ptr<const std::string> gzipped;  ///< null when that is not smaller
};
using Pages = std::map<std::string, Page, std::less<>>;

std::string_view type_of(std::string_view path) {
  const std::string_view suffix = path.substr(std::min(path.rfind('.'), path.size()));
  if (suffix == ".html") return "text/html; charset=utf-8";
  if (suffix == ".js") return "text/javascript; charset=utf-8";
  if (suffix == ".css") return "text/css; charset=utf-8";
  if (suffix == ".json" || suffix == ".map") return "application/json";
  if (suffix == ".webmanifest") return "application/manifest+json";
  if (suffix == ".svg") return "image/svg+xml";
  if (suffix == ".png") return "image/png";
  if (suffix == ".ico") return "image/x-icon";
  if (suffix == ".woff2") return "font/woff2";
  if (suffix == ".txt") return "text/plain; charset=utf-8";
  return "application/octet-stream";
}

bool is_immutable(std::string_view path) { return path.starts_with("/assets/"); }

Page make_page(std::string_view path, std::string_view bytes) {
  Page page;
  page.plain = text_response(200, type_of(path), std::string(bytes));
  std::string packed = bytes.size() > kGzipFrom ? gzip(bytes) : std::string(bytes);
  if (packed.size() < bytes.size()) {
    page.gzipped = std::make_shared<const std::string>(std::move(packed));
  }
  return page;
}

WebResponse serve_immutable(const Page& page, const WebRequest& request) {
  WebResponse response = page.plain;
  response.headers.push_back({"Cache-Control", "public, max-age=31536000, immutable"});
  response.headers.push_back({"Vary", "Accept-Encoding"});
  if (page.gzipped && accepts_gzip(request.header("Accept-Encoding").value_or(""))) {
    response.body = page.gzipped;
    response.headers.push_back({"Content-Encoding", "gzip"});
  }
  return response;
}

WebResponse serve(const Pages& pages, const WebRequest& request) {
  const auto found = pages.find(request.path);
  if (found != pages.end() && is_immutable(request.path)) {
    return serve_immutable(found->second, request);
  }
  if (found != pages.end()) return AnswerCache::tagged(request, found->second.plain);
  if (is_immutable(request.path) || request.path == "/api" || request.path.starts_with("/api/")) {
    return nothing_at(request);
  }
  return AnswerCache::tagged(request, pages.find("/index.html")->second.plain);
}

}  // namespace

void add_web(Router& router, std::span<const embedded::File> files) {
  // Shared, because handlers are copied.
  auto pages = std::make_shared<Pages>();
  for (const embedded::File& file : files) {
    const std::string path = fmt::format("/{}", file.path);
    pages->emplace(path, make_page(path, file.bytes));
  }
  pages->emplace("/index.html", make_page("/index.html", kNotBuilt));  // when there is none
  router.set_fallback(
      [pages = std::move(pages)](const WebRequest& request) { return serve(*pages, request); });
}

}  // namespace seohak
