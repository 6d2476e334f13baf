#pragma once

#include <span>
#include <string>
#include <string_view>

namespace seohak {

/// A kernel of math/ under the name that headers use: one of both functions is set. Each takes one
/// whole series [n], oldest first, the period, and the values [n] to fill: NaN or an empty word
/// where there is none yet.
struct Kernel {
  std::string_view name;
  void (*numbers)(std::span<const double>, int, std::span<double>) = nullptr;
  void (*words)(std::span<const double>, int, std::span<std::string_view>) = nullptr;
};

/// nullptr when there is none of that name.
const Kernel* find_kernel(std::string_view name);
/// "rsi_cutler, rsi_status, rsi_wilder".
std::string kernel_names();

}  // namespace seohak
