#include <cstring>
#include <type_traits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "math/rsi_cutler.h"
#include "math/rsi_golden.h"
#include "math/rsi_status.h"
#include "math/rsi_wilder.h"

namespace seohak {
namespace {

using testing::Each;
using testing::ElementsAre;
using Batch = void (*)(std::span<const double>, int, std::span<double>);

constexpr int kPeriod = 14;
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

std::vector<double> run(Batch batch, const std::vector<double>& close, int period = kPeriod) {
  std::vector<double> out(close.size(), -1);
  batch(close, period, out);
  return out;
}

/// Pushes a series, storing and restoring the state as bytes before each bar of `splits`.
template <typename State>
std::vector<double> push_in_parts(const std::vector<double>& close, std::size_t step) {
  static_assert(std::is_trivially_copyable_v<State>);
  State state{.period = kPeriod};
  std::vector<double> out;
  for (std::size_t i = 0; i < close.size(); ++i) {
    if (i % step == 0) {
      std::array<char, sizeof(State)> stored;
      std::memcpy(stored.data(), &state, sizeof state);
      state = State{};
      std::memcpy(&state, stored.data(), sizeof state);
    }
    out.push_back(state.push(close[i]));
  }
  return out;
}

void expect_same_bits(const std::vector<double>& a, const std::vector<double>& b,
                      const std::string& name) {
  ASSERT_EQ(a.size(), b.size()) << name;
  for (std::size_t i = 0; i < a.size(); ++i)
    ASSERT_TRUE(same_bits(a[i], b[i])) << name << ", bar " << i << ": " << a[i] << ", " << b[i];
}

TEST(RsiWilder, EqualsTaLibBitByBit) {
  for (const auto& [name, golden] : read_rsi_golden())
    expect_same_bits(run(rsi_wilder, golden.close), golden.wilder, name);
}

TEST(RsiCutler, EqualsExactFractions) {
  for (const auto& [name, golden] : read_rsi_golden())
    expect_close(run(rsi_cutler, golden.close), golden.cutler, 1e-12 * 100, name);
}

TEST(Rsi, StatesGiveTheBitsOfTheBatchOnAnySplit) {
  for (const auto& [name, golden] : read_rsi_golden())
    for (const std::size_t step : {1U, 7U, 14U, 15U, 1000U}) {
      expect_same_bits(push_in_parts<RsiWilderState>(golden.close, step),
                       run(rsi_wilder, golden.close), name);
      expect_same_bits(push_in_parts<RsiCutlerState>(golden.close, step),
                       run(rsi_cutler, golden.close), name);
    }
}

TEST(Rsi, IsNoneUntilThePeriodIsFull) {
  const std::vector<double> rising{1, 2, 3, 4};
  for (const Batch batch : {Batch(rsi_wilder), Batch(rsi_cutler)}) {
    EXPECT_TRUE(run(batch, {}, 3).empty());
    for (const double value : run(batch, {1, 2, 3}, 3)) EXPECT_TRUE(std::isnan(value));
    expect_same_bits(run(batch, rising, 3), {kNone, kNone, kNone, 100}, "rising");
    expect_same_bits(run(batch, rising, 2), {kNone, kNone, 100, 100}, "rising");
  }
}

// By hand: changes +1 +1 -2, then +4. Wilder(2) goes on from means 1 and 0.
TEST(Rsi, IsWhatHandsCompute) {
  const std::vector<double> close{10, 11, 12, 10, 14};
  const auto wilder = run(rsi_wilder, close, 2);
  EXPECT_DOUBLE_EQ(wilder[2], 100);
  EXPECT_DOUBLE_EQ(wilder[3], 100.0 / 3);          // gain 0.5, loss 1
  EXPECT_DOUBLE_EQ(wilder[4], 100 * 2.25 / 2.75);  // gain 2.25, loss 0.5
  const auto cutler = run(rsi_cutler, close, 2);
  EXPECT_DOUBLE_EQ(cutler[2], 100);
  EXPECT_DOUBLE_EQ(cutler[3], 100.0 / 3);
  EXPECT_DOUBLE_EQ(cutler[4], 100 * 4.0 / 6);
}

TEST(Rsi, IsHundredWhenEveryBarGainsAndZeroWhenEveryBarLoses) {
  const auto series = read_rsi_golden();
  for (const Batch batch : {Batch(rsi_wilder), Batch(rsi_cutler)}) {
    EXPECT_EQ(run(batch, series.at("all gain").close).back(), 100);
    EXPECT_EQ(run(batch, series.at("all loss").close).back(), 0);
  }
}

TEST(Rsi, OneJumpStaysForWilderAndLeavesCutlersWindow) {
  const auto series = read_rsi_golden();
  EXPECT_EQ(run(rsi_wilder, series.at("one jump").close).back(), 100);
  const auto cutler = run(rsi_cutler, series.at("one jump").close);
  EXPECT_EQ(cutler[19], 0);
  EXPECT_EQ(cutler[20], 100);
  EXPECT_EQ(cutler[33], 100);
  EXPECT_EQ(cutler[34], 0);
}

TEST(Rsi, AGapGivesNoneAndChangesNothing) {
  const std::vector<double> close = read_rsi_golden().at("random ticks").close;
  for (const double gap : {kNone, std::numeric_limits<double>::infinity()}) {
    std::vector<double> gapped;
    for (std::size_t i = 0; i < close.size(); ++i) {
      if (i % 5 == 0 || (i > 40 && i < 60)) gapped.push_back(gap);
      gapped.push_back(close[i]);
    }
    for (const Batch batch : {Batch(rsi_wilder), Batch(rsi_cutler)}) {
      const std::vector<double> out = run(batch, gapped);
      std::vector<double> kept;
      for (std::size_t i = 0; i < gapped.size(); ++i) {
        if (std::isfinite(gapped[i])) {
          kept.push_back(out[i]);
        } else {
          EXPECT_TRUE(std::isnan(out[i]));
        }
      }
      expect_same_bits(kept, run(batch, close), "gapped");
    }
  }
}

TEST(RsiStatus, HasInclusiveBounds) {
  EXPECT_EQ(rsi_status(70, true), "Overbought");
  EXPECT_EQ(rsi_status(std::nextafter(70, 0), true), "Neutral");
  EXPECT_EQ(rsi_status(30, true), "Oversold");
  EXPECT_EQ(rsi_status(std::nextafter(30, 99), true), "Neutral");
  EXPECT_EQ(rsi_status(0, true), "Oversold");
  EXPECT_EQ(rsi_status(0, false), "Neutral");
  EXPECT_EQ(rsi_status(kNone, true), "");
  EXPECT_EQ(rsi_status(kNone, false), "");
}

TEST(RsiStatus, IsOfTheWilderValueAndNeutralWithoutMovement) {
  const auto series = read_rsi_golden();
  const auto words = [&](const char* name) {
    const std::vector<double>& close = series.at(name).close;
    std::vector<std::string_view> out(close.size(), "unset");
    rsi_status(close, kPeriod, out);
    return out;
  };
  const auto constant = words("constant");
  EXPECT_THAT(std::vector(constant.begin(), constant.begin() + kPeriod), Each(""));
  EXPECT_THAT(std::vector(constant.begin() + kPeriod, constant.end()), Each("Neutral"));
  EXPECT_EQ(words("all loss").back(), "Oversold");
  EXPECT_EQ(words("all gain").back(), "Overbought");
  const auto late = words("one jump");
  EXPECT_EQ(late[19], "Neutral");
  EXPECT_EQ(late[20], "Overbought");
  const auto walk = words("random wild");
  const auto& wilder = series.at("random wild").wilder;
  for (std::size_t i = kPeriod; i < walk.size(); ++i)
    EXPECT_EQ(walk[i], wilder[i] >= 70 ? "Overbought" : wilder[i] <= 30 ? "Oversold" : "Neutral");
}

}  // namespace
}  // namespace seohak
