#include <cstdio>
#include <filesystem>

#include <fmt/format.h>

#include "base/terminal_text.h"
#include "commands.h"
#include "load/catalog.h"
#include "model/cases.h"
#include "model/data_dictionary.h"
#include "model/model.h"
#include "phrases.h"
#include "program_files.h"
#include "serve/json_writer.h"
#include "task_text.h"

namespace seohak {
namespace {

std::string kind_of(const Model& model, Lang lang) {
  if (model.range_column.empty()) return std::string(say(lang, Text{"full", "전체"}));
  return say(lang, {"incremental by {}", "{}별 증분"}, model.range_column);
}

int list(const Context& context, const std::vector<Model>& models) {
  if (context.arguments.json) {
    JsonWriter json;
    json.begin_array();
    for (const Model& model : models) {
      json.begin_object()
          .key("table")
          .text(model.schema.name)
          .key("kind")
          .text(kind_of(model, Lang::en));
      json.key("grain").text(fmt::format("{}", fmt::join(model.schema.grain, ", ")));
      json.key("description").text(model.schema.description).end_object();
    }
    put(stdout, json.end_array().take() + "\n");
    return 0;
  }
  for (const Model& model : models)
    put(stdout, fmt::format("{} {} {}\n", padded(model.schema.name, 36),
                            padded(kind_of(model, context.lang), 26),
                            as_item(phrase_or_same(context.lang, model.schema.description))));
  return 0;
}

int lineage(const std::vector<Model>& models) {
  for (const Model& model : models)
    for (const std::string& table : model.reads)
      put(stdout, fmt::format("{} -> {}\n", table, model.schema.name));
  return 0;
}

/// Runs the cases below `directory`; prints each failure and the counts.
int test(const Context& context, const std::string& directory) {
  if (!std::filesystem::is_directory(directory))
    return refuse(context, Errc::bad_request,
                  context.say({"models test: there is no directory {}; name the one that holds the "
                               "cases, <table>/<case>/expect.csv",
                               "models test: {} 디렉터리가 없습니다. <table>/<case>/expect.csv가 "
                               "있는 디렉터리를 쓰세요"},
                              directory));
  const auto report_of = run_model_cases(directory, embedded_models());
  if (!report_of) return report(context, report_of.error());
  for (const std::string& failure : report_of->failures)
    put(stdout, fmt::format("{} {}\n", context.say({"FAIL", "실패"}), failure));
  put(stdout, context.say({"{} passed, {} failed\n", "통과 {}개, 실패 {}개\n"}, report_of->passed,
                          report_of->failed));
  return report_of->failed == 0 ? 0 : 1;
}

/// Says how the models built in differ from the files below `directory`.
int diff(const Context& context, const std::string& directory) {
  if (!std::filesystem::is_directory(directory))
    return refuse(context, Errc::bad_request,
                  context.say({"models diff: there is no directory {}; name the one that holds the "
                               "model files",
                               "models diff: {} 디렉터리가 없습니다. 모델 파일이 있는 디렉터리를 "
                               "쓰세요"},
                              directory));
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
    const Text how = stream == nullptr ? Text{"only in the program", "프로그램에만 있음"}
                                       : Text{"differs", "다름"};
    put(stdout, fmt::format("{}: {}\n", file.path, context.say(how)));
    ++differences;
  }
  note(context, differences == 1 ? std::string(context.say(Text{"1 difference", "다른 파일 1개"}))
                                 : context.say({"{} differences", "다른 파일 {}개"}, differences));
  return differences == 0 ? 0 : 1;
}

}  // namespace

int command_models(const Context& context) {
  const auto& words = context.arguments.words;
  const std::string what = words.empty() ? "list" : words.front();
  const std::string named = words.size() > 1 ? words[1] : "";
  if (what == "test")
    return test(context, named.empty() ? beside_program("tests/models").string() : named);
  if (what == "diff")
    return diff(context, named.empty() ? beside_program("models").string() : named);
  if (what == "dictionary") {
    const auto text = data_dictionary(embedded_models());
    if (!text) return report(context, text.error());
    put(stdout, *text);
    return 0;
  }
  const auto models = load_models();
  if (!models) return report(context, models.error());
  if (what == "list") return list(context, *models);
  if (what == "lineage") return lineage(*models);
  return refuse(
      context, Errc::bad_request,
      context.say({"models: \"{}\" is not known; use list, test, lineage, dictionary or diff",
                   "models: \"{}\"은(는) 모르는 말입니다. list, test, lineage, dictionary, diff "
                   "가운데 하나를 쓰세요"},
                  what));
}

}  // namespace seohak
