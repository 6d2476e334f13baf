#include "math/rsi_wilder_tiled.h"

#include <cstdlib>
#include <memory>
#include <random>

#include <gtest/gtest.h>

#include "math/rsi_golden.h"
#include "math/rsi_wilder.h"

namespace seohak {
namespace {

constexpr int kPeriod = 14;

std::vector<Simd> ways() {
  std::vector<Simd> found;
  for (const Simd simd : {Simd::plain, Simd::avx2, Simd::avx512})
    if (simd <= best_simd()) found.push_back(simd);
  return found;
}

/// The tiled index of equally long series, as series again.
std::vector<std::vector<double>> run(const std::vector<std::vector<double>>& series, Simd simd) {
  const std::size_t bars = series[0].size();
  const std::size_t tiles = (series.size() + kRsiTile - 1) / kRsiTile;
  const std::size_t size = tiles * bars * kRsiTile;
  const auto place = [&](std::size_t s, std::size_t bar) {
    return (s / kRsiTile * bars + bar) * kRsiTile + s % kRsiTile;
  };
  std::vector<double> close(size, 1);
  for (std::size_t s = 0; s < series.size(); ++s)
    for (std::size_t bar = 0; bar < bars; ++bar) close[place(s, bar)] = series[s][bar];
  const std::unique_ptr<double, decltype(&std::free)> out(
      static_cast<double*>(std::aligned_alloc(64, size * sizeof(double))), &std::free);
  rsi_wilder_tiled(close, bars, kPeriod, {out.get(), size}, simd);
  std::vector<std::vector<double>> found(series.size(), std::vector<double>(bars));
  for (std::size_t s = 0; s < series.size(); ++s)
    for (std::size_t bar = 0; bar < bars; ++bar) found[s][bar] = out.get()[place(s, bar)];
  return found;
}

TEST(RsiWilderTiled, EqualsTaLib) {
  for (const auto& [name, golden] : read_rsi_golden())
    for (const Simd simd : ways()) {
      const std::vector<std::vector<double>> copies(kRsiTile, golden.close);
      for (const auto& found : run(copies, simd))
        expect_close(found, golden.wilder, 1e-12, name + " " + to_string(simd));
    }
}

TEST(RsiWilderTiled, KeepsSeriesApart) {
  std::mt19937_64 random(20260413);
  std::vector<std::vector<double>> series(40, std::vector<double>(200));
  for (std::size_t s = 0; s < series.size(); ++s) {
    double price = 100;
    for (double& close : series[s]) {
      price += static_cast<double>(random() % 201) / 100 - 1;
      close = s % 7 == 3 ? 5 : price;  // some never move
    }
  }
  for (const Simd simd : ways()) {
    const auto found = run(series, simd);
    for (std::size_t s = 0; s < series.size(); ++s) {
      std::vector<double> expected(series[s].size());
      rsi_wilder(series[s], kPeriod, expected);
      expect_close(found[s], expected, 1e-12, to_string(simd) + std::to_string(s));
    }
  }
}

// Large enough to be written past the caches; a million bars of a walk.
TEST(RsiWilderTiled, StreamsLargeResults) {
  std::mt19937_64 random(7);
  std::vector<std::vector<double>> series(kRsiTile, std::vector<double>(65536));
  for (auto& one : series) {
    double price = 500;
    for (double& close : one) close = price += static_cast<double>(random() % 201) / 100 - 1;
  }
  std::vector<double> expected(series[0].size());
  for (const Simd simd : ways()) {
    const auto found = run(series, simd);
    for (std::size_t s = 0; s < series.size(); ++s) {
      rsi_wilder(series[s], kPeriod, expected);
      expect_close(found[s], expected, 1e-12, to_string(simd));
    }
  }
}

// An index holds while the price rests, until the averages vanish.
TEST(RsiWilderTiled, HoldsItsValueWhileTheCloseRests) {
  std::vector<double> close = read_rsi_golden().at("random ticks").close;
  close.resize(close.size() + 9000, close.back());
  std::vector<double> expected(close.size());
  rsi_wilder(close, kPeriod, expected);
  for (const Simd simd : ways())
    expect_close(run({close}, simd)[0], expected, 1e-12, to_string(simd));
}

TEST(RsiWilderTiled, IsExactAtBothEnds) {
  std::vector<double> up(60);
  for (std::size_t i = 0; i < up.size(); ++i) up[i] = 10 + 0.1 * static_cast<double>(i * i);
  const std::vector<double> down(up.rbegin(), up.rend());
  for (const Simd simd : ways()) {
    const auto found = run({up, down}, simd);
    for (std::size_t bar = kPeriod; bar < up.size(); ++bar) {
      EXPECT_EQ(found[0][bar], 100) << to_string(simd);
      EXPECT_EQ(found[1][bar], 0) << to_string(simd);
    }
  }
}

TEST(RsiWilderTiled, TakesNoSeriesAndShortOnes) {
  for (const Simd simd : ways()) {
    rsi_wilder_tiled({}, 0, kPeriod, {}, simd);
    for (const std::size_t bars : {1U, 13U, 14U}) {
      const auto found = run({std::vector<double>(bars, 2)}, simd);
      for (const double value : found[0]) EXPECT_TRUE(std::isnan(value));
    }
  }
}

}  // namespace
}  // namespace seohak
