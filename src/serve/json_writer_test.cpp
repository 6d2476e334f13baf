#include "serve/json_writer.h"

#include <gtest/gtest.h>

#include <limits>

namespace seohak {
namespace {

TEST(JsonWriter, PlacesCommasAndEscapes) {
  JsonWriter json;
  json.begin_object().key("a").begin_array().number(std::int64_t{1}).text("x\"\\\n\x01").null();
  json.begin_object().end_object().end_array().key("공포").boolean(true).end_object();
  EXPECT_EQ(json.take(), R"({"a":[1,"x\"\\\n\u0001",null,{}],"공포":true})");
  EXPECT_EQ(json.view(), "");
}

TEST(JsonWriter, WritesDoublesThatReadBackEqual) {
  JsonWriter json;
  json.begin_array().number(0.1).number(66.0).number(1e300).number(54.333333333333336);
  json.number(std::numeric_limits<double>::quiet_NaN());
  json.number(std::numeric_limits<double>::infinity()).end_array();
  EXPECT_EQ(json.take(), "[0.1,66,1e+300,54.333333333333336,null,null]");
}

TEST(JsonWriter, ReplacesBytesThatAreNotUtf8) {
  JsonWriter json;
  json.text(
      "a\xFF"
      "b\xEA\xB3");
  EXPECT_EQ(json.take(),
            "\"a\xEF\xBF\xBD"
            "b\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

}  // namespace
}  // namespace seohak
