#include "model/order.h"

#include <algorithm>
#include <map>

#include <fmt/core.h>
#include <fmt/ranges.h>

namespace seohak {
namespace {

using Index = std::map<std::string, std::size_t, std::less<>>;

Index index_of(const std::vector<Model>& models) {
  Index index;
  for (std::size_t i = 0; i < models.size(); ++i) index.emplace(models[i].schema.name, i);
  return index;
}

/// Visits models depth first; `path` holds the names from the root to where it stands.
class Orderer {
 public:
  Orderer(const std::vector<Model>& models, const std::set<std::string, std::less<>>& stored)
      : models_(models), stored_(stored), index_(index_of(models)) {}

  Result<void> visit(const std::string& name) {
    if (done_.contains(name) || stored_.contains(name)) return {};
    const auto open = std::find(path_.begin(), path_.end(), name);
    if (open != path_.end()) {
      path_.erase(path_.begin(), open);
      path_.push_back(name);
      return fail(Errc::bad_data,
                  fmt::format("models read each other in a circle: {}", fmt::join(path_, " <- ")));
    }
    const auto found = index_.find(name);
    if (found == index_.end())
      return fail(Errc::bad_data, fmt::format("{} reads {}, which no file of models/ declares",
                                              path_.empty() ? "?" : path_.back(), name));
    path_.push_back(name);
    for (const std::string& read : models_[found->second].reads) SEOHAK_TRY(visit(read));
    path_.pop_back();
    done_.insert(name);
    order_.push_back(found->second);
    return {};
  }
  const std::vector<std::size_t>& order() const { return order_; }

 private:
  const std::vector<Model>& models_;
  const std::set<std::string, std::less<>>& stored_;
  Index index_;
  std::set<std::string, std::less<>> done_;
  std::vector<std::string> path_;
  std::vector<std::size_t> order_;
};

void append_tree(const std::vector<Model>& models, const Index& index, const std::string& name,
                 int depth, std::string& out) {
  out += fmt::format("{:{}}{}\n", "", depth * 2, name);
  const auto found = index.find(name);
  if (found == index.end()) return;
  for (const std::string& read : models[found->second].reads)
    append_tree(models, index, read, depth + 1, out);
}

}  // namespace

Result<std::vector<Model>> order_models(std::vector<Model> models,
                                        const std::set<std::string, std::less<>>& stored) {
  Orderer orderer(models, stored);
  for (const Model& model : models) SEOHAK_TRY(orderer.visit(model.schema.name));
  std::vector<Model> ordered;
  for (const std::size_t i : orderer.order()) ordered.push_back(std::move(models[i]));
  return ordered;
}

std::string lineage(const std::vector<Model>& models) {
  std::string out;
  const Index index = index_of(models);
  for (const auto& [name, position] : index) append_tree(models, index, name, 0, out);
  return out;
}

}  // namespace seohak
