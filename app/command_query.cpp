#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <iterator>

#include <arrow/table.h>
#include <fmt/format.h>

#include "commands.h"
#include "engine.h"
#include "output_file.h"
#include "warehouse_owner.h"

namespace seohak {
namespace {

/// Asks this process's own warehouse, opened for the question.
Result<std::string> ask_here(const Context& context, const std::string& sql, OutputFormat format) {
  SEOHAK_TRY(context.home.create());
  const auto warehouse = SEOHAK_TRY(open_warehouse(context, warehouse_file(context)));
  const auto rows = SEOHAK_TRY(warehouse->query(sql, {}, context.stop));
  return format_table(*rows, format);
}

Result<std::string> ask(const Context& context, const std::string& sql, OutputFormat format) {
  const auto owner = SEOHAK_TRY(WarehouseOwner::find(context));
  if (!owner) return ask_here(context, sql, format);
  std::string rows;
  SEOHAK_TRY(owner->query(
      sql, format, [&](std::string_view part) { rows += part; }, context.stop));
  return rows;
}

/// To the file named by -o, which is opened before the question is asked, else to stdout.
Result<void> write_out(std::optional<OutputFile>& file, const std::string& bytes) {
  if (!file)
    return put(stdout, bytes) ? Result<void>() : fail(Errc::io, "cannot write to standard output");
  SEOHAK_TRY(file->write(bytes));
  return file->finish();
}

}  // namespace

int command_query(const Context& context) {
  const Arguments& arguments = context.arguments;
  std::string sql = fmt::format("{}", fmt::join(arguments.words, " "));
  if (sql == "-")
    sql.assign(std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>());
  const auto format = parse_output_format(arguments.json ? "json" : arguments.format);
  if (!format) return report(context, format.error());
  if (*format == OutputFormat::parquet && !arguments.output && isatty(STDOUT_FILENO))
    return refuse(context, Errc::bad_request,
                  context.say({"Parquet is not for a terminal; name a file with -o FILE",
                               "Parquet은 터미널에 쓸 수 없습니다. -o FILE로 파일을 정하세요"}));
  std::optional<OutputFile> file;
  if (arguments.output) {
    auto opened = OutputFile::open(*arguments.output);
    if (!opened) return report(context, opened.error());
    file.emplace(*std::move(opened));
  }
  const auto rows = ask(context, sql, *format);
  if (!rows) return report(context, rows.error());
  const auto written = write_out(file, *rows);
  return written ? 0 : report(context, written.error());
}

}  // namespace seohak
