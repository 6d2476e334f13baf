#include <arrow/record_batch.h>
#include <arrow/table.h>
#include <fmt/core.h>
#include <fmt/ranges.h>

#include "base/hash.h"
#include "load/sql_text.h"
#include "model/bind.h"
#include "model/changes.h"
#include "model/kernels.h"
#include "model/model.h"

namespace seohak {
namespace {

/// What is kept with a write in meta.model_write.
struct Tracked {
  std::string definition;
  std::int64_t change_no = 0;
};

/// Everything that decides what the rows of a model are, besides the tables it reads.
std::string definition_of(const Model& model) {
  std::string text = bind_range(model, {});
  for (const KernelCall& call : model.kernels)
    text += fmt::format("\n{}({}, {}) per {} by {} -> {}", call.kernel, call.input, call.period,
                        call.per, call.by, call.output);
  for (const Column& column : model.schema.columns)
    text += fmt::format("\n{} {}", column.name, sql_name(column.type));
  return sha256_hex(text);
}

Result<ModelReport> write_rows(const Model& model, DayInterval days, const Tracked& tracked,
                               Warehouse& warehouse, const std::stop_token& stop) {
  ModelWrite write;
  write.stop = stop;
  write.schema = &model.schema;
  write.definition = tracked.definition;
  write.change_no = tracked.change_no;
  write.range = written_days(model, days);
  if (!write.range.empty()) write.range_column = model.range_column;
  if (model.kernels.empty()) {
    write.select = bind_range(model, days);
  } else {
    const auto rows = SEOHAK_TRY(warehouse.query(kernel_select(model), {}, stop));
    write.rows = SEOHAK_TRY(compute_kernels(model, *rows));
  }
  const std::vector<Warehouse::AuditQuery> audits = SEOHAK_TRY(audit_queries(model.schema));
  const Warehouse::WriteReport report = SEOHAK_TRY(warehouse.write_model(write, audits));
  return ModelReport{report.rows, report.warnings, false};
}

}  // namespace

Result<ModelReport> run_model(const Model& model, DayInterval days, Warehouse& warehouse) {
  return write_rows(model, days, {}, warehouse, {});
}

Result<ModelReport> update_model(const Model& model, Warehouse& warehouse,
                                 const std::stop_token& stop) {
  const Tracked now{definition_of(model), SEOHAK_TRY(newest_change(warehouse))};
  const WrittenModel last = SEOHAK_TRY(last_write(model.schema.name, warehouse));
  if (last.definition != now.definition) return write_rows(model, {}, now, warehouse, stop);
  const ChangedDays changed =
      SEOHAK_TRY(changed_days(model.reads, last.change_no, now.change_no, warehouse));
  if (!changed.any) return ModelReport{0, {}, true};
  const bool all = changed.everywhere || model.range_column.empty();
  return write_rows(model, all ? DayInterval{} : changed.days, now, warehouse, stop);
}

Result<std::vector<std::string>> audit_table(const TableSchema& schema, Warehouse& warehouse) {
  std::vector<std::string> found;
  for (const Warehouse::AuditQuery& audit : SEOHAK_TRY(audit_queries(schema))) {
    const auto rows = SEOHAK_TRY(warehouse.query(audit.sql).context(audit.name));
    if (rows->num_rows() > 0)
      found.push_back(fmt::format("audit {} of {} found {} row{}", audit.name, schema.name,
                                  rows->num_rows(), rows->num_rows() == 1 ? "" : "s"));
  }
  return found;
}

}  // namespace seohak
