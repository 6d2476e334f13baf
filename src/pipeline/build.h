#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "dag/pipeline.h"
#include "extract/registry.h"

namespace seohak {

struct Part;
struct Stages;

struct DatasetName {
  std::string_view source;
  std::string_view dataset;
  std::string_view only_when = "";  ///< see Task::only_when; empty: always
};

/// A pipeline as data: what it collects and which tables it writes.
struct PipelinePlan {
  std::string_view name;
  std::span<const DatasetName> datasets;
  std::span<const std::string_view> raw_tables;  ///< file drops that fill one of them join in
  std::span<const std::string_view> models;
  std::string_view schedule;  ///< see Schedule::parse
  CatchUp catch_up = CatchUp::latest;
  std::chrono::seconds deadline = std::chrono::hours(1);  ///< see Timing
};

/// What the pipeline collects, file drops last. The registry outlives the answer.
std::vector<DatasetName> datasets_of(const Registry& registry, const PipelinePlan& plan);

/// Calendar, extract and load of every dataset and file drop, and each model after the models of
/// this pipeline that it reads, else after all loads.
Pipeline build_pipeline(const Stages& stages, const PipelinePlan& plan);

/// The same in parts: calendar, extract and load of each part in their order, then once the audits
/// of the raw tables that they fill and the models.
Pipeline build_backfill(const Stages& stages, const PipelinePlan& plan, std::vector<Part> parts);

}  // namespace seohak
