#include "load/catalog.h"

#include <fmt/core.h>

#include "embedded/models.h"

namespace seohak {

std::vector<ModelFile> embedded_models() {
  std::vector<ModelFile> files;
  for (const embedded::File& file : embedded::models()) files.push_back({file.path, file.bytes});
  return files;
}

Result<std::vector<TableSchema>> table_schemas(std::span<const ModelFile> files,
                                               std::string_view folder) {
  std::vector<TableSchema> schemas;
  for (const ModelFile& file : files) {
    if (!file.path.starts_with(folder) || file.path.substr(folder.size(), 1) != "/") continue;
    const std::string where = fmt::format("models/{}", file.path);
    const ModelText text = SEOHAK_TRY(parse_model_text(file.text).context(where));
    TableSchema schema = SEOHAK_TRY(parse_table_schema(text).context(where));
    const std::string expected = fmt::format("{}.{}", folder, file.path.substr(folder.size() + 1));
    if (schema.name + ".sql" != expected)
      return fail(
          Errc::bad_data,
          fmt::format("{}: the header names {}; a file is named as its table", where, schema.name));
    schemas.push_back(std::move(schema));
  }
  return schemas;
}

Result<std::vector<TableSchema>> raw_schemas() {
  const std::vector<ModelFile> files = embedded_models();
  std::vector<TableSchema> schemas = SEOHAK_TRY(table_schemas(files, "raw_data"));
  for (TableSchema& schema : SEOHAK_TRY(table_schemas(files, "meta")))
    schemas.push_back(std::move(schema));
  return schemas;
}

}  // namespace seohak
