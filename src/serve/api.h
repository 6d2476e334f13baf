#pragma once

#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/metrics.h"
#include "land/landing.h"
#include "load/warehouse.h"
#include "serve/event_hub.h"
#include "serve/http.h"
#include "serve/json_writer.h"
#include "serve/router.h"
#include "serve/run_history.h"
#include "serve/signal_boards.h"

namespace seohak {

/// One raw table that a dataset fills, and whether its source can be asked.
struct SourceInfo {
  std::string source;
  std::string dataset;
  std::string table;  ///< with schema
  bool needs_key = false;
  bool has_key = false;
};

class Recordings;
class RunControl;

/// What the API reads. Everything referenced outlives the server.
struct ApiContext {
  WarehouseReader& warehouse;
  const RunHistory& runs;
  Metrics& metrics;
  EventHub& events;
  const Clock& clock;
  std::string version;                    ///< of the program
  std::string profile;                    ///< recorded, simulated, live
  std::optional<Instant> recorded_clock;  ///< where a recorded profile's clock stands
  std::vector<SourceInfo> sources;
  const Landing& landing;
  const Recordings* recordings = nullptr;  ///< what a recorded profile replays; else null
  /// What /signals keeps between requests; shared by the copies.
  std::shared_ptr<SignalBoards> signal_boards = std::make_shared<SignalBoards>();
  bool login = false;  ///< whether readers log in
  /// A message of the program in Korean, as far as it is known; null: none is.
  std::string (*in_korean)(std::string_view message) = nullptr;
  RunControl* control = nullptr;  ///< who runs pipelines here; null: nobody
};

/// The same, read through `reader`, which outlives the copy.
ApiContext through(const ApiContext& context, WarehouseReader& reader);

/// A message that the program tells, in the language of `?lang=` where that is known.
std::string told(const ApiContext& context, const WebRequest& request, std::string_view message);

/// The same for many messages of one answer; `context` and `request` outlive it.
Told teller(const ApiContext& context, const WebRequest& request);

/// What `meta.follows` calls the run history, beside tables.
constexpr std::string_view kRunsTopic = "runs";

/// What a resource found.
struct ApiAnswer {
  JsonWriter data;                   ///< one JSON value
  std::vector<std::string> sources;  ///< whose rows these are
  /// Raw table whose newest fetched_at (of `sources`; of all when empty) is `meta.as_of`; empty:
  /// the clock's now.
  std::string as_of_table;
  /// What it is made from beside the tables that are read for this request: `kRunsTopic`, tables
  /// behind something kept.
  std::set<std::string, std::less<>> follows = {};
  /// A file to send as it is, in place of `data`.
  std::optional<WebResponse> file{};
};

/// Finds the data of one resource. Errors become the answer's `error`.
using Resource = Result<ApiAnswer> (*)(const ApiContext& context, const WebRequest& request);

/// One resource of /api/v1, for the router and the OpenAPI document.
struct ApiRoute {
  std::string_view path;  ///< below /api/v1
  Resource resource;
  bool warehouse_only;  ///< its answer changes only with the warehouse: kept until then
  std::string_view summary;
  std::string_view parameters;  ///< of its query; see parameters.h
  std::string_view shape;       ///< of `data`, or kFileShape; see openapi.h
};
/// The shape of a resource that answers with a file.
inline constexpr std::string_view kFileShape = "file";
/// All resources, in the order of the document.
std::span<const ApiRoute> api_routes();

/// Adds the resources, the events, /healthz, /readyz, /metrics and the OpenAPI document. `context`
/// outlives the router.
void add_api(Router& router, const ApiContext& context);

}  // namespace seohak
