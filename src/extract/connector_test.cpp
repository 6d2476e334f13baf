#include "extract/connector.h"

#include <gtest/gtest.h>

namespace seohak {
namespace {

using std::chrono::seconds;

Answer answer_with(std::string name, std::string value, int status = 429) {
  Answer answer;
  answer.status = status;
  answer.headers = {{std::move(name), std::move(value)}};
  answer.fetched_at = Instant(std::chrono::sys_days(std::chrono::year(2026) / 4 / 13));
  return answer;
}

TEST(Answer, FindsHeadersWithoutCase) {
  const Answer answer = answer_with("content-TYPE", "text/html");
  EXPECT_EQ(answer.header("Content-Type"), "text/html");
  EXPECT_EQ(answer.header("Content"), "");
}

TEST(MaskedUrl, HidesSecretParametersAndUsers) {
  Call call;
  call.secret_parameters = {"authkey", "t"};
  const auto masked = [&](std::string url) {
    call.url = std::move(url);
    return masked_url(call);
  };
  EXPECT_EQ(masked("https://h/p?authkey=abc&day=1"), "https://h/p?authkey=***&day=1");
  EXPECT_EQ(masked("https://h/p?day=1&AuthKey=a=b&t"), "https://h/p?day=1&AuthKey=***&t=***");
  EXPECT_EQ(masked("https://h/p?a=1&authkey=abc#x?authkey=1"),
            "https://h/p?a=1&authkey=***#x?authkey=1");
  EXPECT_EQ(masked("https://h/authkey=abc"), "https://h/authkey=abc");
  EXPECT_EQ(masked("https://me:pw@H/p"), "https://***@h/p");
  EXPECT_EQ(masked("https://h/p?"), "https://h/p?");
  EXPECT_EQ(masked(""), "");
}

TEST(RetryAfter, ReadsSecondsAndDates) {
  EXPECT_EQ(retry_after(answer_with("retry-after", " 120 ")), seconds(120));
  EXPECT_EQ(retry_after(answer_with("Retry-After", "0")), seconds(0));
  EXPECT_EQ(retry_after(answer_with("Retry-After", "Mon, 13 Apr 2026 00:01:30 GMT")), seconds(90));
  EXPECT_EQ(retry_after(answer_with("Retry-After", "Sun, 12 Apr 2026 23:00:00 GMT")), seconds(0));
  EXPECT_EQ(retry_after(answer_with("Retry-After", "99999999999999999999")), seconds(366 * 86'400));
}

TEST(RetryAfter, IsNoneWhenAbsentOrMalformed) {
  for (const char* text : {"", "-5", "soon", "12 apples", "1.5"}) {
    EXPECT_EQ(retry_after(answer_with("Retry-After", text)), std::nullopt) << text;
  }
  EXPECT_EQ(retry_after(Answer{}), std::nullopt);
}

TEST(ClassifyStatus, ReadsTheStatus) {
  const auto code_of = [](int status) {
    const auto result = classify_status(answer_with("X", "y", status));
    return result ? "ok" : std::string(to_string(result.error().code));
  };
  EXPECT_EQ(code_of(200), "ok");
  EXPECT_EQ(code_of(299), "ok");
  EXPECT_EQ(code_of(429), "rate_limited");
  EXPECT_EQ(code_of(401), "unauthorized");
  EXPECT_EQ(code_of(403), "refused");
  EXPECT_EQ(code_of(418), "refused");
  EXPECT_EQ(code_of(404), "not_found");
  EXPECT_EQ(code_of(408), "timeout");
  EXPECT_EQ(code_of(500), "unavailable");
  EXPECT_EQ(code_of(599), "unavailable");
  EXPECT_EQ(code_of(302), "drifted");
  EXPECT_EQ(code_of(0), "drifted");
}

TEST(ClassifyStatus, KeepsRetryAfter) {
  const auto with = classify_status(answer_with("Retry-After", "30"));
  ASSERT_FALSE(with);
  EXPECT_EQ(with.error().retry_after, seconds(30));
  const auto without = classify_status(answer_with("X", "30"));
  ASSERT_FALSE(without);
  EXPECT_EQ(without.error().retry_after, std::nullopt);
}

}  // namespace
}  // namespace seohak
