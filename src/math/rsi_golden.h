#pragma once

#include <cmath>
#include <fstream>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/csv.h"

namespace seohak {

/// A series of tests/golden/rsi.csv; NaN where there is no value yet.
struct RsiGolden {
  std::vector<double> close;
  std::vector<double> wilder;
  std::vector<double> cutler;
};

/// All series by name.
inline std::map<std::string, RsiGolden> read_rsi_golden() {
  std::ifstream file(std::string(SEOHAK_SOURCE_DIR) + "/tests/golden/rsi.csv");
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  const auto number = [](std::string_view field) {
    return field.empty() ? std::numeric_limits<double>::quiet_NaN() : std::stod(std::string(field));
  };
  CsvReader reader(text);
  std::map<std::string, RsiGolden> series;
  EXPECT_TRUE(*reader.next());
  while (*reader.next()) {
    const auto fields = reader.fields();
    RsiGolden& golden = series[std::string(fields[0])];
    golden.close.push_back(number(fields[1]));
    golden.wilder.push_back(number(fields[2]));
    golden.cutler.push_back(number(fields[3]));
  }
  EXPECT_GT(series.size(), 15U);
  return series;
}

/// Equal values; NaN equals NaN.
inline bool same_bits(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

/// Both NaN, or within `tolerance`.
inline void expect_close(const std::vector<double>& actual, const std::vector<double>& expected,
                         double tolerance, const std::string& name) {
  ASSERT_EQ(actual.size(), expected.size()) << name;
  for (std::size_t i = 0; i < actual.size(); ++i) {
    ASSERT_EQ(std::isnan(actual[i]), std::isnan(expected[i])) << name << ", bar " << i;
    if (!std::isnan(actual[i])) {
      EXPECT_NEAR(actual[i], expected[i], tolerance) << name << ", bar " << i;
    }
  }
}

}  // namespace seohak
