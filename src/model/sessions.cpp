#include "model/sessions.h"

#include <array>

#include <fmt/format.h>

#include "base/hash.h"
#include "load/csv_rows.h"
#include "model/changes.h"

namespace seohak {
namespace {

constexpr DayInterval kDays{PlainDay{std::chrono::year(2010) / 1 / 1},
                            PlainDay{std::chrono::year(2028) / 1 / 1}};

std::string sessions_csv(const MarketCalendar& calendar) {
  std::string csv = "exchange,market_day,open_at,close_at,kind\n";
  for (const Exchange exchange : {Exchange::xnys, Exchange::xnas, Exchange::kr})
    for (const Session& session : calendar.days(exchange, kDays))
      csv +=
          fmt::format("{},{},{},{},{}\n", to_string(exchange), format(session.day),
                      session.is_open() ? format(session.open_at) : "",
                      session.is_open() ? format(session.close_at) : "", to_string(session.kind));
  return csv;
}

}  // namespace

Result<ModelReport> update_sessions(const MarketCalendar& calendar, const TableSchema& schema,
                                    Warehouse& warehouse) {
  const std::string csv = sessions_csv(calendar);
  ModelWrite write;
  write.schema = &schema;
  write.definition = sha256_hex(csv);
  const WrittenModel last = SEOHAK_TRY(last_write(schema.name, warehouse));
  if (last.definition == write.definition) return ModelReport{0, {}, true};
  const Batch batch = SEOHAK_TRY(csv_rows(schema, csv));
  write.rows = batch.rows;
  write.change_no = SEOHAK_TRY(newest_change(warehouse));
  const auto audits = SEOHAK_TRY(audit_queries(schema));
  const auto report = SEOHAK_TRY(warehouse.write_model(write, audits));
  return ModelReport{report.rows, report.warnings, false};
}

}  // namespace seohak
