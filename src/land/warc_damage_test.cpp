#include <gmock/gmock.h>

#include "land/test_answers.h"
#include "land/warc.h"
#include "land/zstd_frame.h"

namespace seohak {
namespace {

using land_test::answer_of_body;
using land_test::call_of;
using testing::HasSubstr;

Result<int> count_answers(std::string_view bytes) {
  int answers = 0;
  const auto count = [&](const WarcRecord& record) -> Result<void> {
    if (record.type != "response") return {};
    SEOHAK_TRY(answer_of(record));
    ++answers;
    return {};
  };
  SEOHAK_TRY(read_warc(bytes, count));
  return answers;
}

std::string file_of_noise(int answers) {
  std::string bytes;
  for (int i = 0; i < answers; ++i) {
    const auto pair =
        encode_exchange(call_of("https://x.example/" + std::to_string(i)),
                        answer_of_body(land_test::noise(10'000, static_cast<std::uint64_t>(i))));
    bytes += pair->request + pair->response;
  }
  return bytes;
}

std::string framed(const std::string& record) { return compress_frame(record).value(); }

TEST(WarcDamage, ATruncatedFileIsBadDataOrFewerAnswers) {
  const std::string bytes = file_of_noise(10);
  int whole = 0;
  int damaged = 0;
  for (std::size_t cut = 0; cut < bytes.size(); cut += 1024) {
    const auto answers = count_answers(std::string_view(bytes).substr(0, cut));
    if (answers) {
      ++whole;
      EXPECT_LT(*answers, 10);
    } else {
      ++damaged;
      EXPECT_EQ(answers.error().code, Errc::bad_data);
      EXPECT_THAT(answers.error().message, HasSubstr("byte "));
    }
  }
  EXPECT_GE(whole, 1);  // the empty file
  EXPECT_GT(damaged, 90);
}

TEST(WarcDamage, AFlippedBitIsFound) {
  const std::string bytes = file_of_noise(2);
  for (std::size_t at = 0; at < bytes.size(); at += 101) {
    std::string broken = bytes;
    broken[at] = static_cast<char>(broken[at] ^ 0x10);
    const auto answers = count_answers(broken);
    EXPECT_TRUE(!answers || *answers < 2) << "byte " << at;
  }
}

TEST(WarcDamage, ABodyThatWasChangedFailsItsDigest) {
  const auto pair = encode_exchange(call_of("https://x.example/"), answer_of_body("1489.95"));
  std::string record = read_frame(pair->response)->content;
  record.replace(record.find("1489.95"), 7, "1498.95");
  const auto answers = count_answers(framed(record));
  ASSERT_FALSE(answers);
  EXPECT_EQ(answers.error().code, Errc::bad_data);
  EXPECT_THAT(answers.error().message, HasSubstr("payload digest does not match"));
}

struct Broken {
  const char* record;
  const char* message;
};
class WarcBroken : public testing::TestWithParam<Broken> {};

TEST_P(WarcBroken, SaysWhatIsWrong) {
  const auto answers = count_answers(framed(GetParam().record));
  ASSERT_FALSE(answers);
  EXPECT_EQ(answers.error().code, Errc::bad_data);
  EXPECT_THAT(answers.error().message, HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Records, WarcBroken,
    testing::Values(
        Broken{"hello", "no WARC record starts here"},
        Broken{"WARC/1.1\r\nA: b\r\n", "headers do not end"},
        Broken{"WARC/1.1\r\nno colon\r\n\r\n", "line without a name"},
        Broken{"WARC/1.1\r\nWARC-Type: response\r\n\r\n\r\n\r\n", "Content-Length is missing"},
        Broken{"WARC/1.1\r\nContent-Length: -1\r\n\r\n\r\n\r\n", "Content-Length is missing"},
        Broken{"WARC/1.1\r\nContent-Length: 99999999999999999999999\r\n\r\n", "no number"},
        Broken{"WARC/1.1\r\nContent-Length: 9\r\n\r\nabc\r\n\r\n", "cut short"},
        Broken{"WARC/1.1\r\nContent-Length: 1\r\n\r\nabc\r\n\r\n", "longer than"},
        Broken{"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 0\r\n\r\n\r\n\r\n", "WARC-Date"},
        Broken{"WARC/1.1\r\nWARC-Type: response\r\nWARC-Date: 2024-11-26T02:10:00Z\r\n"
               "Content-Length: 7\r\n\r\nHTTP/1.\r\n\r\n",
               "without an HTTP head"},
        Broken{"WARC/1.1\r\nWARC-Type: response\r\nWARC-Date: 2024-11-26T02:10:00Z\r\n"
               "Content-Length: 16\r\n\r\nHTTP/1.1 2x0 OK\n\r\n\r\n",
               "without an HTTP head"},
        Broken{"WARC/1.1\r\nWARC-Type: response\r\nWARC-Date: 2024-11-26T02:10:00Z\r\n"
               "Content-Length: 19\r\n\r\nHTTP/1.1 2x0 OK\r\n\r\n\r\n\r\n",
               "bad HTTP status line"}));

TEST(WarcDamage, ClaimsOfHugeContentAreRefused) {
  const std::string bomb = framed(std::string(1U << 20U, 'a'));
  const auto read = read_frame(bomb, 1000);
  ASSERT_FALSE(read);
  EXPECT_THAT(read.error().message, HasSubstr("more than 1000 bytes"));
}

TEST(WarcDamage, AnOffsetBeyondTheFileIsBadData) {
  EXPECT_EQ(read_warc_at("abc", 3).error().code, Errc::bad_data);
  EXPECT_EQ(read_warc_at("abc", -1).error().code, Errc::bad_data);
  EXPECT_EQ(read_warc_at("abc", 0).error().code, Errc::bad_data);
}

TEST(WarcDamage, TheVisitorsErrorEndsTheReading) {
  const auto read = read_warc(file_of_noise(2), [](const WarcRecord&) -> Result<void> {
    return fail(Errc::cancelled, "enough");
  });
  EXPECT_EQ(read.error().code, Errc::cancelled);
}

}  // namespace
}  // namespace seohak
