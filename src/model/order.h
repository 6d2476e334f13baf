#pragma once

#include <set>
#include <string>
#include <vector>

#include "model/model.h"

namespace seohak {

/// The models, each after those it reads, otherwise in their order. `stored`: tables that are no
/// models. Errors: bad_data (a table that nothing declares; a cycle, with its path).
Result<std::vector<Model>> order_models(std::vector<Model> models,
                                        const std::set<std::string, std::less<>>& stored);

/// What each model is made of, one tree a model, deeper tables indented by two blanks.
std::string lineage(const std::vector<Model>& models);

}  // namespace seohak
