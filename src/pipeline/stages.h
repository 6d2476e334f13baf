#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dag/pipeline.h"
#include "extract/driver.h"
#include "land/landing.h"
#include "load/loader.h"
#include "model/model.h"
#include "pipeline/calls.h"
#include "pipeline/parts.h"

namespace seohak {

/// The driver that makes a source's calls: one a source, so that sources do not wait for each
/// other.
using DriverOf = std::function<Driver&(std::string_view source)>;

/// What the tasks of every pipeline work with. All references outlive the pipelines.
struct Stages {
  CallPlanner planner;
  DriverOf driver;
  Landing& landing;
  Loader& loader;
  Warehouse& warehouse;
  std::span<const TableSchema> tables;  ///< as `raw_schemas()`
  std::span<const Model> models;
};

/// The pool of all tasks that write tables; one that asks a source is in the pool of its name.
inline constexpr std::string_view kWarehousePool = "warehouse";

/// "calendar:market_session": writes raw_data.market_session when the calendar has changed.
Task calendar_task(const Stages& stages);

/// "extract:SOURCE.DATASET": asks the source for the window's days and lands every answer. Skipped
/// when the source is off, lacks its key or has nothing for these days; fails with the first failed
/// call's error after all others were tried.
Task extract_task(const Stages& stages, std::string_view source, std::string_view dataset);

/// "extract:SOURCE.DATASET@LABEL": makes the part's calls and lands every answer; fails as the one
/// above.
Task extract_task(const Stages& stages, Part part);

/// "load:SOURCE.DATASET" after its extract, whatever became of that: loads every landed manifest
/// that is not loaded yet and audits the tables it filled.
Task load_task(const Stages& stages, std::string_view source, std::string_view dataset);

/// "load:SOURCE.DATASET@LABEL" after its extract, whatever became of that: loads what is landed of
/// the part's days and is not loaded yet. Audits nothing.
Task load_task(const Stages& stages, const Part& part);

/// "audit:TABLE" after `after`, whatever became of those: audits a raw table.
Task audit_task(const Stages& stages, std::string_view table, std::vector<std::string> after);

/// "model:TABLE" after `after`, whatever became of those: writes what changes of the tables it
/// reads ask for.
Task model_task(const Stages& stages, std::string_view table, std::vector<std::string> after);

}  // namespace seohak
