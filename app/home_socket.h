#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine.h"
#include "serve/format.h"
#include "serve/http_server.h"

namespace seohak {

/// The routes of HOME/seohak.sock, served by whoever holds the warehouse: GET /owner, POST /query
/// {sql, format}, POST /run {pipelines, from, to} -> events, a line of JSON each, the last
/// {"event":"finished","exit_code"} . `engine` outlives the handler.
Handler socket_handler(Engine& engine);

/// Listens on the home's socket. Best effort: another profile's process may hold it already, then
/// this warehouse is simply not shared (a note says so).
void share_warehouse(const Context& context, Engine& engine, HttpServer& server);

/// The process that holds the warehouse of this home and profile, asked through the socket.
class WarehouseOwner {
 public:
  /// nullopt when nobody answers there, or one of another profile.
  static std::optional<WarehouseOwner> find(const Context& context);

  /// Rows in `format`. Errors: those of Warehouse::query; unavailable (it went away).
  Result<std::string> query(std::string_view sql, OutputFormat format) const;
  /// Has it run pipelines; each event line is handed over as it comes. Returns the exit code.
  Result<int> run(const Arguments& arguments,
                  const std::function<void(std::string_view line)>& on_event,
                  std::stop_token stop) const;
  std::int64_t pid() const { return pid_; }

 private:
  WarehouseOwner(std::string path, std::int64_t pid) : path_(std::move(path)), pid_(pid) {}
  std::string path_;
  std::int64_t pid_;
};

}  // namespace seohak
