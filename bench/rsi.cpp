// Times the RSI kernels and prints one JSON object.
//
//   bench_rsi [SYMBOLS [BARS [ROUNDS [FILE]]]]     10000 3900 5, seeded walks
//
// FILE holds SYMBOLS × BARS little-endian doubles, one series after the other, so that others can
// be timed on the same numbers. Every form runs once a round, and its best round counts. "copy" is
// what the machine needs to read and write as much. "new_bar_us" are microseconds for one new bar
// of every symbol, the median over the bars from the 31st to the 400th; its facts are of the last
// one.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <sys/mman.h>

#include "math/rsi_cutler.h"
#include "math/rsi_wilder.h"
#include "math/rsi_wilder_lanes.h"
#include "math/rsi_wilder_tiled.h"

namespace {

using namespace seohak;

constexpr int kPeriod = 14;
/// New bars are timed from here on, where each series has its seed, to the other.
constexpr std::size_t kFirstNewBar = 30;
constexpr std::size_t kNewBars = 400;

/// Large arrays lie on large pages where the system has them, as NumPy's do.
constexpr std::size_t kLargePage = 2U << 20U;

/// Doubles at the boundary of a large page, written once so that their pages exist.
class Numbers {
 public:
  explicit Numbers(std::size_t size)
      : size_(size),
        data_(static_cast<double*>(std::aligned_alloc(kLargePage, whole_pages(size))), &std::free) {
    if (size * sizeof(double) >= kLargePage)
      madvise(data_.get(), whole_pages(size), MADV_HUGEPAGE);  // a hint: it may fail
    std::fill_n(data_.get(), size, 1.0);
  }
  std::span<double> all() { return {data_.get(), size_}; }
  std::span<const double> all() const { return {data_.get(), size_}; }

 private:
  static std::size_t whole_pages(std::size_t size) {
    return (size * sizeof(double) + kLargePage - 1) / kLargePage * kLargePage;
  }

  std::size_t size_;
  std::unique_ptr<double, decltype(&std::free)> data_;
};

struct Shape {
  std::size_t symbols;
  std::size_t bars;
  std::size_t tiles() const { return (symbols + kRsiTile - 1) / kRsiTile; }
};

bool fill_series(std::span<double> series, const Shape& shape, const char* file) {
  if (file != nullptr) {
    std::ifstream stream(file, std::ios::binary);
    const auto size = static_cast<std::streamsize>(series.size_bytes());
    return stream.read(reinterpret_cast<char*>(series.data()), size).gcount() == size;
  }
  std::mt19937_64 random(20260413);
  for (std::size_t s = 0; s < shape.symbols; ++s) {
    double cents = 1000 + static_cast<double>(random() % 40000);
    for (double& close : series.subspan(s * shape.bars, shape.bars)) {
      cents = std::max(100.0, cents + static_cast<double>(random() % 41) - 20);
      close = cents / 100;
    }
  }
  return true;
}

/// Series after series -> tiles of [bar][kRsiTile]; the last tile is filled up with ones.
void tile(std::span<const double> series, std::span<double> tiled, const Shape& shape) {
  std::fill(tiled.begin(), tiled.end(), 1.0);
  for (std::size_t s = 0; s < shape.symbols; ++s) {
    double* to = tiled.data() + s / kRsiTile * shape.bars * kRsiTile + s % kRsiTile;
    for (std::size_t bar = 0; bar < shape.bars; ++bar)
      to[bar * kRsiTile] = series[s * shape.bars + bar];
  }
}

struct Form {
  std::string name;
  std::function<void()> run;
  double best_ns = 1e300;  ///< of a whole run
};

void time_forms(std::vector<Form>& forms, int rounds) {
  for (int round = 0; round < rounds; ++round)
    for (Form& form : forms) {
      const auto start = std::chrono::steady_clock::now();
      form.run();
      const std::chrono::duration<double, std::nano> took =
          std::chrono::steady_clock::now() - start;
      form.best_ns = std::min(form.best_ns, took.count());
    }
}

/// Largest difference between tiled values and those of the series; NaN where only one is.
double difference(std::span<const double> tiled, std::span<const double> series,
                  const Shape& shape) {
  double largest = 0;
  for (std::size_t s = 0; s < shape.symbols; ++s)
    for (std::size_t bar = 0; bar < shape.bars; ++bar) {
      const double a = tiled[(s / kRsiTile * shape.bars + bar) * kRsiTile + s % kRsiTile];
      const double b = series[s * shape.bars + bar];
      if (std::isnan(a) != std::isnan(b)) return std::nan("");
      if (!std::isnan(a)) largest = std::max(largest, std::fabs(a - b));
    }
  return largest;
}

/// What others compare their values with.
struct Facts {
  std::size_t values = 0;
  double sum = 0;
};

Facts facts(std::span<const double> values) {
  Facts facts;
  for (const double value : values)
    if (!std::isnan(value)) {
      ++facts.values;
      facts.sum += value;
    }
  return facts;
}

/// One new bar of every series after the other. Leaves the last bar's values in `out`; the median
/// time in microseconds, NaN when there are too few bars.
double time_new_bars(std::span<const double> series, const Shape& shape, Simd simd,
                     std::span<double> out) {
  RsiWilderLanes lanes(shape.symbols, kPeriod, simd);
  Numbers close(shape.symbols);
  std::vector<double> took;
  for (std::size_t bar = 0; bar < std::min(shape.bars, kNewBars); ++bar) {
    for (std::size_t s = 0; s < shape.symbols; ++s) close.all()[s] = series[s * shape.bars + bar];
    const auto start = std::chrono::steady_clock::now();
    lanes.push(close.all(), out);
    const std::chrono::duration<double, std::micro> time = std::chrono::steady_clock::now() - start;
    if (bar >= kFirstNewBar) took.push_back(time.count());
  }
  if (took.empty()) return std::nan("");
  const auto middle = took.begin() + static_cast<std::ptrdiff_t>(took.size() / 2);
  std::nth_element(took.begin(), middle, took.end());
  return *middle;
}

/// Prints `,"new_bar_us":{…},"new_bar_values":…,"new_bar_sum":…`.
void measure_new_bars(std::span<const double> series, const Shape& shape) {
  if (shape.bars <= kFirstNewBar) return;
  Numbers out(shape.symbols);
  std::printf(",\"new_bar_us\":{");
  for (const Simd simd : {Simd::plain, Simd::avx2, Simd::avx512})
    if (simd <= best_simd())
      std::printf("%s\"%s\":%.3f", simd == Simd::plain ? "" : ",", to_string(simd),
                  time_new_bars(series, shape, simd, out.all()));
  const Facts last = facts(out.all());
  std::printf("},\"new_bar_values\":%zu,\"new_bar_sum\":%.17g", last.values, last.sum);
}

int measure(const Shape& shape, int rounds, const char* file) {
  Numbers series(shape.symbols * shape.bars);
  Numbers out(shape.symbols * shape.bars);
  Numbers tiled(shape.tiles() * kRsiTile * shape.bars);
  Numbers tiled_out(tiled.all().size());
  if (!fill_series(series.all(), shape, file)) {
    std::fprintf(stderr, "bench_rsi: cannot read %zu x %zu doubles from %s\n", shape.symbols,
                 shape.bars, file);
    return 1;
  }
  tile(series.all(), tiled.all(), shape);
  const auto by_series = [&](auto kernel) {
    return [&, kernel] {
      for (std::size_t s = 0; s < shape.symbols; ++s)
        kernel(series.all().subspan(s * shape.bars, shape.bars), kPeriod,
               out.all().subspan(s * shape.bars, shape.bars));
    };
  };
  std::vector<Form> forms{{"cutler", by_series(rsi_cutler)}, {"wilder", by_series(rsi_wilder)}};
  for (const Simd simd : {Simd::plain, Simd::avx2, Simd::avx512})
    if (simd <= best_simd())
      forms.push_back({std::string("wilder_tiled_") + to_string(simd), [&, simd] {
                         rsi_wilder_tiled(tiled.all(), shape.bars, kPeriod, tiled_out.all(), simd);
                       }});
  Numbers copied(tiled.all().size());
  forms.push_back({"copy", [&] {
                     std::memcpy(copied.all().data(), tiled.all().data(), tiled.all().size_bytes());
                   }});
  time_forms(forms, rounds);
  const Facts wilder = facts(out.all());  // the last form by series
  const double bars = static_cast<double>(shape.symbols) * static_cast<double>(shape.bars);
  std::printf(
      "{\"name\":\"rsi\",\"period\":%d,\"symbols\":%zu,\"bars\":%zu,\"rounds\":%d,"
      "\"largest_difference\":%.3g,\"values\":%zu,\"sum\":%.17g,\"ns_per_bar\":{",
      kPeriod, shape.symbols, shape.bars, rounds, difference(tiled_out.all(), out.all(), shape),
      wilder.values, wilder.sum);
  for (const Form& form : forms)
    std::printf("%s\"%s\":%.4f", &form == forms.data() ? "" : ",", form.name.c_str(),
                form.best_ns / bars);
  std::printf("}");
  measure_new_bars(series.all(), shape);
  std::printf("}\n");
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const auto number = [&](int at, long fallback) {
    return argc > at ? std::strtol(argv[at], nullptr, 10) : fallback;
  };
  const long symbols = number(1, 10000);
  const long bars = number(2, 3900);
  const long rounds = number(3, 5);
  if (symbols < 1 || bars < 1 || rounds < 1) {
    std::fprintf(stderr, "usage: bench_rsi [SYMBOLS [BARS [ROUNDS [FILE]]]], each at least 1\n");
    return 2;
  }
  return measure({static_cast<std::size_t>(symbols), static_cast<std::size_t>(bars)},
                 static_cast<int>(rounds), argc > 4 ? argv[4] : nullptr);
}
