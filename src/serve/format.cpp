#include "serve/format.h"

#include <algorithm>
#include <utility>

#include <arrow/api.h>
#include <arrow/io/interfaces.h>
#include <fmt/format.h>
#include <parquet/arrow/schema.h>
#include <parquet/arrow/writer.h>

#include "base/terminal_text.h"
#include "serve/json_writer.h"
#include "serve/table_view.h"

namespace seohak {
namespace {

/// Text on one line: control characters as blanks.
std::string one_line(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  }
  return text;
}

void append_padded(std::string& out, std::string_view cell, std::size_t width, bool right) {
  if (right) out.append(width - std::min(width, display_width(cell)), ' ');
  out.append(right ? std::string(cell) : padded(cell, width));
}

/// The rows of a table, with its head when `head`; `widths` grow for these rows when empty.
std::string to_table(const TableView& view, std::vector<std::size_t>& widths, bool head) {
  const std::size_t columns = view.columns();
  const std::size_t heads = head ? 1 : 0;
  std::vector<std::vector<std::string>> lines(view.rows() + heads);
  widths.resize(columns);
  for (std::size_t line = 0; line < lines.size(); ++line) {
    for (std::size_t column = 0; column < columns; ++column) {
      const bool names = head && line == 0;
      const bool null = !names && view.is_null(column, line - heads);
      std::string cell = names  ? view.name(column)
                         : null ? "NULL"
                                : one_line(view.text(column, line - heads));
      if (head) widths[column] = std::max(widths[column], display_width(cell));
      lines[line].push_back(std::move(cell));
    }
  }
  std::string out;
  for (std::size_t line = 0; line < lines.size(); ++line) {
    for (std::size_t column = 0; column < columns; ++column) {
      out.append(column == 0 ? "" : "  ");
      append_padded(out, lines[line][column], widths[column], view.is_numeric(column));
    }
    out.erase(out.find_last_not_of(' ') + 1);
    out.push_back('\n');
    if (!head || line > 0) continue;
    for (std::size_t column = 0; column < columns; ++column) {
      out.append(column == 0 ? "" : "  ").append(widths[column], '-');
    }
    out.push_back('\n');
  }
  return out;
}

void append_csv(std::string& out, std::string_view cell) {
  if (!cell.empty() && cell.find_first_of(",\"\r\n") == std::string_view::npos) {
    out.append(cell);
    return;
  }
  out.push_back('"');
  for (char c : cell) out.append(c == '"' ? 2 : 1, c);
  out.push_back('"');
}

std::string to_csv(const TableView& view, bool head) {
  std::string out;
  for (std::size_t column = 0; head && column < view.columns(); ++column) {
    if (column > 0) out.push_back(',');
    append_csv(out, view.name(column));
  }
  if (head) out.push_back('\n');
  for (std::size_t row = 0; row < view.rows(); ++row) {
    for (std::size_t column = 0; column < view.columns(); ++column) {
      if (column > 0) out.push_back(',');
      if (!view.is_null(column, row)) append_csv(out, view.text(column, row));
    }
    out.push_back('\n');
  }
  return out;
}

/// The rows as members of an array, without its brackets.
std::string to_json(const TableView& view) {
  JsonWriter json;
  view.write_rows(json);
  const std::string array = json.take();
  return array.substr(1, array.size() - 2);
}

Error parquet_error(const arrow::Status& status) {
  return {Errc::internal, "parquet: " + status.ToString()};
}

/// The name that SQL gives to a type that Parquet lacks.
std::string sql_type(const arrow::DataType& type) {
  switch (type.id()) {
    case arrow::Type::INTERVAL_MONTH_DAY_NANO: return "INTERVAL";
    case arrow::Type::SPARSE_UNION: return "UNION";
    default: return type.ToString();
  }
}

/// Why rows with these columns make no file: the first column that Parquet has no type for, else
/// what `status` says.
Error parquet_error(const arrow::Schema& columns, const parquet::WriterProperties& properties,
                    const arrow::Status& status) {
  for (const auto& column : columns.fields()) {
    std::shared_ptr<parquet::SchemaDescriptor> ignored;
    if (parquet::arrow::ToParquetSchema(arrow::schema({column}).get(), properties, &ignored).ok())
      continue;
    return {Errc::bad_request,
            fmt::format("Parquet cannot hold column \"{}\" of type {}; cast it to text: "
                        "CAST(… AS VARCHAR)",
                        column->name(), sql_type(*column->type()))};
  }
  return parquet_error(status);
}

}  // namespace

Result<OutputFormat> parse_output_format(std::string_view name) {
  if (name == "table") return OutputFormat::table;
  if (name == "csv") return OutputFormat::csv;
  if (name == "json") return OutputFormat::json;
  if (name == "parquet") return OutputFormat::parquet;
  return fail(Errc::bad_request,
              fmt::format("unknown format \"{}\"; use table, csv, json or parquet", name));
}

std::string_view media_type(OutputFormat format) {
  switch (format) {
    case OutputFormat::table: return "text/plain; charset=utf-8";
    case OutputFormat::csv: return "text/csv; charset=utf-8";
    case OutputFormat::json: return "application/json";
    case OutputFormat::parquet: return "application/vnd.apache.parquet";
  }
  return "application/octet-stream";
}

/// A Parquet file whose bytes are taken as they come.
class PartFormatter::ParquetFile {
 public:
  Result<std::string> write(const arrow::Table& rows) {
    if (!writer_) {
      const auto properties =
          parquet::WriterProperties::Builder().compression(arrow::Compression::ZSTD)->build();
      auto opened = parquet::arrow::FileWriter::Open(*rows.schema(), arrow::default_memory_pool(),
                                                     sink_, properties);
      if (!opened.ok()) return fail(parquet_error(*rows.schema(), *properties, opened.status()));
      writer_ = *std::move(opened);
    }
    constexpr std::int64_t kRowsPerGroup = 1 << 20;
    const arrow::Status written = writer_->WriteTable(rows, kRowsPerGroup);
    if (!written.ok()) return fail(parquet_error(written));
    return sink_->take();
  }
  Result<std::string> end() {
    const arrow::Status closed = writer_->Close();
    if (!closed.ok()) return fail(parquet_error(closed));
    return sink_->take();
  }

 private:
  class Sink final : public arrow::io::OutputStream {
   public:
    arrow::Status Write(const void* data, std::int64_t size) override {
      pending_.append(static_cast<const char*>(data), static_cast<std::size_t>(size));
      written_ += size;
      return arrow::Status::OK();
    }
    arrow::Status Close() override {
      closed_ = true;
      return arrow::Status::OK();
    }
    arrow::Result<std::int64_t> Tell() const override { return written_; }
    bool closed() const override { return closed_; }
    std::string take() { return std::exchange(pending_, {}); }

   private:
    std::string pending_;
    std::int64_t written_ = 0;
    bool closed_ = false;
  };
  std::shared_ptr<Sink> sink_ = std::make_shared<Sink>();  // shared with the writer: Arrow's way
  std::unique_ptr<parquet::arrow::FileWriter> writer_;
};

PartFormatter::PartFormatter(OutputFormat format)
    : format_(format), parquet_(std::make_unique<ParquetFile>()) {}

PartFormatter::~PartFormatter() = default;

Result<std::string> PartFormatter::part(const arrow::Table& rows) {
  if (format_ == OutputFormat::parquet) return parquet_->write(rows);
  const TableView view = SEOHAK_TRY(TableView::of(rows));
  const bool first = !std::exchange(began_, true);
  if (format_ == OutputFormat::table) return to_table(view, widths_, first);
  if (format_ == OutputFormat::csv) return to_csv(view, first);
  std::string text = first ? "[" : "";
  if (view.rows() == 0) return text;
  if (std::exchange(has_rows_, true)) text.push_back(',');
  return text + to_json(view);
}

Result<std::string> PartFormatter::end() {
  if (format_ == OutputFormat::parquet) return parquet_->end();
  return std::string(format_ == OutputFormat::json ? "]\n" : "");
}

Result<std::string> format_table(const arrow::Table& table, OutputFormat format) {
  PartFormatter formatter(format);
  std::string text = SEOHAK_TRY(formatter.part(table));
  return text + SEOHAK_TRY(formatter.end());
}

}  // namespace seohak
