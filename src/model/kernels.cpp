#include "model/kernels.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include <arrow/array.h>
#include <arrow/array/util.h>
#include <arrow/builder.h>
#include <arrow/record_batch.h>
#include <arrow/table.h>
#include <fmt/core.h>
#include <fmt/ranges.h>

#include "base/check.h"
#include "base/text.h"
#include "extract/arrow_schema.h"
#include "load/sql_text.h"
#include "model/bind.h"
#include "model/kernel_table.h"

namespace seohak {
namespace {

/// What every kernel can keep in a state of fixed size.
constexpr int kLongestPeriod = 128;

/// `NAME(INPUT, PERIOD) per COLUMN by COLUMN -> OUTPUT`.
Result<KernelCall> parse_call(const std::string& text) {
  const auto wrong = [&] {
    return fail(Errc::bad_data, fmt::format("kernel \"{}\": NAME(COLUMN, PERIOD) per COLUMN by "
                                            "COLUMN -> COLUMN is expected",
                                            text));
  };
  const std::size_t open = text.find('(');
  const std::size_t close = text.find(')');
  if (open == std::string::npos || close == std::string::npos || close < open) return wrong();
  const std::vector<std::string> arguments = split(text.substr(open + 1, close - open - 1), ',');
  std::vector<std::string> words = split(text.substr(close + 1), ' ');
  std::erase(words, "");
  if (arguments.size() != 2 || words.size() != 6 || words[0] != "per" || words[2] != "by" ||
      words[4] != "->")
    return wrong();
  KernelCall call{.kernel = std::string(trim(text.substr(0, open))),
                  .input = arguments[0],
                  .period = 0,
                  .per = words[1],
                  .by = words[3],
                  .output = words[5]};
  const auto [end, error] =
      std::from_chars(arguments[1].data(), arguments[1].data() + arguments[1].size(), call.period);
  if (error != std::errc() || *end != '\0' || call.period < 2) return wrong();
  if (call.period > kLongestPeriod)
    return fail(Errc::bad_data,
                fmt::format("kernel \"{}\": a period is at most {} bars", text, kLongestPeriod));
  return call;
}

Result<void> check_call(const KernelCall& call, const TableSchema& schema) {
  const Kernel* kernel = find_kernel(call.kernel);
  if (kernel == nullptr)
    return fail(Errc::bad_data,
                fmt::format("there is no kernel {}; there are {}", call.kernel, kernel_names()));
  const auto has = [&](std::string_view column, std::initializer_list<ColumnType> types) {
    const auto at = schema.find(column);
    return at && std::find(types.begin(), types.end(), schema.columns[*at].type) != types.end();
  };
  if (!has(call.input, {ColumnType::decimal, ColumnType::real}))
    return fail(Errc::bad_data, fmt::format("kernel: {} is no number column", call.input));
  if (!has(call.per, {ColumnType::text}))
    return fail(Errc::bad_data, fmt::format("kernel: {} is no text column", call.per));
  if (!has(call.by, {ColumnType::date, ColumnType::timestamp}))
    return fail(Errc::bad_data, fmt::format("kernel: {} is no day or instant", call.by));
  if (!has(call.output, {kernel->words != nullptr ? ColumnType::text : ColumnType::real}))
    return fail(Errc::bad_data, fmt::format("kernel: {} cannot hold its values", call.output));
  return {};
}

/// The one chunk of a column of a query's answer.
std::shared_ptr<arrow::Array> column_of(const arrow::Table& rows, const std::string& name) {
  const auto column = rows.GetColumnByName(name);
  SEOHAK_CHECK(column != nullptr);
  return column->num_chunks() == 0 ? nullptr : column->chunk(0);
}

/// Decimals of scale 6 or doubles as doubles; a decimal becomes the double nearest to it.
Result<std::vector<double>> numbers_of(const arrow::Array& array, const std::string& name) {
  if (array.null_count() > 0)
    return fail(Errc::bad_data, fmt::format("kernel: {} has null among its values", name));
  std::vector<double> out(static_cast<std::size_t>(array.length()));
  if (array.type_id() == arrow::Type::DOUBLE) {
    const auto& values = static_cast<const arrow::DoubleArray&>(array);
    std::copy_n(values.raw_values(), out.size(), out.begin());
    return out;
  }
  SEOHAK_CHECK(array.type_id() == arrow::Type::DECIMAL128);
  const auto& values = static_cast<const arrow::Decimal128Array&>(array);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const arrow::Decimal128 value(values.GetValue(static_cast<std::int64_t>(i)));
    // Steps below 2^53 and 10^6 are exact doubles, so the quotient is the nearest double.
    out[i] = static_cast<double>(static_cast<std::int64_t>(value.low_bits())) / 1e6;
  }
  return out;
}

/// Where each series begins, and the end of the last.
std::vector<std::size_t> series_edges(const arrow::Array& per) {
  const auto& names = static_cast<const arrow::StringArray&>(per);
  std::vector<std::size_t> edges;
  for (std::int64_t i = 0; i < names.length(); ++i)
    if (i == 0 || names.GetView(i) != names.GetView(i - 1))
      edges.push_back(static_cast<std::size_t>(i));
  edges.push_back(static_cast<std::size_t>(names.length()));
  return edges;
}

arrow::Result<std::shared_ptr<arrow::Array>> number_column(const Kernel& kernel, int period,
                                                           const std::vector<double>& input,
                                                           const std::vector<std::size_t>& edges) {
  std::vector<double> out(input.size());
  for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
    const std::size_t size = edges[i + 1] - edges[i];
    kernel.numbers(std::span<const double>(input).subspan(edges[i], size), period,
                   std::span(out).subspan(edges[i], size));
  }
  arrow::DoubleBuilder builder;
  ARROW_RETURN_NOT_OK(builder.Reserve(static_cast<std::int64_t>(out.size())));
  for (const double value : out)
    if (std::isnan(value))
      builder.UnsafeAppendNull();
    else
      builder.UnsafeAppend(value);
  return builder.Finish();
}

arrow::Result<std::shared_ptr<arrow::Array>> word_column(const Kernel& kernel, int period,
                                                         const std::vector<double>& input,
                                                         const std::vector<std::size_t>& edges) {
  std::vector<std::string_view> out(input.size());
  for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
    const std::size_t size = edges[i + 1] - edges[i];
    kernel.words(std::span<const double>(input).subspan(edges[i], size), period,
                 std::span(out).subspan(edges[i], size));
  }
  arrow::StringBuilder builder;
  for (const std::string_view word : out)
    ARROW_RETURN_NOT_OK(word.empty() ? builder.AppendNull() : builder.Append(word));
  return builder.Finish();
}

/// What the kernels of a model take, read once: they run over the same series.
struct Inputs {
  std::vector<std::size_t> edges;                      ///< as series_edges gives them
  std::map<std::string, std::vector<double>> numbers;  ///< by column
};

Result<Inputs> read_inputs(const Model& model, const arrow::Table& rows) {
  Inputs inputs;
  if (model.kernels.empty() || rows.num_rows() == 0) return inputs;
  inputs.edges = series_edges(*column_of(rows, model.kernels.front().per));
  for (const KernelCall& call : model.kernels)
    if (!inputs.numbers.contains(call.input))
      inputs.numbers[call.input] = SEOHAK_TRY(numbers_of(*column_of(rows, call.input), call.input));
  return inputs;
}

Result<std::shared_ptr<arrow::Array>> run_kernel(const KernelCall& call, const Inputs& inputs) {
  const Kernel& kernel = *find_kernel(call.kernel);
  const std::vector<double>& input = inputs.numbers.at(call.input);
  const std::vector<std::size_t>& edges = inputs.edges;
  auto made = kernel.words != nullptr ? word_column(kernel, call.period, input, edges)
                                      : number_column(kernel, call.period, input, edges);
  if (!made.ok())
    return fail(Errc::internal,
                fmt::format("kernel {}: {}", call.kernel, made.status().ToString()));
  return std::move(made).ValueOrDie();
}

const KernelCall* call_of(const Model& model, const std::string& column) {
  const auto found = std::find_if(model.kernels.begin(), model.kernels.end(),
                                  [&](const KernelCall& call) { return call.output == column; });
  return found == model.kernels.end() ? nullptr : &*found;
}

}  // namespace

Result<void> parse_kernels(std::string_view text, Model& model) {
  std::string joined(text);
  std::replace(joined.begin(), joined.end(), '\n', ' ');
  for (const std::string& part : split(joined, ';')) {
    if (part.empty()) continue;
    KernelCall call = SEOHAK_TRY(parse_call(part));
    SEOHAK_TRY(check_call(call, model.schema));
    if (!model.kernels.empty() &&
        (call.per != model.kernels.front().per || call.by != model.kernels.front().by))
      return fail(Errc::bad_data, "the kernels of a model run over the same series");
    model.kernels.push_back(std::move(call));
  }
  // What a kernel makes of a bar depends on every bar before it.
  if (!model.kernels.empty()) model.reach = Reach::onward;
  return {};
}

std::vector<std::string> selected_columns(const Model& model) {
  std::vector<std::string> names;
  for (const Column& column : model.schema.columns)
    if (call_of(model, column.name) == nullptr) names.push_back(column.name);
  return names;
}

std::string kernel_select(const Model& model) {
  const KernelCall& call = model.kernels.front();
  return fmt::format("SELECT {} FROM (\n{}\n) AS bars ORDER BY {}, {}",
                     quote_list(selected_columns(model)), bind_range(model, {}),
                     quote_name(call.per), quote_name(call.by));
}

Result<std::shared_ptr<arrow::RecordBatch>> compute_kernels(const Model& model,
                                                            const arrow::Table& rows) {
  const auto schema = arrow_schema(model.schema);
  const Inputs inputs = SEOHAK_TRY(read_inputs(model, rows));
  arrow::ArrayVector columns;
  for (const Column& column : model.schema.columns) {
    const KernelCall* call = call_of(model, column.name);
    if (rows.num_rows() == 0) {
      auto empty = arrow::MakeEmptyArray(arrow_type(column.type));
      if (!empty.ok()) return fail(Errc::internal, empty.status().ToString());
      columns.push_back(std::move(empty).ValueOrDie());
    } else if (call != nullptr) {
      columns.push_back(SEOHAK_TRY(run_kernel(*call, inputs)));
    } else {
      columns.push_back(column_of(rows, column.name));
    }
  }
  return arrow::RecordBatch::Make(schema, rows.num_rows(), std::move(columns));
}

}  // namespace seohak
