#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>

#include <arrow/table.h>
#include <fmt/format.h>

#include "commands.h"
#include "home_socket.h"

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
  if (const auto owner = WarehouseOwner::find(context)) return owner->query(sql, format);
  return ask_here(context, sql, format);
}

/// To the file named by -o (temporary file and rename), else to stdout.
Result<void> write_out(const Context& context, const std::string& bytes) {
  if (!context.arguments.output) {
    return put(stdout, bytes) ? Result<void>() : fail(Errc::io, "cannot write to standard output");
  }
  const std::filesystem::path target = *context.arguments.output;
  const std::filesystem::path temporary = target.string() + ".new";
  std::ofstream file(temporary, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  std::error_code error;
  if (file) std::filesystem::rename(temporary, target, error);
  if (!file || error) {
    std::filesystem::remove(temporary, error);
    return fail(Errc::io, fmt::format("cannot write {}", target.string()));
  }
  return {};
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
    return report(context, Error{Errc::bad_request,
                                 "Parquet is not for a terminal; name a file with -o FILE"});
  const auto rows = ask(context, sql, *format);
  if (!rows) return report(context, rows.error());
  const auto written = write_out(context, *rows);
  return written ? 0 : report(context, written.error());
}

}  // namespace seohak
