#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/market_calendar.h"
#include "dag/pipeline.h"
#include "extract/driver.h"
#include "extract/registry.h"
#include "land/landing.h"
#include "load/loader.h"
#include "model/model.h"

namespace seohak {

/// Which days to ask of a dataset. `interval` is what the run names; empty when it names none.
/// An empty answer means that there is nothing to ask.
using Window = std::function<Result<DayInterval>(std::string_view source, const Dataset& dataset,
                                                 DayInterval interval)>;

/// The instants at which a source that only tells the present is asked for the days of `interval`;
/// empty: once, now. On the recorded profile the instants of its recorded answers.
using Captures = std::function<std::vector<Instant>(std::string_view source, const Dataset& dataset,
                                                    DayInterval interval)>;

/// The driver that makes a source's calls: one a source, so that sources do not wait for each
/// other.
using DriverOf = std::function<Driver&(std::string_view source)>;

/// What the tasks of every pipeline work with. All references outlive the pipelines.
struct Stages {
  const Registry& registry;
  DriverOf driver;
  Landing& landing;
  Loader& loader;
  Warehouse& warehouse;
  std::span<const TableSchema> tables;  ///< as `raw_schemas()`
  std::span<const Model> models;
  const MarketCalendar& calendar;
  Window window;
  Captures captures;
};

/// "calendar:market_session": writes raw_data.market_session when the calendar has changed.
Task calendar_task(const Stages& stages);

/// "extract:SOURCE.DATASET": asks the source for the window's days and lands every answer. Skipped
/// when the source is off, lacks its key or has nothing for these days; fails with the first failed
/// call's error after all others were tried.
Task extract_task(const Stages& stages, std::string_view source, std::string_view dataset);

/// "load:SOURCE.DATASET" after its extract, whatever became of that: loads every landed manifest
/// that is not loaded yet and audits the tables it filled.
Task load_task(const Stages& stages, std::string_view source, std::string_view dataset);

/// "model:TABLE" after `after`, whatever became of those: writes what changes of the tables it
/// reads ask for.
Task model_task(const Stages& stages, std::string_view table, std::vector<std::string> after);

/// Extract and load of `dataset` appended to the pipeline; the name of the load task.
std::string add_dataset(Pipeline& pipeline, const Stages& stages, std::string_view source,
                        std::string_view dataset);

}  // namespace seohak
