#include "model/model.h"

#include <algorithm>
#include <charconv>
#include <set>

#include <fmt/core.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "load/duckdb/duck.h"
#include "model/bind.h"
#include "model/kernels.h"
#include "model/order.h"

namespace seohak {
namespace {

/// Reads `kind`: "full", or "incremental by day_column[, lookback N days | , onward]".
Result<void> parse_kind(std::string_view kind, Model& model) {
  for (const std::string& part : split(kind, ',')) {
    const std::vector<std::string> words = split(part, ' ');
    if (words == std::vector<std::string>{"full"}) continue;
    if (words == std::vector<std::string>{"onward"}) {
      model.reach = Reach::onward;
      continue;
    }
    if (words.size() == 3 && words[0] == "incremental" && words[1] == "by") {
      model.range_column = words[2];
      continue;
    }
    if (words.size() == 3 && words[0] == "lookback" && words[2].starts_with("day")) {
      const auto [end, error] =
          std::from_chars(words[1].data(), words[1].data() + words[1].size(), model.lookback_days);
      if (error == std::errc() && *end == '\0' && model.lookback_days >= 0) continue;
    }
    return fail(Errc::bad_data,
                fmt::format("kind \"{}\": \"full\", \"incremental by COLUMN, lookback N days\" or "
                            "\"incremental by COLUMN, onward\" is expected",
                            part));
  }
  if (kind.empty()) return fail(Errc::bad_data, "the header has no kind");
  if (model.range_column.empty()) return {};
  const auto column = model.schema.find(model.range_column);
  if (column && model.schema.columns[*column].type == ColumnType::date) return {};
  return fail(Errc::bad_data, fmt::format("kind: {} is not a DATE column", model.range_column));
}

/// Reads `settings`: "movers.min_close = 1; movers.count = 10", each a parameter @movers_min_close.
Result<void> parse_settings(std::string_view text, Model& model) {
  for (const std::string& part : split(text, ';')) {
    if (part.empty()) continue;
    const std::vector<std::string> sides = split(part, '=');
    if (sides.size() != 2 || sides[0].empty() || sides[1].empty())
      return fail(Errc::bad_data, fmt::format("settings \"{}\": KEY = VALUE is expected", part));
    std::string name = sides[0];
    std::replace(name.begin(), name.end(), '.', '_');
    model.parameters.emplace(std::move(name), ModelParameter{sides[0], sides[1]});
  }
  return {};
}

/// Refuses a `reads` that differs from what the statement reads.
Result<void> check_reads(DuckConnection& connection, const Model& model) {
  std::vector<std::string> used = SEOHAK_TRY(connection.tables_of(bind_range(model, {})));
  std::vector<std::string> missing;
  std::vector<std::string> idle;
  std::set_difference(used.begin(), used.end(), model.reads.begin(), model.reads.end(),
                      std::back_inserter(missing));
  std::set_difference(model.reads.begin(), model.reads.end(), used.begin(), used.end(),
                      std::back_inserter(idle));
  if (!missing.empty())
    return fail(Errc::bad_data, fmt::format("the query reads {}, which `reads` does not name",
                                            fmt::join(missing, ", ")));
  if (!idle.empty())
    return fail(Errc::bad_data, fmt::format("`reads` names {}, which the query does not read",
                                            fmt::join(idle, ", ")));
  return {};
}

Result<Model> parse_model(const ModelText& text, DuckConnection& connection) {
  Model model;
  model.schema = SEOHAK_TRY(parse_table_schema(text));
  model.sql = text.sql;
  if (model.sql.empty()) return fail(Errc::bad_data, "the file has no SELECT");
  std::string reads(text.get("reads"));
  std::replace(reads.begin(), reads.end(), '\n', ',');
  for (std::string& table : split(reads, ','))
    if (!table.empty()) model.reads.push_back(std::move(table));
  std::sort(model.reads.begin(), model.reads.end());
  SEOHAK_TRY(parse_kind(text.get("kind"), model));
  SEOHAK_TRY(parse_settings(text.get("settings"), model));
  SEOHAK_TRY(parse_kernels(text.get("kernel"), model));
  const bool ranged = has_range(model);
  if (ranged && !model.kernels.empty())
    return fail(Errc::bad_data, "kernels need every day: their query must not use @from and @to");
  if (model.kernels.empty() && ranged == model.range_column.empty())
    return fail(Errc::bad_data, ranged ? "a query with @from and @to must be incremental"
                                       : "an incremental query must use @from and @to");
  SEOHAK_TRY(audit_queries(model.schema));
  SEOHAK_TRY(check_reads(connection, model));
  return model;
}

}  // namespace

Result<std::vector<Model>> load_models(std::span<const ModelFile> files) {
  const DuckDatabase database = SEOHAK_TRY(DuckDatabase::open(":memory:", {1, 64}));
  DuckConnection connection = SEOHAK_TRY(database.connect());
  std::vector<Model> models;
  std::set<std::string, std::less<>> stored;
  for (const std::string_view folder : {"raw_data", "meta"})
    for (const TableSchema& schema : SEOHAK_TRY(table_schemas(files, folder)))
      stored.insert(schema.name);
  // Again with the SELECT, which table_schemas leaves out; it has checked names and headers.
  SEOHAK_TRY(table_schemas(files, "analytics"));
  for (const ModelFile& file : files) {
    if (!file.path.starts_with("analytics/")) continue;
    const std::string where = fmt::format("models/{}", file.path);
    const ModelText text = SEOHAK_TRY(parse_model_text(file.text).context(where));
    models.push_back(SEOHAK_TRY(parse_model(text, connection).context(where)));
  }
  return order_models(std::move(models), stored);
}

Result<std::vector<Model>> load_models() {
  const std::vector<ModelFile> files = embedded_models();
  return load_models(files);
}

Result<void> use_settings(std::vector<Model>& models, const Config& config) {
  const auto known = settings();
  for (Model& model : models)
    for (auto& [name, parameter] : model.parameters) {
      const auto setting =
          std::find_if(known.begin(), known.end(), [&key = parameter.setting](const Setting& each) {
            return each.key == key &&
                   (each.type == SettingType::integer || each.type == SettingType::real);
          });
      if (setting == known.end())
        return fail(Errc::internal, fmt::format("{}: there is no number setting {}",
                                                model.schema.name, parameter.setting));
      parameter.value = config.text(parameter.setting);
    }
  return {};
}

}  // namespace seohak
