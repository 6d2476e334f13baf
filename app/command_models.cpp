#include <cstdio>
#include <filesystem>

#include <fmt/format.h>

#include "commands.h"
#include "load/catalog.h"
#include "model/cases.h"
#include "model/data_dictionary.h"
#include "model/model.h"
#include "serve/json_writer.h"

namespace seohak {
namespace {

std::string kind_of(const Model& model) {
  return model.range_column.empty() ? "full" : "incremental by " + model.range_column;
}

int list(const Context& context, const std::vector<Model>& models) {
  if (context.arguments.json) {
    JsonWriter json;
    json.begin_array();
    for (const Model& model : models) {
      json.begin_object().key("table").text(model.schema.name).key("kind").text(kind_of(model));
      json.key("grain").text(fmt::format("{}", fmt::join(model.schema.grain, ", ")));
      json.key("description").text(model.schema.description).end_object();
    }
    fmt::print("{}\n", json.end_array().take());
    return 0;
  }
  for (const Model& model : models)
    fmt::print("{:<36} {:<26} {}\n", model.schema.name, kind_of(model), model.schema.description);
  return 0;
}

int lineage(const std::vector<Model>& models) {
  for (const Model& model : models)
    for (const std::string& table : model.reads) fmt::print("{} -> {}\n", table, model.schema.name);
  return 0;
}

/// Runs the cases below `directory`; prints each failure and the counts.
int test(const Context& context, const std::string& directory) {
  const auto report_of = run_model_cases(directory, embedded_models());
  if (!report_of) return report(context, report_of.error());
  for (const std::string& failure : report_of->failures) fmt::print("FAIL {}\n", failure);
  fmt::print("{} passed, {} failed\n", report_of->passed, report_of->failed);
  return report_of->failed == 0 ? 0 : 1;
}

/// Says how the models built in differ from the files below `directory`.
int diff(const Context& context, const std::string& directory) {
  if (!std::filesystem::is_directory(directory))
    return report(context, Error{Errc::bad_request,
                                 fmt::format("models diff: there is no directory {}; name the one "
                                             "that holds the model files",
                                             directory)});
  int differences = 0;
  for (const ModelFile& file : embedded_models()) {
    const std::filesystem::path path = std::filesystem::path(directory) / file.path;
    std::FILE* stream = std::fopen(path.c_str(), "rb");
    std::string text;
    if (stream != nullptr) {
      char buffer[4096];
      for (std::size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, stream)) > 0;)
        text.append(buffer, n);
      std::fclose(stream);
    }
    if (stream != nullptr && text == file.text) continue;
    fmt::print("{}: {}\n", file.path, stream == nullptr ? "only in the program" : "differs");
    ++differences;
  }
  note(context, fmt::format("{} differences", differences));
  return differences == 0 ? 0 : 1;
}

}  // namespace

int command_models(const Context& context) {
  const auto& words = context.arguments.words;
  const std::string what = words.empty() ? "list" : words.front();
  if (what == "test") return test(context, words.size() > 1 ? words[1] : "tests/models");
  if (what == "diff") return diff(context, words.size() > 1 ? words[1] : "models");
  if (what == "dictionary") {
    const auto text = data_dictionary(embedded_models());
    if (!text) return report(context, text.error());
    fmt::print("{}", *text);
    return 0;
  }
  const auto models = load_models();
  if (!models) return report(context, models.error());
  if (what == "list") return list(context, *models);
  if (what == "lineage") return lineage(*models);
  return report(context, Error{Errc::bad_request,
                               fmt::format("models: \"{}\" is not known; use list, test, lineage, "
                                           "dictionary or diff",
                                           what)});
}

}  // namespace seohak
