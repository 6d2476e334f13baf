#include "serve/web.h"

#include <gmock/gmock.h>
#include <zlib.h>

#include "serve/answer_cache.h"
#include "serve/gzip.h"

namespace seohak {
namespace {

using ::testing::HasSubstr;

std::string gunzip(std::string_view packed) {
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
  std::string out(1U << 20U, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

const std::string kScript(5000, 'x');

WebResponse get(std::span<const embedded::File> files, std::string path,
                std::vector<Header> headers = {}) {
  Router router;
  add_web(router, files);
  WebRequest request;
  request.method = "GET";
  request.path = path;
  request.target = std::move(path);
  request.headers = std::move(headers);
  return router.handle(request);
}

const embedded::File kFiles[] = {
    {"assets/app-1a2b.js", kScript}, {"favicon.svg", "<svg/>"}, {"index.html", "<p>app</p>"}};

TEST(Web, ServesFilesAndTheAppElsewhere) {
  const struct {
    const char* path;
    int status;
    const char* type;
    const char* body;
    const char* cache;
  } scenarios[] = {
      {"/", 200, "text/html; charset=utf-8", "<p>app</p>", "no-cache"},
      {"/exchange-rate", 200, "text/html; charset=utf-8", "<p>app</p>", "no-cache"},
      {"/index.html", 200, "text/html; charset=utf-8", "<p>app</p>", "no-cache"},
      {"/favicon.svg", 200, "image/svg+xml", "<svg/>", "no-cache"},
      {"/assets/app-1a2b.js", 200, "text/javascript; charset=utf-8", "xxxx",
       "public, max-age=31536000, immutable"},
      {"/assets/gone.js", 404, "application/json", "not_found", ""},
      {"/assets/../index.html", 404, "application/json", "not_found", ""},
      {"/api/v2/status", 404, "application/json", "not_found", ""},
      {"/api", 404, "application/json", "not_found", ""},
  };
  for (const auto& scenario : scenarios) {
    SCOPED_TRACE(scenario.path);
    const WebResponse response = get(kFiles, scenario.path);
    EXPECT_EQ(response.status, scenario.status);
    EXPECT_EQ(response.header("Content-Type"), scenario.type);
    EXPECT_EQ(response.header("Cache-Control"), scenario.cache);
    EXPECT_THAT(*response.body, HasSubstr(scenario.body));
  }
}

TEST(Web, PacksForClientsThatTakeIt) {
  const WebResponse packed = get(kFiles, "/assets/app-1a2b.js", {{"Accept-Encoding", "br, gzip"}});
  EXPECT_EQ(packed.header("Content-Encoding"), "gzip");
  EXPECT_EQ(packed.header("Vary"), "Accept-Encoding");
  EXPECT_LT(packed.body->size(), 500u);
  EXPECT_EQ(gunzip(*packed.body), kScript);
  const WebResponse plain = get(kFiles, "/assets/app-1a2b.js", {{"Accept-Encoding", "gzip;q=0"}});
  EXPECT_EQ(plain.header("Content-Encoding"), "");
  EXPECT_EQ(*plain.body, kScript);
}

TEST(Web, SaysSoWhenBuiltWithoutPages) {
  EXPECT_THAT(*get({}, "/").body, HasSubstr("built without its web pages"));
}

TEST(Web, AnswersNotModified) {
  const std::string tag(get(kFiles, "/").header("ETag"));
  ASSERT_FALSE(tag.empty());
  EXPECT_EQ(get(kFiles, "/", {{"If-None-Match", tag}}).status, 304);
  EXPECT_EQ(get(kFiles, "/", {{"If-None-Match", "\"x\", " + tag}}).status, 304);
  EXPECT_EQ(get(kFiles, "/", {{"If-None-Match", "\"x\""}}).status, 200);
}

TEST(Gzip, IsTakenOnlyWhenListed) {
  EXPECT_TRUE(accepts_gzip("gzip"));
  EXPECT_TRUE(accepts_gzip("deflate, gzip;q=0.5, br"));
  EXPECT_TRUE(accepts_gzip("*"));
  EXPECT_FALSE(accepts_gzip(""));
  EXPECT_FALSE(accepts_gzip("br"));
  EXPECT_FALSE(accepts_gzip("gzip;q=0"));
  EXPECT_FALSE(accepts_gzip("gzip;q=0.000"));
  EXPECT_TRUE(accepts_gzip("gzip;q=0.001"));
}

TEST(AnswerCache, PacksLongAnswersAndMakesThemOnce) {
  AnswerCache cache("boot");
  WebRequest request;
  request.method = "GET";
  request.target = "/x";
  request.headers = {{"Accept-Encoding", "gzip"}};
  int made = 0;
  const auto make = [&] {
    ++made;
    return text_response(200, "application/json", std::string(2000, 'y'));
  };
  EXPECT_EQ(gunzip(*cache.answer(request, 1, make).body), std::string(2000, 'y'));
  EXPECT_EQ(cache.answer(request, 1, make).header("Content-Encoding"), "gzip");
  EXPECT_EQ(made, 1);
  cache.answer(request, 2, make);
  EXPECT_EQ(made, 2);
  const auto failing = [&] {
    ++made;
    return error_response({Errc::not_found, "no"});
  };
  request.target = "/y";
  EXPECT_EQ(cache.answer(request, 2, failing).status, 404);
  EXPECT_EQ(cache.answer(request, 2, failing).status, 404);
  EXPECT_EQ(made, 4);
}

}  // namespace
}  // namespace seohak
