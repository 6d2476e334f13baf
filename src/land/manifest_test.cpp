#include "land/manifest.h"

#include <gmock/gmock.h>

#include "land/test_answers.h"

namespace seohak {
namespace {

using testing::HasSubstr;

Manifest sample() {
  Manifest manifest;
  manifest.source = "eximbank";
  manifest.dataset = "rates";
  manifest.days = land_test::days("2024-11-25", "2024-11-27");
  manifest.file = "eximbank/rates/dt=2024-11-26/r1-1.warc.zst";
  manifest.bytes = 1234;
  manifest.records = {{"https://x.example/?q=\"\\\n", land_test::instant("2024-11-26T02:10:00.5Z"),
                       "sha256:aa", 100, 200, true},
                      {"https://x.example/2", land_test::instant("2024-11-26T02:09:00Z"),
                       "sha256:bb", 700, 503, false}};
  manifest.id = manifest_id(manifest);
  return manifest;
}

TEST(Manifest, RoundTripsAsJson) {
  const Manifest written = sample();
  const auto read = parse_manifest(to_json(written));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->id, written.id);
  EXPECT_EQ(read->days, written.days);
  EXPECT_EQ(read->file, written.file);
  EXPECT_EQ(read->bytes, 1234);
  ASSERT_EQ(read->records.size(), 2U);
  EXPECT_EQ(read->records[0].url, written.records[0].url);
  EXPECT_EQ(read->records[0].fetched_at, written.records[0].fetched_at);
  EXPECT_EQ(read->records[1].status, 503);
  EXPECT_EQ(read->records[1].offset, 700);
  EXPECT_FALSE(read->records[1].ok);
  EXPECT_EQ(to_json(*read), to_json(written));
}

TEST(Manifest, NewestIsTheLatestAnswer) {
  EXPECT_EQ(sample().newest(), land_test::instant("2024-11-26T02:10:00.5Z"));
}

TEST(Manifest, IdIsOfTheAnswersAndNotOfTheFile) {
  Manifest moved = sample();
  moved.file = "elsewhere";
  moved.bytes = 1;
  moved.records[0].offset = 5;
  EXPECT_EQ(manifest_id(moved), sample().id);
  const auto changed = [](auto change) {
    Manifest other = sample();
    change(other);
    return manifest_id(other);
  };
  const std::string id = sample().id;
  EXPECT_NE(changed([](Manifest& m) { m.source = "ecb"; }), id);
  EXPECT_NE(changed([](Manifest& m) { m.dataset = "x"; }), id);
  EXPECT_NE(changed([](Manifest& m) { ++m.days.to; }), id);
  EXPECT_NE(changed([](Manifest& m) { m.records[0].url = "x"; }), id);
  EXPECT_NE(changed([](Manifest& m) { m.records[0].fetched_at += Duration(1); }), id);
  EXPECT_NE(changed([](Manifest& m) { m.records[0].digest = "x"; }), id);
  EXPECT_NE(changed([](Manifest& m) { m.records[0].status = 201; }), id);
  EXPECT_NE(changed([](Manifest& m) { m.records[0].ok = false; }), id);
  EXPECT_NE(changed([](Manifest& m) { std::swap(m.records[0], m.records[1]); }), id);
}

struct Damage {
  std::string from;
  std::string to;
  std::string message;
};
class ManifestDamage : public testing::TestWithParam<Damage> {};

TEST_P(ManifestDamage, NamesTheField) {
  std::string json = to_json(sample());
  const std::size_t at = json.find(GetParam().from);
  ASSERT_NE(at, std::string::npos);
  json.replace(at, GetParam().from.size(), GetParam().to);
  const auto read = parse_manifest(json);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, Errc::bad_data);
  EXPECT_THAT(read.error().message, HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Fields, ManifestDamage,
    testing::Values(Damage{"\"version\": 1", "\"version\": 2", "'version' must be 1"},
                    Damage{"\"id\"", "\"idd\"", "'id' is missing"},
                    Damage{"\"source\": \"eximbank\"", "\"source\": 1", "'source' must be text"},
                    Damage{"2024-11-25", "2024-13-25", "'days.from' must be a day"},
                    Damage{"\"bytes\": 1234", "\"bytes\": -1", "'bytes' must be a whole number"},
                    Damage{"\"records\": [", "\"x\": [", "'records' is missing"},
                    Damage{"2024-11-26T02:09:00Z", "yesterday",
                           "record 1: manifest: field 'fetched"},
                    Damage{"\"ok\": false", "\"ok\": 0", "'ok' must be true or false"},
                    Damage{"\"status\": 503", "\"status\": 5030", "'status' must be"},
                    Damage{"\"status\": 503", "\"status\": 504", "'id' does not match"},
                    Damage{"]\n}", "]", "no valid JSON"}));

TEST(ManifestDamage, RefusesWhatIsNoObject) {
  EXPECT_EQ(parse_manifest("").error().code, Errc::bad_data);
  EXPECT_EQ(parse_manifest("[]").error().code, Errc::bad_data);
}

}  // namespace
}  // namespace seohak
