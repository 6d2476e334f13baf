#pragma once

// For tests of the API: a warehouse in memory with a few rows, and requests without a socket.

#include <array>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "base/test_directory.h"
#include "land/landing.h"
#include "load/csv_rows.h"
#include "load/meta_rows.h"
#include "model/model.h"
#include "serve/api.h"
#include "serve/run_control.h"

namespace seohak::testing {

/// Runs as given.
class FixedRuns final : public RunHistory {
 public:
  std::vector<RunRecord> runs;
  std::vector<LogLine> lines;
  Result<std::vector<RunRecord>> list(const RunFilter& filter) const override {
    std::vector<RunRecord> found;
    for (const RunRecord& run : runs) {
      const bool fits = (!filter.pipeline || run.pipeline == *filter.pipeline) &&
                        (!filter.state || run.state == *filter.state) &&
                        (!filter.kind || run.kind == *filter.kind) &&
                        (!filter.before || run.run < *filter.before);
      if (fits && found.size() < static_cast<std::size_t>(filter.limit)) found.push_back(run);
    }
    return found;
  }
  Result<RunRecord> get(const std::string& run) const override {
    for (const RunRecord& each : runs)
      if (each.run == run) return each;
    return fail(Errc::not_found, fmt::format("there is no run \"{}\"", run));
  }
  Result<std::vector<LogLine>> logs(const LogFilter& filter) const override {
    std::vector<LogLine> found;
    for (const LogLine& line : lines)
      if (line.run == filter.run && line.id > filter.after && line.level >= filter.least &&
          line.task == filter.task.value_or(line.task) &&
          line.attempt == filter.attempt.value_or(line.attempt) &&
          found.size() < static_cast<std::size_t>(filter.limit))
        found.push_back(line);
    return found;
  }
};

/// A run of the pipeline fear_greed that has begun.
inline RunRecord run_record(std::string id, Instant started_at) {
  RunRecord run;
  run.run = std::move(id);
  run.pipeline = "fear_greed";
  run.profile = "live";
  run.started_at = started_at;
  return run;
}

/// Its task "extract.cnn", which failed at the second try.
inline TaskRecord failed_task() {
  TaskRecord task;
  task.task = "extract.cnn";
  task.state = TaskState::failed;
  task.tries = 2;
  task.message = "x";
  task.counts["rows"] = 7;
  return task;
}

/// Does nothing but note what it was asked, and fails as told.
class FixedControl final : public RunControl {
 public:
  FixedControl() {
    Pipeline fear_greed{.name = "fear_greed", .tasks = {}};
    fear_greed.tasks = {{.name = "extract.cnn", .timeout = std::chrono::minutes(2), .pool = "cnn"},
                        {.name = "load.cnn", .after = {"extract.cnn"}, .needs = Needs::ended}};
    fear_greed.timing = Timing{.schedule = Schedule::parse("20:00 Asia/Seoul daily").value(),
                               .deadline = std::chrono::hours(1)};
    all_ = {fear_greed, {.name = "listing", .tasks = {{.name = "extract.nasdaq"}}}};
  }

  std::vector<std::string> asked;  ///< one line a call that changes something
  std::optional<Error> refusal;    ///< what such a call fails with
  PipelineStatus standing{.scheduled = true};

  std::span<const Pipeline> pipelines() const override { return all_; }
  std::map<std::string, int> pools() const override { return {{"cnn", 1}}; }
  Instant now() const override { return parse_instant("2026-05-02T09:30:00Z").value(); }
  Result<PipelineStatus> status(const std::string& pipeline, int next) override {
    for (const Pipeline& one : all_) {
      if (one.name != pipeline) continue;
      PipelineStatus found = standing;
      if (!one.timing) found = {};
      if (found.next.size() > static_cast<std::size_t>(next))
        found.next.resize(static_cast<std::size_t>(next));
      return found;
    }
    return fail(Errc::not_found, fmt::format("there is no pipeline \"{}\"", pipeline));
  }
  Result<void> set_paused(const std::string& pipeline, bool paused) override {
    return note(fmt::format("pause {} {}", pipeline, paused));
  }
  Result<std::string> start(const RunOrder& order) override {
    SEOHAK_TRY(note(fmt::format("start {} {} {}..{} {} {} {}", order.pipeline, order.kind,
                                format(order.days.from), format(order.days.to), order.parallel,
                                order.oldest_first, order.restart)));
    return "r9";
  }
  Result<void> cancel(const std::string& run, std::span<const std::string> tasks) override {
    return note(fmt::format("cancel {} [{}]", run, fmt::join(tasks, " ")));
  }
  Result<void> again(const std::string& run, std::span<const std::string> tasks,
                     bool only) override {
    return note(fmt::format("again {} [{}] {}", run, fmt::join(tasks, " "), only));
  }
  Result<void> mark(const std::string& run, std::span<const std::string> tasks,
                    TaskState state) override {
    return note(fmt::format("mark {} [{}] {}", run, fmt::join(tasks, " "), to_string(state)));
  }

 private:
  Result<void> note(std::string line) {
    asked.push_back(std::move(line));
    if (refusal) return fail(*refusal);
    return {};
  }
  std::vector<Pipeline> all_;
};

/// Ten sessions to 2026-04-13, Good Friday left out.
inline constexpr std::array<const char*, 10> kMarketDays = {
    "2026-03-30", "2026-03-31", "2026-04-01", "2026-04-02", "2026-04-06",
    "2026-04-07", "2026-04-08", "2026-04-09", "2026-04-10", "2026-04-13"};

inline std::string session_rows() {
  std::string csv = "exchange,market_day,open_at,close_at,kind\n";
  for (const char* day : kMarketDays)
    csv += fmt::format("XNYS,{0},{0}T13:30:00Z,{0}T20:00:00Z,full\n", day);
  return csv + "XNYS,2026-04-11,,,closed\n";
}

/// AAA of NASDAQ rises by 0.1 a day to 10.9, BBB of NYSE falls to 19.1, CCC of AMEX stays at 5, and
/// DDD of NASDAQ stays at 3 but tells 6.1 after 1.2 on the last day, which its own row contradicts.
/// Volumes grow by a step a day, so that no day repeats another.
inline std::string price_rows() {
  std::string csv =
      "market_day,symbol,exchange,close,previous_close,volume,provisional,source,fetched_at\n";
  for (int at = 0; at < 10; ++at) {
    const char* day = kMarketDays[static_cast<std::size_t>(at)];
    const auto row = [&](const char* symbol, const char* exchange, double close, double before,
                         int volume) {
      csv += fmt::format("{0},{1},{2},{3:.2f},{4:.2f},{5},false,nasdaq,{0}T23:00:00Z\n", day,
                         symbol, exchange, close, before, volume);
    };
    row("AAA", "NASDAQ", 10 + 0.1 * at, 9.9 + 0.1 * at, 1'000'000 + 1000 * at);
    row("BBB", "NYSE", 20 - 0.1 * at, 20.1 - 0.1 * at, 500'000 + 1000 * at);
    row("CCC", "AMEX", 5, 5, 300'000 + at);
    row("DDD", "NASDAQ", at == 9 ? 6.1 : 3, at == 9 ? 1.2 : 3, 100 + at);
  }
  return csv;
}

/// Sixteen sessions of EEE of NYSE, falling by 1 a day to 85: RSI 0 on the last two.
inline std::string falling_rows() {
  std::string csv =
      "market_day,symbol,exchange,close,previous_close,volume,provisional,source,fetched_at\n";
  constexpr std::array<const char*, 6> kEarlier = {"2026-03-20", "2026-03-23", "2026-03-24",
                                                   "2026-03-25", "2026-03-26", "2026-03-27"};
  for (int at = 0; at < 16; ++at) {
    const char* day = at < 6 ? kEarlier[static_cast<std::size_t>(at)]
                             : kMarketDays[static_cast<std::size_t>(at - 6)];
    csv += fmt::format("{0},EEE,NYSE,{1}.00,{2}.00,{3},false,nasdaq,{0}T23:00:00Z\n", day, 100 - at,
                       101 - at, 1'000'000 + at);
  }
  return csv;
}

inline std::string listing_rows() {
  std::string csv =
      "snapshot_day,symbol,name,name_ko,exchange,sector,industry,market_cap_usd,source,fetched_"
      "at\n";
  for (const char* day : kMarketDays) {
    const auto row = [&](const char* told) {
      csv += fmt::format("{0},{1},nasdaq,{0}T23:00:00Z\n", day, told);
    };
    row("AAA,Alpha Inc.,,NASDAQ,Technology,Software,1090000000");
    row("BBB,Beta Corp.,,NYSE,Finance,Banks,382000000");
    row("CCC,<b>Gamma</b>,,AMEX,,,");
    row("DDD,Delta Ltd.,,NASDAQ,Health Care,Drugs,61000000");
  }
  return csv + "2026-04-13,AAA,,알파,,,,,korean_names,2026-04-13T23:00:00Z\n";
}

/// A warehouse with every table, the API over it, and `get`.
class ApiFixture {
 public:
  ApiFixture()
      : schemas(raw_schemas().value()),
        models(load_models().value()),
        warehouse(open_duckdb_warehouse(":memory:", {1, 256}).value()),
        clock(parse_instant("2026-05-02T00:00:00Z").value()),
        landing(Landing::open(directory.path().string(), clock).value()),
        context{*warehouse,
                runs,
                metrics,
                events,
                clock,
                "0.1.0",
                "recorded",
                parse_instant("2026-04-14T00:00:00Z").value(),
                {{"cnn", "graphdata", "raw_data.fear_greed_daily", false, false},
                 {"eximbank", "rates", "raw_data.fx_rate_daily", true, false}},
                *landing} {
    std::vector<TableSchema> tables = schemas;
    for (const Model& model : models) tables.push_back(model.schema);
    EXPECT_TRUE(warehouse->ensure_tables(tables));
    context.control = &control;
    context.in_korean = [](std::string_view message) {
      return std::string(message == "begun" ? "시작" : message);
    };
    add_api(router, context);
  }

  const TableSchema& schema_of(std::string_view table) const {
    return *std::find_if(schemas.begin(), schemas.end(),
                         [&](const TableSchema& one) { return one.name == table; });
  }

  /// Lands one file of answers of eximbank.rates, asked for with a key; its manifest.
  Manifest write_answers(const std::vector<std::string>& bodies) {
    const PlainDay day = parse_day("2024-11-29").value();
    const auto writer = landing->writer("eximbank", "rates", {day, day}, "run").value();
    for (const std::string& body : bodies) {
      Call call;
      call.url = "https://www.koreaexim.go.kr/rates?authkey=0123456789abcdef&data=AP01";
      call.headers = {{"Authorization", "Bearer 0123456789abcdef"}, {"Accept", "application/json"}};
      call.secret_parameters = {"authkey"};
      Answer answer;
      answer.status = 200;
      answer.headers = {{"Content-Type", "application/json"}, {"Set-Cookie", "session=abc"}};
      answer.body = body;
      answer.fetched_at = parse_instant("2024-11-29T02:10:00Z").value();
      EXPECT_TRUE(writer->add(call, answer, true));
    }
    return writer->finish().value().front();
  }
  /// Tells meta.load and meta.landed_record of a manifest.
  void tell(const Manifest& manifest) {
    const std::vector<std::int64_t> rows(manifest.records.size(), 1);
    const std::array batches = {
        meta_load_row(schema_of("meta.load"), manifest, 1, 0, "2").value(),
        meta_landed_rows(schema_of("meta.landed_record"), manifest, rows).value()};
    EXPECT_TRUE(warehouse->merge(batches));
  }
  /// Both.
  Manifest land(const std::vector<std::string>& bodies) {
    Manifest manifest = write_answers(bodies);
    tell(manifest);
    return manifest;
  }

  /// Merges rows of a raw table given as CSV.
  void merge(std::string_view table, std::string_view csv) {
    const auto batch = csv_rows(schema_of(table), csv);
    ASSERT_TRUE(batch) << batch.error().message;
    const auto merged = warehouse->merge(std::span(&*batch, 1));
    ASSERT_TRUE(merged) << merged.error().message;
  }

  /// Merges rows of a raw table given as CSV, and writes all models anew.
  void load(std::string_view table, std::string_view csv) {
    merge(table, csv);
    for (const Model& model : models) {
      const auto written = run_model(model, {}, *warehouse);
      ASSERT_TRUE(written) << written.error().message;
    }
  }

  /// Merges the market of ten sessions.
  void load_market() {
    load("raw_data.market_session", session_rows());
    load("raw_data.listing_daily", listing_rows());
    load("raw_data.stock_price_daily", price_rows());
  }

  WebResponse get(std::string target, std::vector<Header> headers = {}) const {
    return send("GET", std::move(target), std::move(headers));
  }

  WebResponse send(std::string method, std::string target, std::vector<Header> headers = {},
                   std::string body = "") const {
    WebRequest request;
    request.body = std::move(body);
    request.method = std::move(method);
    request.target = std::move(target);
    request.headers = std::move(headers);
    const auto split = split_target(request);
    return split ? router.handle(request) : error_response(split.error());
  }

  std::vector<TableSchema> schemas;
  std::vector<Model> models;
  std::unique_ptr<Warehouse> warehouse;
  FixedRuns runs;
  FixedControl control;
  Metrics metrics;
  EventHub events{"boot", metrics};
  FakeClock clock;
  test::TempDir directory;  ///< of the landing
  std::unique_ptr<Landing> landing;
  ApiContext context;
  Router router;
};

/// The address of a route, with names that the rows of this file hold and a landed answer.
inline std::string target_of(const ApiRoute& route, const std::string& load_id) {
  const std::array<std::pair<std::string_view, std::string_view>, 8> values = {
      {{"{currency}", "USD"},
       {"{symbol}", "AAA"},
       {"{tile}", "mood.now"},
       {"{table}", "analytics.fx_trend_daily"},
       {"{load_id}", load_id},
       {"{record}", "0"},
       {"{pipeline}", "fear_greed"},
       {"{run}", "r1"}}};
  std::string path = std::string("/api/v1").append(route.path);
  for (const auto& [name, value] : values) {
    const std::size_t at = path.find(name);
    if (at != std::string::npos) path.replace(at, name.size(), value);
  }
  return path;
}

inline constexpr std::string_view kFearGreedRows =
    "market_day,score,rating,source,fetched_at\n"
    "2026-03-02,20,extreme fear,gsheets,2026-05-01T23:30:00Z\n"
    "2026-04-27,40,fear,gsheets,2026-05-01T23:30:00Z\n"
    "2026-04-28,50,neutral,gsheets,2026-05-01T23:30:00Z\n"
    "2026-04-28,60,greed,cnn,2026-05-01T23:04:19Z\n"
    "2026-04-29,63,greed,cnn,2026-05-01T23:04:19Z\n"
    "2026-05-01,66,greed,cnn,2026-05-01T23:04:19Z\n";
inline constexpr std::string_view kComponentRows =
    "market_day,component,score,rating,value,source,fetched_at\n"
    "2026-04-28,market_momentum,,,100,cnn,2026-05-01T23:04:19Z\n"
    "2026-04-29,market_momentum,,,150,cnn,2026-05-01T23:04:19Z\n"
    "2026-05-01,market_momentum,70,greed,75,cnn,2026-05-01T23:04:19Z\n"
    "2026-05-01,market_momentum_average,,,90,cnn,2026-05-01T23:04:19Z\n"
    "2026-05-01,put_call_options,30,fear,0.5,cnn,2026-05-01T23:04:19Z\n"
    "2025-05-01,put_call_options,,,0.7,cnn,2026-05-01T23:04:19Z\n";
inline constexpr std::string_view kRateRows =
    "quote_day,currency,deal_base_rate,source,fetched_at\n"
    "2024-11-28,USD,1395,eximbank,2024-11-28T02:10:00Z\n"
    "2024-11-29,USD,1400.5,eximbank,2024-11-29T02:10:00Z\n"
    "2024-11-29,USD,1398.5,ecb,2026-04-13T15:56:22Z\n"
    "2024-12-02,USD,1404,ecb,2026-04-13T15:56:22Z\n"
    "2024-12-02,JPY,9.363214,ecb,2026-04-13T15:56:22Z\n";

}  // namespace seohak::testing
