#include "model/kernel_table.h"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/ranges.h>

#include "math/rsi_cutler.h"
#include "math/rsi_status.h"
#include "math/rsi_wilder.h"

namespace seohak {
namespace {

constexpr std::array kKernels{
    Kernel{.name = "rsi_cutler", .numbers = rsi_cutler},
    Kernel{.name = "rsi_status",
           .words = [](std::span<const double> close, int period,
                       std::span<std::string_view> out) { rsi_status(close, period, out); }},
    Kernel{.name = "rsi_wilder", .numbers = rsi_wilder},
};

std::span<const Kernel> kernels() { return kKernels; }

}  // namespace

const Kernel* find_kernel(std::string_view name) {
  const auto all = kernels();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Kernel& each) { return each.name == name; });
  return found == all.end() ? nullptr : &*found;
}

std::string kernel_names() {
  std::vector<std::string_view> names;
  for (const Kernel& each : kernels()) names.push_back(each.name);
  return fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace seohak
