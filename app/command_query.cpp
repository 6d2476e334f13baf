#include <unistd.h>

#include <cstdio>
#include <functional>
#include <iostream>
#include <iterator>

#include <fmt/format.h>

#include "commands.h"
#include "engine.h"
#include "output_file.h"
#include "serve/row_text.h"
#include "warehouse_owner.h"

namespace seohak {
namespace {

using TakePiece = std::function<void(std::string_view)>;

Result<void> ask_here(Warehouse& warehouse, const std::string& sql, OutputFormat format,
                      const TakePiece& take, const std::stop_token& stop) {
  RowText rows(SEOHAK_TRY(warehouse.stream(sql, stop)), format);
  while (true) {
    const std::string piece = SEOHAK_TRY(rows.next());
    if (piece.empty()) return {};
    take(piece);
  }
}

Result<void> ask(const Context& context, const std::string& sql, OutputFormat format,
                 const TakePiece& take, const std::stop_token& stop) {
  if (const auto owner = SEOHAK_TRY(WarehouseOwner::find(context)))
    return owner->query(sql, format, take, stop);
  SEOHAK_TRY(context.home.create());
  const auto warehouse = open_warehouse(context, warehouse_file(context));
  if (warehouse) return ask_here(**warehouse, sql, format, take, stop);
  if (warehouse.error().code == Errc::busy)  // who took it in the meantime can be asked
    if (const auto owner = SEOHAK_TRY(WarehouseOwner::find(context)))
      return owner->query(sql, format, take, stop);
  return fail(warehouse.error());
}

/// Whether nothing was ever loaded: before the first run not even the tables are there.
bool has_no_data(const Context& context) {
  std::string loads;
  const auto take = [&](std::string_view piece) { loads += piece; };
  const auto asked = ask(context, "SELECT count(*) AS loads FROM meta.load", OutputFormat::csv,
                         take, context.stop);
  return asked ? loads == "loads\n0\n" : asked.error().code == Errc::bad_request;
}

/// Why a statement failed. A table that is not there yet is no mistake of the statement's.
Error told(const Context& context, Error error) {
  if (!error.message.starts_with("Catalog Error") || !has_no_data(context)) return error;
  const auto& profile = context.arguments.profile;
  return {Errc::not_found, fmt::format("there is no data yet; collect some first: `seohak {}run`",
                                       profile ? fmt::format("--profile {} ", *profile) : "")};
}

/// Asks, and writes the answer as it comes to the file named by -o, else to stdout.
Result<void> ask_and_write(const Context& context, const std::string& sql, OutputFormat format) {
  std::optional<OutputFile> file;
  if (context.arguments.output) {
    auto opened = SEOHAK_TRY(OutputFile::open(*context.arguments.output));
    file.emplace(std::move(opened));
  }
  Result<void> written;
  std::stop_source stop;  // by the user, or when nothing more can be written
  const std::stop_callback forward(context.stop, [&] { stop.request_stop(); });
  const auto take = [&](std::string_view piece) {
    if (!written) return;
    if (file)
      written = file->write(piece);
    else if (!put(stdout, piece))
      written = output_was_written();
    if (!written) stop.request_stop();
  };
  const auto asked = ask(context, sql, format, take, stop.get_token());
  SEOHAK_TRY(std::move(written));
  if (!asked) return fail(told(context, asked.error()));
  return file ? file->finish() : Result<void>();
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
  const auto done = ask_and_write(context, sql, *format);
  return done || output_is_unwanted() ? 0 : report(context, done.error());
}

}  // namespace seohak
