#include "land/warc.h"

#include <gmock/gmock.h>

#include "base/hash.h"
#include "land/test_answers.h"
#include "land/zstd_frame.h"

namespace seohak {
namespace {

using land_test::answer_of_body;
using land_test::call_of;
using land_test::noise;
using testing::HasSubstr;
using testing::Not;

std::vector<WarcRecord> records_of(std::string_view bytes) {
  std::vector<WarcRecord> records;
  const auto read = read_warc(bytes, [&](const WarcRecord& record) -> Result<void> {
    records.push_back(record);
    return {};
  });
  EXPECT_TRUE(read.has_value()) << read.error().message;
  return records;
}

std::string plain_text(const std::string& frame) { return read_frame(frame).value().content; }

TEST(Warc, RoundTripsBodiesOfAnyBytes) {
  const Call call = call_of("https://x.example/a?day=1");
  for (const std::string& body :
       {std::string(), std::string("[]"), std::string("\0\r\n\r\nWARC/1.1\r\n\xff", 16),
        std::string("\r\n\r\n"), noise(3U << 20U), std::string(5U << 20U, 'a')}) {
    const WarcPair pair = encode_exchange(call, answer_of_body(body)).value();
    const auto records = records_of(pair.request + pair.response);
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(records[1].offset, static_cast<std::int64_t>(pair.request.size()));
    const Answer read = answer_of(records[1]).value();
    EXPECT_TRUE(read.body == body);
    EXPECT_EQ(read.status, 200);
    EXPECT_EQ(read.url, "https://x.example/a?day=1");
    EXPECT_EQ(read.fetched_at, land_test::instant("2024-11-26T02:10:00Z"));
  }
}

TEST(Warc, StatesTheDigestOfTheBody) {
  const auto pair = encode_exchange(call_of("https://x.example/"), answer_of_body("abc")).value();
  // FIPS 180-2, appendix B.1
  EXPECT_EQ(pair.payload_digest,
            "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(records_of(pair.response)[0].get("warc-payload-digest"), pair.payload_digest);
}

TEST(Warc, KeepsMicroseconds) {
  const Answer answer = answer_of_body("x", "2026-05-01T23:04:19.250001Z");
  const auto pair = encode_exchange(call_of("https://x.example/"), answer).value();
  EXPECT_EQ(answer_of(records_of(pair.response)[0]).value().fetched_at, answer.fetched_at);
}

TEST(Warc, KeepsTheEncodingHeadersOfTheWire) {
  Answer answer = answer_of_body("decoded");
  answer.headers = {
      {"content-encoding", "gzip"}, {"Transfer-Encoding", "chunked"}, {"CONTENT-LENGTH", "3"}};
  const auto pair = encode_exchange(call_of("https://x.example/"), answer).value();
  const WarcRecord record = records_of(pair.response)[0];
  EXPECT_EQ(
      record.block,
      "HTTP/1.1 200 \r\nX-Orig-Content-Encoding: gzip\r\nX-Orig-Transfer-Encoding: chunked\r\n"
      "X-Orig-Content-Length: 3\r\nContent-Length: 7\r\n\r\ndecoded");
}

TEST(Warc, HoldsAnyHeaderOnOneLine) {
  Answer answer = answer_of_body("body");
  answer.headers = {{"X-Twice", "1"},   {"X-Twice", "2"},
                    {"X-Empty", ""},    {"", "nameless"},
                    {"Bad Name:", "v"}, {"X-Broken", "a\r\nInjected: yes\r\n\r\nb"},
                    {"X-Colon", "a: b"}};
  const auto pair = encode_exchange(call_of("https://x.example/"), answer).value();
  const Answer read = answer_of(records_of(pair.response)[0]).value();
  ASSERT_EQ(read.headers.size(), 8U);
  EXPECT_EQ(read.headers[0].value, "1");
  EXPECT_EQ(read.headers[1].value, "2");
  EXPECT_EQ(read.headers[2].value, "");
  EXPECT_EQ(read.headers[3].name, "_");
  EXPECT_EQ(read.headers[4].name, "Bad_Name_");
  EXPECT_EQ(read.headers[5].value, "a  Injected: yes    b");
  EXPECT_EQ(read.headers[6].value, "a: b");
  EXPECT_EQ(read.body, "body");
}

TEST(Warc, MasksSecretsInRequestAndAnswer) {
  const std::string key = "k3yK3yk3yK3yk3yK3y";
  Call call = call_of("https://user:pw@x.example/a?authkey=" + key + "&data=AP01&apikey=short#f");
  call.headers = {{"Authorization", "Bearer t0ken-t0ken-t0ken"},
                  {"cookie", "session-a=1"},
                  {"X-Mine", "minesecret"},
                  {"Accept", "*/*"}};
  call.secret_headers = {"x-mine"};
  call.body = R"({"appkey": "bodysecret", "day": "1"})";
  Answer answer = answer_of_body("echo " + key + " and t0ken-t0ken-t0ken");
  answer.headers = {{"Set-Cookie", "session-b=2"}, {"Location", "/b?authkey=other&x=1"}};
  const auto pair = encode_exchange(call, answer).value();
  const std::string text = plain_text(pair.request) + plain_text(pair.response);
  for (const std::string_view secret :
       {std::string_view(key), std::string_view("t0ken-"), std::string_view("session-"),
        std::string_view("minesecret"), std::string_view("bodysecret"), std::string_view("pw@"),
        std::string_view("other"), std::string_view("short")}) {
    EXPECT_THAT(text, Not(HasSubstr(std::string(secret))));
  }
  EXPECT_EQ(pair.url, "https://***@x.example/a?authkey=***&data=AP01&apikey=***");
  EXPECT_THAT(text, HasSubstr("POST /a?authkey=***&data=AP01&apikey=*** HTTP/1.1\r\nHost: "
                              "x.example\r\nAuthorization: ***\r\ncookie: ***\r\nX-Mine: ***\r\n"
                              "Accept: */*\r\n"));
  EXPECT_THAT(text, HasSubstr(R"({"appkey": "***", "day": "1"})"));
  EXPECT_THAT(text, HasSubstr("Location: /b?authkey=***&x=1\r\n"));
  EXPECT_THAT(text, HasSubstr("echo *** and ***"));
}

TEST(Warc, LeavesAShortSecretThatMayBeDataInTheBody) {
  const auto pair = encode_exchange(call_of("https://x.example/?authkey=50012345"),
                                    answer_of_body("{\"volume\": 50012345}"));
  EXPECT_EQ(answer_of(records_of(pair->response)[0])->body, "{\"volume\": 50012345}");
}

TEST(Warc, IsTheSameBytesForTheSameAnswer) {
  const Call call = call_of("https://x.example/a");
  const auto once = encode_exchange(call, answer_of_body("same")).value();
  const auto again = encode_exchange(call, answer_of_body("same")).value();
  const auto other = encode_exchange(call, answer_of_body("else")).value();
  EXPECT_EQ(once.request, again.request);
  EXPECT_EQ(once.response, again.response);
  EXPECT_NE(records_of(once.response)[0].get("WARC-Record-ID"),
            records_of(other.response)[0].get("WARC-Record-ID"));
}

TEST(Warc, NamesTheResponseInItsRequest) {
  const auto pair = encode_exchange(call_of("https://x.example"), answer_of_body("x")).value();
  const auto records = records_of(pair.request + pair.response);
  EXPECT_EQ(records[0].get("WARC-Concurrent-To"), records[1].get("WARC-Record-ID"));
  EXPECT_EQ(records[0].block, "GET / HTTP/1.1\r\nHost: x.example\r\n\r\n");
}

TEST(Warc, RefusesAnAnswerWithoutStatus) {
  Answer answer = answer_of_body("x");
  answer.status = 0;
  EXPECT_EQ(encode_exchange(call_of("https://x.example/"), answer).error().code, Errc::bad_data);
}

TEST(Warc, ReadsSeveralRecordsAFrameAndSkipsSkippableFrames) {
  const auto pair = encode_exchange(call_of("https://x.example/"), answer_of_body("x")).value();
  const std::string both =
      compress_frame(plain_text(pair.request) + plain_text(pair.response)).value();
  const std::string skippable("\x50\x2A\x4D\x18\x03\x00\x00\x00zzz", 11);
  const auto records = records_of(skippable + both + pair.response);
  ASSERT_EQ(records.size(), 3U);
  EXPECT_EQ(records[1].offset, 11);
  EXPECT_EQ(records[2].type, "response");
}

TEST(Warc, ReadsTheRecordingsOfAnIndependentWriter) {
  const std::string head = "HTTP/1.1 200 OK\r\nContent-Type: a/b\r\n\r\n";
  const std::string record =
      "WARC/1.0\r\nwarc-type: response\r\nWARC-Target-URI: https://x.example/\r\n"
      "WARC-Date: 2024-11-26T02:10:00Z\r\nX-Long: one\r\n two\r\n"
      "WARC-Payload-Digest: sha1:WHATEVER\r\nContent-Length: " +
      std::to_string(head.size() + 2) + "\r\n\r\n" + head + "[]\r\n\r\n";
  const auto records = records_of(compress_frame(record).value());
  ASSERT_EQ(records.size(), 1U);
  EXPECT_EQ(records[0].get("x-long"), "one two");
  EXPECT_EQ(answer_of(records[0])->body, "[]");
}

}  // namespace
}  // namespace seohak
