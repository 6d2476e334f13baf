#pragma once

#include <span>
#include <string_view>

#include "pipeline/stages.h"

namespace seohak {

struct DatasetName {
  std::string_view source;
  std::string_view dataset;
};

/// A pipeline as data: what it collects and which tables it writes.
struct PipelinePlan {
  std::string_view name;
  std::span<const DatasetName> datasets;
  std::span<const std::string_view> raw_tables;  ///< file drops that fill one of them join in
  std::span<const std::string_view> models;
};

/// Calendar, extract and load of every dataset and file drop, and each model after the models of
/// this pipeline that it reads, else after all loads.
Pipeline build_pipeline(const Stages& stages, const PipelinePlan& plan);

}  // namespace seohak
