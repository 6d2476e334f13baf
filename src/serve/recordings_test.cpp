#include "serve/recordings.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "land/warc.h"
#include "serve/loopback_client.h"
#include "serve/replay_server.h"

namespace seohak {
namespace {

namespace fs = std::filesystem;
using seohak::testing::body_of;
using seohak::testing::RawConnection;
using seohak::testing::status_of;
using ::testing::HasSubstr;

constexpr std::string_view kIndex = R"({"layout": 1, "clock": "2024-01-04T00:00:00Z",
 "last_common_day": "2024-01-03", "datasets": {"eximbank.rates":
 {"first_day": "2024-01-02", "last_day": "2024-01-03",
 "rows_first_day": "2024-01-02", "rows_last_day": "2024-01-03", "answers": 3,
 "marks": ["as recorded"]}}})";

Instant instant(std::string_view text) { return parse_instant(text).value(); }

/// A directory of the documented layout, made by the test and gone with it.
class RecordingsTest : public ::testing::Test {
 protected:
  RecordingsTest() {
    const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
    directory = fs::path(::testing::TempDir()) / (std::string("seohak_rec_") + info->name());
    fs::remove_all(directory);
    fs::create_directories(directory / "eximbank/rates");
    write("index.json", kIndex);
    const std::string site = "https://bank.example/rates?authkey=KEY&searchdate=";
    record(site + "20240102", "2024-01-02T02:10:00Z", "[\"second\"]");
    record(site + "20240103", "2024-01-03T02:10:00Z", "[\"third\"]");
    record(site + "20240103", "2024-01-03T09:00:00Z", "[\"third, corrected\"]");
    write("eximbank/rates/2024.warc.zst", bytes);
  }
  ~RecordingsTest() override { fs::remove_all(directory); }

  void write(const std::string& path, std::string_view content) const {
    std::ofstream(directory / path, std::ios::binary) << content;
  }
  void record(const std::string& url, std::string_view date, std::string_view body) {
    Call call;
    call.url = url;
    call.secret_parameters = {"authkey"};
    Answer answer;
    answer.status = 200;
    answer.headers = {{"Content-Type", "application/json"}, {"Content-Length", "1"}};
    answer.body = std::string(body);
    answer.fetched_at = instant(date);
    const auto pair = encode_exchange(call, answer);
    ASSERT_TRUE(pair) << pair.error().message;
    bytes += pair->request + pair->response;
  }
  Error open_error() const {
    const auto opened = Recordings::open(directory);
    EXPECT_FALSE(opened);
    return opened ? Error{} : opened.error();
  }

  fs::path directory;
  std::string bytes;
};

TEST_F(RecordingsTest, TellsClockDaysAndMarks) {
  const auto recordings = Recordings::open(directory);
  ASSERT_TRUE(recordings) << recordings.error().message;
  EXPECT_EQ(recordings->clock(), instant("2024-01-04T00:00:00Z"));
  EXPECT_EQ(format(recordings->last_common_day()), "2024-01-03");
  const RecordedDataset* rates = recordings->dataset("eximbank.rates");
  ASSERT_NE(rates, nullptr);
  EXPECT_EQ(format(rates->first_day), "2024-01-02");
  EXPECT_EQ(format(rates->last_day), "2024-01-03");
  EXPECT_THAT(rates->marks, ::testing::ElementsAre("as recorded"));
  EXPECT_EQ(recordings->dataset("cnn.graphdata"), nullptr);
}

TEST_F(RecordingsTest, FindsTheNewestAnswerAtTheClockElseTheEarliest) {
  const auto recordings = Recordings::open(directory);
  ASSERT_TRUE(recordings) << recordings.error().message;
  const struct {
    const char* target;
    const char* clock;
    const char* body;
    const char* recorded_at;
  } scenarios[] = {
      {"bank.example/rates?authkey=anything&searchdate=20240102", "2024-01-04T00:00:00Z",
       "[\"second\"]", "2024-01-02T02:10:00Z"},
      {"bank.example/rates?searchdate=20240102&authkey=other", "2024-01-04T00:00:00Z",
       "[\"second\"]", "2024-01-02T02:10:00Z"},
      {"bank.example/rates?authkey=k&searchdate=20240103", "2024-01-04T00:00:00Z",
       "[\"third, corrected\"]", "2024-01-03T09:00:00Z"},
      {"bank.example/rates?authkey=k&searchdate=20240103", "2024-01-03T09:00:00Z",
       "[\"third, corrected\"]", "2024-01-03T09:00:00Z"},
      {"bank.example/rates?authkey=k&searchdate=20240103", "2024-01-03T08:59:59Z", "[\"third\"]",
       "2024-01-03T02:10:00Z"},
      {"bank.example/rates?authkey=k&searchdate=20240103", "2023-01-01T00:00:00Z", "[\"third\"]",
       "2024-01-03T02:10:00Z"},
  };
  for (const auto& scenario : scenarios) {
    SCOPED_TRACE(std::string(scenario.target) + " at " + scenario.clock);
    const auto answer = recordings->find(scenario.target, instant(scenario.clock));
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->body, scenario.body);
    EXPECT_EQ(answer->fetched_at, instant(scenario.recorded_at));
  }
  for (const char* missing : {"bank.example/rates?authkey=k&searchdate=20240106",
                              "bank.example/rates?searchdate=20240102",
                              "bank.example/rates?authkey=k&searchdate=20240102&more=1"}) {
    const auto none = recordings->find(missing, recordings->clock());
    ASSERT_FALSE(none) << missing;
    EXPECT_EQ(none.error().code, Errc::not_found);
    EXPECT_THAT(none.error().message, HasSubstr("recorded of bank.example: 3 answers of /rates"));
  }
  EXPECT_THAT(recordings->find("other.example/", recordings->clock()).error().message,
              HasSubstr("recorded of other.example: nothing"));
}

TEST_F(RecordingsTest, TellsWhenADatasetWasCaptured) {
  // Again at the time of the first, so that a time that comes twice is told once.
  bytes.clear();
  record("https://bank.example/rates?searchdate=20240104", "2024-01-02T02:10:00Z", "[]");
  write("eximbank/rates/2023.warc.zst", bytes);
  const auto recordings = Recordings::open(directory);
  ASSERT_TRUE(recordings) << recordings.error().message;
  EXPECT_THAT(
      recordings->captures("eximbank.rates"),
      ::testing::ElementsAre(instant("2024-01-02T02:10:00Z"), instant("2024-01-03T02:10:00Z"),
                             instant("2024-01-03T09:00:00Z")));
  EXPECT_THAT(recordings->captures("cnn.graphdata"), ::testing::IsEmpty());
}

TEST_F(RecordingsTest, ServesTheRecordedBytesOverHttp) {
  const auto recordings = Recordings::open(directory);
  ASSERT_TRUE(recordings) << recordings.error().message;
  const auto server = ReplayServer::start(*recordings);
  ASSERT_TRUE(server) << server.error().message;
  const std::string& route = (*server)->route();
  const int port = std::atoi(route.substr(route.rfind(':') + 1).c_str());
  const auto ask = [&](std::string_view head) {
    auto connection = RawConnection::tcp(port);
    connection.send(std::string(head) + "\r\n");
    return connection.read_answer();
  };
  const std::string target = "GET /bank.example/rates?authkey=x&searchdate=20240103 HTTP/1.1\r\n";
  const std::string answer = ask(target + "X-Seohak-Clock: 2024-01-03T03:00:00Z\r\n");
  EXPECT_EQ(status_of(answer), 200);
  EXPECT_EQ(body_of(answer), "[\"third\"]");
  EXPECT_THAT(answer, HasSubstr("X-Seohak-Recorded-At: 2024-01-03T02:10:00Z"));
  EXPECT_THAT(answer, HasSubstr("Content-Type: application/json"));
  EXPECT_EQ(body_of(ask(target)), "[\"third, corrected\"]");
  EXPECT_EQ(status_of(ask(target + "X-Seohak-Clock: yesterday\r\n")), 400);
  const std::string missing = ask("GET /bank.example/nothing HTTP/1.1\r\n");
  EXPECT_EQ(status_of(missing), 404);
  EXPECT_THAT(missing, HasSubstr("no recorded answer to bank.example/nothing"));
}

TEST_F(RecordingsTest, TellsTheMappingsOfItsDropFolder) {
  EXPECT_EQ(Recordings::open(directory)->mappings(), fs::path());
  fs::create_directories(directory / "files");
  write("files/mappings.toml", "# none");
  const std::string drop = R"("drop": {"mappings": "files/mappings.toml",
    "files": [{"path": "files/mappings.toml", "bytes": 6}]}, "datasets")";
  std::string index(kIndex);
  index.replace(index.find("\"datasets\""), 10, drop);
  write("index.json", index);
  EXPECT_EQ(Recordings::open(directory)->mappings(), directory / "files/mappings.toml");
  EXPECT_EQ(Recordings::open(directory)->drop_address(), "recordings:///files");
  fs::remove(directory / "files/mappings.toml");
  EXPECT_THAT(open_error().message, HasSubstr("files/mappings.toml is missing though"));
}

TEST_F(RecordingsTest, RefusesWhatItCannotRead) {
  const struct {
    std::string index;
    Errc code;
    std::string part;
  } scenarios[] = {
      {"{", Errc::bad_data, "not a JSON object"},
      {"[]", Errc::bad_data, "not a JSON object"},
      {"{}", Errc::bad_data, "\"layout\" is missing"},
      {R"({"layout": 2})", Errc::bad_data, "layout 2 is unknown; this version reads layout 1"},
      {R"({"layout": 1, "clock": "noon"})", Errc::bad_data, "clock"},
      {R"({"layout": 1, "clock": "2024-01-04T00:00:00Z", "last_common_day": "2024-02-30"})",
       Errc::bad_data, "last_common_day"},
      {R"({"layout": 1, "clock": "2024-01-04T00:00:00Z", "last_common_day": "2024-01-03",
        "datasets": {"a.b": {"first_day": "2024-01-02"}}})",
       Errc::bad_data, "a.b: \"last_day\" is missing"},
      {R"({"layout": 1, "clock": "2024-01-04T00:00:00Z", "last_common_day": "2024-01-03",
        "datasets": {"a.b": {"first_day": "2024-01-02", "last_day": "2024-01-02",
        "rows_first_day": "2024-01-02", "rows_last_day": "2024-01-02", "answers": 1, "marks": [],
        "files": [{"path": "a/b/gone.warc.zst", "bytes": 3}]}}})",
       Errc::bad_data, "a/b/gone.warc.zst is missing though index.json lists it"},
      {R"({"layout": 1, "clock": "2024-01-04T00:00:00Z", "last_common_day": "2024-01-03",
        "datasets": {"a.b": {"first_day": "2024-01-02", "last_day": "2024-01-02",
        "rows_first_day": "2024-01-02", "rows_last_day": "2024-01-02", "answers": 1, "marks": [],
        "files": [{"path": "eximbank/rates/2024.warc.zst", "bytes": 3}]}}})",
       Errc::bad_data, "index.json says 3"},
  };
  for (const auto& scenario : scenarios) {
    SCOPED_TRACE(scenario.index);
    write("index.json", scenario.index);
    const Error error = open_error();
    EXPECT_EQ(error.code, scenario.code);
    EXPECT_THAT(error.message, HasSubstr(scenario.part));
  }
  fs::remove(directory / "index.json");
  EXPECT_EQ(open_error().code, Errc::not_found);
  EXPECT_THAT(open_error().message, HasSubstr("--recordings"));
}

TEST_F(RecordingsTest, RefusesADamagedFileAndAnEmptyDirectory) {
  write("eximbank/rates/2024.warc.zst", bytes.substr(0, bytes.size() - 20));
  EXPECT_EQ(open_error().code, Errc::bad_data);
  EXPECT_THAT(open_error().message, HasSubstr("2024.warc.zst"));
  fs::remove(directory / "eximbank/rates/2024.warc.zst");
  EXPECT_THAT(open_error().message, HasSubstr("no answers in it"));
}

TEST_F(RecordingsTest, TellsWhereEachPartComesFrom) {
  write("provenance.json", R"([{"path": "eximbank/rates", "form": "as_served", "link": null,
 "origin": {"en": "a bank", "ko": "은행"}, "terms": {"en": "free", "ko": "자유"}}])");
  const auto recordings = Recordings::open(directory);
  ASSERT_TRUE(recordings) << recordings.error().message;
  const Provenance* from = recordings->provenance("eximbank/rates");
  ASSERT_NE(from, nullptr);
  EXPECT_EQ(from->form, "as_served");
  EXPECT_EQ(from->origin.korean, "은행");
  EXPECT_EQ(from->terms.english, "free");
  EXPECT_EQ(from->link, "");
  EXPECT_EQ(recordings->provenance("ecb/rates"), nullptr);
}

TEST_F(RecordingsTest, RefusesProvenanceItCannotRead) {
  constexpr std::pair<const char*, const char*> kBroken[] = {
      {"{}", "not a JSON array"},
      {"[1]", "an entry is no object"},
      {R"([{"form": "as_served"}])", "\"path\" is missing"},
      {R"([{"path": "a/b", "form": "found"}])", "form \"found\" is none of as_served, re_encoded"},
      {R"([{"path": "a/b", "form": "as_served", "origin": {"en": "x"}}])", "\"ko\" is missing"}};
  for (const auto& [text, part] : kBroken) {
    SCOPED_TRACE(text);
    write("provenance.json", text);
    EXPECT_EQ(open_error().code, Errc::bad_data);
    EXPECT_THAT(open_error().message, HasSubstr(part));
  }
}

TEST(Recordings, OfTheProjectOpenAndAnswer) {
  const auto recordings = Recordings::open(std::string(SEOHAK_SOURCE_DIR) + "/recordings");
  ASSERT_TRUE(recordings) << recordings.error().message;
  EXPECT_THAT(recordings->captures("nasdaq.screener"), ::testing::SizeIs(56));
  EXPECT_TRUE(fs::exists(recordings->mappings()));
  // Any window of a chart is answered with the one that was recorded.
  const auto chart = recordings->find(
      "query1.finance.yahoo.com/v8/finance/chart/AAPL?period1=1&period2=2&interval=1d"
      "&events=div%7Csplit%7CcapitalGains&includePrePost=false",
      recordings->clock());
  ASSERT_TRUE(chart) << chart.error().message;
  EXPECT_EQ(format(chart->fetched_at), "2025-10-29T20:00:01Z");
  const auto rate = recordings->find(
      "oapi.koreaexim.go.kr/site/program/financial/exchangeJSON"
      "?authkey=x&searchdate=20241129&data=AP01",
      recordings->clock());
  ASSERT_TRUE(rate) << rate.error().message;
  EXPECT_THAT(rate->body, HasSubstr("\"USD\""));
  EXPECT_EQ(format(rate->fetched_at), "2024-11-29T02:10:00Z");
  // The screener as it stood before and after the capture of 2026-02-03.
  const std::string screener =
      "api.nasdaq.com/api/screener/stocks?tableonly=true&limit=25&offset=0&exchange=NYSE"
      "&download=true";
  EXPECT_EQ(format(recordings->find(screener, instant("2026-02-04T00:31:50Z"))->fetched_at),
            "2026-02-03T00:35:20Z");
}

}  // namespace
}  // namespace seohak
