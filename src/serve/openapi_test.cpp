#include "serve/openapi.h"

#include <gmock/gmock.h>
#include <simdjson.h>

#include <map>

#include "serve/api_fixture.h"
#include "serve/recordings.h"

namespace seohak {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::element_type;
using simdjson::dom::object;

bool has_type(const element& value, std::string_view type) {
  switch (value.type()) {
    case element_type::ARRAY: return type == "array";
    case element_type::OBJECT: return type == "object";
    case element_type::STRING: return type == "string";
    case element_type::BOOL: return type == "boolean";
    case element_type::NULL_VALUE: return type == "null";
    case element_type::DOUBLE: return type == "number";
    default: return type == "integer" || type == "number";
  }
}

/// Where `value` breaks `schema`; empty when it does not. Knows the words our documents use.
std::string fault(const element& value, const object& schema, const std::string& place);

std::string object_fault(const object& value, const object& schema, const std::string& place) {
  object any;  // the schema of every member, where they have no names of their own
  const bool is_map = schema["additionalProperties"].get(any) == simdjson::SUCCESS;
  for (const auto member : value) {
    const object expected = is_map ? any : object(schema["properties"][member.key]);
    const std::string inner = fault(member.value, expected, place + "/" + std::string(member.key));
    if (!inner.empty()) return inner;
  }
  if (is_map) return "";
  for (const std::string_view name : array(schema["required"])) {
    if (value[name].error() != simdjson::SUCCESS)
      return place + "/" + std::string(name) + " is missing";
  }
  return "";
}

std::string fault(const element& value, const object& schema, const std::string& place) {
  array choices;
  if (schema["oneOf"].get(choices) == simdjson::SUCCESS) {
    std::string last;
    for (const object choice : choices) {
      last = fault(value, choice, place);
      if (last.empty()) return "";
    }
    return last;
  }
  std::string_view one;
  bool fits = false;
  if (schema["type"].get(one) == simdjson::SUCCESS) {
    fits = has_type(value, one);
  } else {
    for (const std::string_view type : array(schema["type"])) fits = fits || has_type(value, type);
  }
  array choices_of_text;
  if (fits && schema["enum"].get(choices_of_text) == simdjson::SUCCESS) {
    fits = std::any_of(choices_of_text.begin(), choices_of_text.end(), [&](const element& choice) {
      return std::string(simdjson::minify(choice)) == std::string(simdjson::minify(value));
    });
  }
  if (!fits) return place + " is " + simdjson::minify(value);
  if (value.is_object()) return object_fault(value, schema, place);
  if (!value.is_array()) return "";
  int index = 0;
  for (const element item : array(value)) {
    const std::string inner = fault(item, schema["items"], place + "/" + std::to_string(index++));
    if (!inner.empty()) return inner;
  }
  return "";
}

TEST(OpenApi, DescribesWhatTheServerAnswers) {
  testing::ApiFixture api;
  api.load("raw_data.fear_greed_daily", testing::kFearGreedRows);
  api.load("raw_data.fear_greed_component_daily", testing::kComponentRows);
  api.load("raw_data.fx_rate_daily", testing::kRateRows);
  api.load_market();
  api.load("raw_data.quarantine",
           "table_name,source,dataset,fetched_at,load_id,record,row_no,reason,row_text\n"
           "raw_data.fx_rate_daily,ecb,reference_rates,2026-04-13T15:56:22Z,l,0,0,N/A,x\n");
  RunRecord run = testing::run_record("r1", api.clock.now());
  run.tasks = {testing::failed_task()};
  run.tasks[0].attempts.resize(2);
  api.runs.runs = {run};
  api.runs.lines = {{.id = 1, .run = "r1", .task = "extract.cnn", .attempt = 1, .text = "x"}};
  api.control.standing.next = {Due{api.clock.now(), {}, {}}};
  const auto recordings = Recordings::open(std::string(SEOHAK_SOURCE_DIR) + "/recordings");
  ASSERT_TRUE(recordings) << recordings.error().message;
  api.context.recordings = &*recordings;
  simdjson::dom::parser document_parser;
  const std::string text = openapi_document("0.1.0");
  const element document = document_parser.parse(text);
  const std::string load_id = api.land({"[]"}).id;
  for (const ApiRoute& route : api_routes()) {
    const std::string path = "/api/v1" + std::string(route.path);
    const element operation = document["paths"][path]["get"];
    SCOPED_TRACE(path);
    const WebResponse response = api.get(testing::target_of(route, load_id));
    ASSERT_EQ(response.status, 200);
    if (route.shape == kFileShape) continue;
    const object schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
                                   ["properties"]["data"];
    simdjson::dom::parser parser;
    const element answer = parser.parse(*response.body);
    const element data = answer["data"];
    EXPECT_EQ(fault(data, schema, "data"), "");
    EXPECT_TRUE(data.is_object() || array(data).size() > 0);
  }
}

TEST(OpenApi, RefusesAShapeItCannotRead) {
  for (const char* shape : {"", "{", "{a}", "{a:word}", "[number", "number]", "{a:text,b:text}",
                            "=", "=a|", "{a:=a|b"}) {
    JsonWriter json;
    EXPECT_FALSE(write_schema(shape, json)) << shape;
  }
  JsonWriter json;
  ASSERT_TRUE(write_schema("[{a:text b:number? c:=x|-Y?}]", json));
  EXPECT_EQ(json.take(), R"({"type":"array","items":{"type":"object","required":["a","b","c"],)"
                         R"("additionalProperties":false,"properties":{"a":{"type":"string"},)"
                         R"("b":{"type":["number","null"]},"c":{"type":["string","null"],)"
                         R"("enum":["x","-Y",null]}}}})");
}

}  // namespace
}  // namespace seohak
