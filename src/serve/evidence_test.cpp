#include "serve/evidence.h"

#include <gmock/gmock.h>
#include <simdjson.h>

#include <filesystem>
#include <set>

#include "serve/api_fixture.h"
#include "serve/ask.h"
#include "serve/evidence_statement.h"

namespace seohak {
namespace {

using seohak::testing::ApiFixture;
using ::testing::HasSubstr;
using ::testing::Not;

/// Rates of two sources; the dollar of ECB is a cross: 1740.86 / 1.1684 = 1489.952071.
std::string rate_rows(const std::string& load_id) {
  return fmt::format(
      "quote_day,currency,deal_base_rate,source,fetched_at,load_id,record\n"
      "2026-04-10,USD,1483.272100,ecb,2026-04-13T15:56:22Z,{0},0\n"
      "2026-04-13,USD,1489.952071,ecb,2026-04-13T15:56:22Z,{0},0\n"
      "2026-04-13,EUR,1740.860000,ecb,2026-04-13T15:56:22Z,{0},0\n"
      "2026-04-13,JPY,9.321900,ecb,2026-04-13T15:56:22Z,{0},1\n",
      load_id);
}

TEST(Evidence, TracesTheRateOfADay) {
  ApiFixture api;
  const Manifest manifest = api.land({"[1]", "[2]"});
  api.load("raw_data.fx_rate_daily", rate_rows(manifest.id));
  const WebResponse response = api.get("/api/v1/evidence/fx.rate?currency=USD");
  ASSERT_EQ(response.status, 200) << *response.body;
  EXPECT_THAT(*response.body, HasSubstr(R"("how":"fx_why_trend","day":"2026-04-13")"));
  EXPECT_THAT(*response.body,
              HasSubstr(R"(WHERE currency = 'USD' AND quote_day <= DATE '2026-04-13')"));
  EXPECT_THAT(*response.body, HasSubstr(R"("headline":{"name":"rate","value":"1489.952071"})"));
  EXPECT_THAT(*response.body,
              HasSubstr(R"("arithmetic":[[{"sign":"","name":"krw_per_eur","value":"1740.860000"},)"
                        R"({"sign":"/","name":"usd_per_eur","value":"1.1684"},)"
                        R"({"sign":"=","name":"rate","value":"1489.952071"}],)"
                        R"([{"sign":"","name":"rate","value":"1489.952071"},)"
                        R"({"sign":"-","name":"rate_before","value":"1483.272100"},)"
                        R"({"sign":"=","name":"change","value":"6.679971"}]])"));
  EXPECT_THAT(*response.body, HasSubstr(R"(["2026-04-13","EUR","ecb","1740.860000",)"));
  EXPECT_THAT(
      *response.body,
      HasSubstr(fmt::format(R"("landed":[{{"load_id":"{}","record":0,"rows":3,)"
                            R"("source":"eximbank","dataset":"rates",)"
                            R"("url":"https://www.koreaexim.go.kr/rates?authkey=***&data=AP01",)",
                            manifest.id)));
  EXPECT_THAT(*response.body, HasSubstr(R"("landed_total":1,"issues":[])"));
  const std::string before = *api.get("/api/v1/evidence/fx.rate?currency=USD&day=2026-04-12").body;
  EXPECT_THAT(before, HasSubstr(R"("day":"2026-04-10")"));
  EXPECT_THAT(before, HasSubstr(R"("arithmetic":[])"));
}

TEST(Evidence, RefusesWhatItDoesNotKnow) {
  ApiFixture api;
  EXPECT_EQ(api.get("/api/v1/evidence/fx.nothing").status, 404);
  EXPECT_THAT(*api.get("/api/v1/evidence/fx.nothing?lang=ko").body, HasSubstr("타일이 없습니다"));
  EXPECT_EQ(api.get("/api/v1/evidence/fx.rate?currency=euro").status, 400);
  EXPECT_EQ(api.get("/api/v1/evidence/fx.rate?currency=USD&sql=x").status, 400);
  EXPECT_EQ(api.get("/api/v1/evidence/fx.rate?currency=USD&day=today").status, 400);
  const WebResponse none = api.get("/api/v1/evidence/fx.rate?currency=USD");
  EXPECT_EQ(none.status, 404);
  EXPECT_EQ(api.get("/api/v1/evidence/stock.facts").status, 404);
  EXPECT_THAT(*none.body, HasSubstr("run: seohak run"));
}

/// Everything an entry may ask for.
void load_everything(ApiFixture& api) {
  api.load("raw_data.fear_greed_daily", testing::kFearGreedRows);
  api.load("raw_data.fear_greed_component_daily", testing::kComponentRows);
  api.load("raw_data.fx_rate_daily", testing::kRateRows);
  api.load_market();
  api.load("raw_data.stock_price_minute",
           "bar_start,symbol,market_day,open,high,low,close,volume,kind,source,fetched_at\n"
           "2026-04-13T13:30:00Z,AAA,2026-04-13,10,12,9,11,100,bar,yahoo,2026-04-13T23:00:00Z\n");
  api.load("raw_data.corporate_action",
           "ex_day,symbol,kind,amount_usd,source,fetched_at\n"
           "2026-04-01,AAA,dividend,0.5,yahoo,2026-04-13T23:00:00Z\n");
}

TEST(Evidence, EveryEntryRunsAndNamesItsAnswers) {
  ApiFixture api;
  load_everything(api);
  std::set<std::string_view> tiles;
  for (const auto& part : evidence_catalogue()) {
    for (const Evidence& one : part) {
      SCOPED_TRACE(one.tile);
      EXPECT_TRUE(tiles.insert(one.tile).second) << "twice";
      const WebResponse response = api.get(fmt::format(
          "/api/v1/evidence/{}{}", one.tile, one.tile.starts_with("stock.") ? "?symbol=AAA" : ""));
      ASSERT_EQ(response.status, 200) << *response.body;
      simdjson::dom::parser parser;
      const simdjson::dom::element data =
          simdjson::dom::element(parser.parse(*response.body))["data"];
      for (const auto raw : simdjson::dom::array(data["raw"])) {
        std::set<std::string_view> columns;
        for (const auto column : simdjson::dom::array(raw["columns"]))
          columns.insert(std::string_view(column["name"]));
        EXPECT_THAT(columns,
                    ::testing::IsSupersetOf({"source", "fetched_at", "load_id", "record"}));
      }
      for (const auto table : simdjson::dom::array(data["tables"]))
        EXPECT_EQ(api.get("/api/v1/models/" + std::string(std::string_view(table))).status, 200);
    }
  }
  EXPECT_THAT(*api.get("/api/v1/evidence").body, HasSubstr(R"({"tile":"fx.rate","how":)"));
}

TEST(Evidence, BindsValuesAndWritesThemOut) {
  const BoundStatement bound = bind_statement("\nSELECT @day AS d WHERE a = @symbol AND b < @day",
                                              {{"day", "2026-04-13"}, {"symbol", "O'X"}});
  EXPECT_EQ(bound.sql, "SELECT CAST(? AS DATE) AS d WHERE a = ? AND b < CAST(? AS DATE)");
  EXPECT_THAT(bound.values, ::testing::ElementsAre("2026-04-13", "O'X", "2026-04-13"));
  EXPECT_EQ(bound.shown,
            "SELECT DATE '2026-04-13' AS d WHERE a = 'O''X' AND b < DATE '2026-04-13'");
}

TEST(Landed, TellsTheRequestAndChecksTheDigest) {
  ApiFixture api;
  const Manifest manifest = api.land({R"([{"result":1}])", "<b>&\n"});
  const std::string path = "/api/v1/landed/" + manifest.id;
  const std::string first = *api.get(path + "/0").body;
  EXPECT_THAT(first, HasSubstr(R"("verified":true,"problem":null,"exchange":{"method":"GET",)"));
  EXPECT_THAT(first, HasSubstr(R"({"name":"Accept","value":"application/json"})"));
  EXPECT_THAT(first, HasSubstr(R"("preview":"[{\"result\":1}]")"));
  EXPECT_THAT(first, Not(HasSubstr("0123456789abcdef")));
  EXPECT_THAT(first, Not(HasSubstr("session=abc")));
  EXPECT_THAT(*api.get(path + "/1").body, HasSubstr(R"("bytes":5,"preview":"<b>&\n")"));
  const WebResponse body = api.get(path + "/1/body");
  EXPECT_EQ(*body.body, "<b>&\n");
  EXPECT_EQ(body.header("Content-Type"), "application/octet-stream");
  EXPECT_THAT(std::string(body.header("Content-Disposition")),
              HasSubstr("attachment; filename=\"eximbank-rates-"));
  for (const char* other : {"/2", "/-1", "/x", "/0x0"})
    EXPECT_EQ(api.get(path + other).status, 404) << other;
}

TEST(Landed, SaysWhenTheFileIsGoneOrAnother) {
  ApiFixture api;
  Manifest manifest = api.write_answers({"[1]"});
  manifest.records[0].digest = "sha256:00";
  api.tell(manifest);
  const std::string path = "/api/v1/landed/" + manifest.id + "/0";
  EXPECT_THAT(*api.get(path).body, HasSubstr(R"("verified":false,"problem":"landing:)"));
  EXPECT_THAT(*api.get(path).body, HasSubstr("digest is not the one in the manifest"));
  EXPECT_EQ(api.get(path + "/body").status, 500);
  ASSERT_TRUE(std::filesystem::remove(api.directory.path() / manifest.file));
  const WebResponse gone = api.get(path);
  EXPECT_EQ(gone.status, 200);
  EXPECT_THAT(*gone.body, HasSubstr("the file is gone; fetch these days again"));
  EXPECT_THAT(*gone.body, HasSubstr(R"("exchange":null)"));
  EXPECT_EQ(api.get(path + "/body").status, 404);
}

TEST(Models, RunTheirAudits) {
  ApiFixture api;
  api.load("raw_data.fx_rate_daily", rate_rows("l"));
  const std::string good = *api.get("/api/v1/models/raw_data.fx_rate_daily").body;
  EXPECT_THAT(good, HasSubstr(R"~("audits":[{"audit":"unique(grain)","name":"unique",)~"
                              R"("arguments":["grain"],"blocking":true,"passed":true},)"));
  EXPECT_THAT(good, HasSubstr(R"("sql":"-- raw_data.fx_rate_daily: won per unit)"));
  api.merge("raw_data.fx_rate_daily",
            "quote_day,currency,deal_base_rate,source,fetched_at\n2026-04-14,XXX,-1,ecb,2026-04-"
            "14T00:00:00Z\n");
  EXPECT_THAT(*api.get("/api/v1/models/raw_data.fx_rate_daily").body,
              HasSubstr(R"("arguments":["deal_base_rate"],"blocking":true,"passed":false})"));
  EXPECT_EQ(api.get("/api/v1/models/raw_data.nothing").status, 404);
  EXPECT_EQ(api.get("/api/v1/models/meta.load").status, 200);
}

}  // namespace
}  // namespace seohak
