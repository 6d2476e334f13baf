#pragma once

#include "context.h"
#include "run_words.h"

namespace seohak {

/// Runs what the words say, here or by the program that holds the warehouse, and shows it as it
/// goes. Returns the exit code.
int carry_out(const Context& context, const RunWords& words);

}  // namespace seohak
