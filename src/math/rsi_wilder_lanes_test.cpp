#include "math/rsi_wilder_lanes.h"

#include <bit>
#include <random>

#include <gtest/gtest.h>

#include "math/rsi_golden.h"

namespace seohak {
namespace {

constexpr int kPeriod = 14;
constexpr double kGap = std::numeric_limits<double>::quiet_NaN();

std::vector<Simd> ways() {
  std::vector<Simd> found;
  for (const Simd simd : {Simd::plain, Simd::avx2, Simd::avx512})
    if (simd <= best_simd()) found.push_back(simd);
  return found;
}

std::string where_of(Simd simd, std::size_t series, std::size_t bar) {
  return std::string(to_string(simd)) + ", series " + std::to_string(series) + ", bar " +
         std::to_string(bar);
}

/// The same bits; any NaN is one.
void expect_bits(double actual, double expected, const std::string& where) {
  if (std::isnan(actual) && std::isnan(expected)) return;
  EXPECT_EQ(std::bit_cast<std::uint64_t>(actual), std::bit_cast<std::uint64_t>(expected))
      << where << ": " << actual << ", not " << expected;
}

/// Pushes `bars` of [series] closes, and expects of each what a state of its own gives.
void expect_states(const std::vector<std::vector<double>>& bars, int period, Simd simd) {
  const std::size_t size = bars[0].size();
  RsiWilderLanes lanes(size, period, simd);
  std::vector<RsiWilderState> states(size, RsiWilderState{.period = period});
  std::vector<double> out(size, -1);
  for (std::size_t bar = 0; bar < bars.size(); ++bar) {
    lanes.push(bars[bar], out);
    for (std::size_t s = 0; s < size; ++s) {
      const std::string where = where_of(simd, s, bar);
      expect_bits(out[s], states[s].push(bars[bar][s]), where);
      const RsiWilderState state = lanes.state(s);
      expect_bits(state.close, states[s].close, where);
      expect_bits(state.average_gain, states[s].average_gain, where);
      expect_bits(state.average_loss, states[s].average_loss, where);
      EXPECT_EQ(state.closes, std::min<std::int64_t>(states[s].closes, period + 1)) << where;
    }
    if (testing::Test::HasFailure()) return;
  }
}

TEST(RsiWilderLanes, EqualsTaLib) {
  for (const auto& [name, golden] : read_rsi_golden())
    for (const Simd simd : ways()) {
      constexpr std::size_t kSeries = 19;  // whole blocks and a rest
      RsiWilderLanes lanes(kSeries, kPeriod, simd);
      std::vector<double> out(kSeries);
      std::vector<std::vector<double>> found(kSeries);
      for (const double close : golden.close) {
        lanes.push(std::vector<double>(kSeries, close), out);
        for (std::size_t s = 0; s < kSeries; ++s) found[s].push_back(out[s]);
      }
      for (const auto& each : found)
        expect_close(each, golden.wilder, 1e-12, name + " " + to_string(simd));
    }
}

/// All golden series at once: short ones end as gaps, and a series begins `s % 5` bars late.
TEST(RsiWilderLanes, HasTheBitsOfStatesOnAllGoldenSeries) {
  std::vector<std::vector<double>> series;
  std::size_t longest = 0;
  for (const auto& [name, golden] : read_rsi_golden()) {
    series.push_back(golden.close);
    longest = std::max(longest, golden.close.size() + 5);
  }
  std::vector<std::vector<double>> bars(longest, std::vector<double>(series.size(), kGap));
  for (std::size_t s = 0; s < series.size(); ++s)
    for (std::size_t i = 0; i < series[s].size(); ++i) bars[i + s % 5][s] = series[s][i];
  for (const Simd simd : ways()) expect_states(bars, kPeriod, simd);
}

/// Walks, some of them flat, some with gaps, some with infinite or huge closes.
std::vector<std::vector<double>> walks(std::size_t series, std::size_t count) {
  std::mt19937_64 random(20260413);
  std::vector<double> price(series, 100);
  std::vector<std::vector<double>> bars(count, price);
  for (auto& bar : bars)
    for (std::size_t s = 0; s < series; ++s) {
      price[s] += static_cast<double>(random() % 2001) / 1000 - 1;
      const std::uint64_t chance = random() % 100;
      bar[s] = s % 7 == 3 ? 5 : price[s];
      if (s % 3 == 1 && chance < 20) bar[s] = kGap;
      if (s % 11 == 5 && chance < 2) bar[s] = std::numeric_limits<double>::infinity();
      if (s % 13 == 6) bar[s] *= 1e-310;
      if (s % 17 == 8) bar[s] *= chance < 50 ? 1.7e306 : -1.7e306;
    }
  return bars;
}

TEST(RsiWilderLanes, HasTheBitsOfStatesOnWalks) {
  for (const Simd simd : ways())
    for (const int period : {2, 14, 254}) expect_states(walks(83, 700), period, simd);
}

// An average falls by 1/14 a bar while the price rests, through the smallest numbers, to nothing.
TEST(RsiWilderLanes, HasTheBitsOfStatesWhileTheCloseRests) {
  auto bars = walks(16, 60);
  bars.resize(12000, bars[40]);
  for (const Simd simd : ways()) expect_states(bars, kPeriod, simd);
}

TEST(RsiWilderLanes, GoesOnFromStates) {
  const auto bars = walks(21, 120);
  for (const Simd simd : ways())
    for (const std::size_t cut : {0U, 1U, 9U, 14U, 15U, 60U}) {
      RsiWilderLanes whole(21, kPeriod, simd);
      RsiWilderLanes rest(21, kPeriod, simd);
      std::vector<double> expected(21);
      std::vector<double> found(21);
      for (std::size_t bar = 0; bar < bars.size(); ++bar) {
        if (bar == cut)
          for (std::size_t s = 0; s < 21; ++s) rest.restore(s, whole.state(s));
        whole.push(bars[bar], expected);
        if (bar < cut) continue;
        rest.push(bars[bar], found);
        for (std::size_t s = 0; s < 21; ++s)
          expect_bits(found[s], expected[s], where_of(simd, s, bar));
      }
    }
}

TEST(RsiWilderLanes, TakesNoSeries) {
  RsiWilderLanes lanes(0, kPeriod);
  lanes.push({}, {});
  EXPECT_EQ(lanes.size(), 0U);
}

}  // namespace
}  // namespace seohak
