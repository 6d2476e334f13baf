#include "serve/resources.h"

namespace seohak {
namespace {

constexpr std::string_view kRange = "range=1m|3m|1y|5y|all";

constexpr ApiRoute kRoutes[] = {
    {"/status", status_resource, false,
     "Version, profile, how far the data reaches, whether readers log in, and the id of the newest "
     "event.",
     "",
     "{version:text profile:text clock:instant? as_of:{fear_greed:day? exchange_rate:day?} "
     "running:boolean login:boolean event:text}"},
    {"/fear-greed", fear_greed_resource, true,
     "The newest Fear & Greed index and where it stood before.", "",
     "{market_day:day score:number rating:text source:text as_of:instant "
     "previous:[{label:=close|week|month|year market_day:day score:number rating:text}]}"},
    {"/fear-greed/trend", fear_greed_trend_resource, true,
     "The index of each market day, oldest first.", kRange,
     "[{market_day:day score:number rating:text change_1d:number? average_7d:number? "
     "source:text}]"},
    {"/fear-greed/rating-share", rating_share_resource, true,
     "How many days of the last month had each rating.", "",
     "[{rating:text days:integer share_pct:number?}]"},
    {"/fear-greed/components", components_resource, true,
     "The seven components: newest values and the raw values of the last 365 days.", "",
     "[{component:text score:number? rating:text? value:number? market_day:day source:text "
     "series:[{market_day:day value:number?}]}]"},
    {"/fear-greed/monthly", fear_greed_monthly_resource, true,
     "Mean index of each month of the whole history.", "",
     "[{month:text average:number days:integer}]"},
    {"/fear-greed/after", after_rating_resource, true,
     "What the S&P 500 did 1, 5 and 20 sessions after days of each rating.", "",
     "[{rating:text days:integer horizons:[{sessions:integer n:integer median_pct:number? "
     "p10:number? p25:number? p75:number? p90:number? up_share_pct:number?}]}]"},
    {"/fx/currencies", currencies_resource, true, "Currencies with their newest rate.", "",
     "[{currency:text first_day:day last_day:day rate:decimal source:text}]"},
    {"/fx/{currency}", currency_resource, true,
     "Won per unit of a currency: newest, trend, and where it lies in its ranges.", kRange,
     "{currency:text latest:{quote_day:day rate:decimal source:text change:decimal? "
     "change_pct:number? direction:=up|down|flat? average_5d:decimal? average_20d:decimal? "
     "average_60d:decimal? volatility_20d_pct:number? percentile_1y:number? fetched_at:instant?} "
     "rows:[{quote_day:day rate:decimal source:text change:decimal? change_pct:number? "
     "direction:=up|down|flat? average_5d:decimal? average_20d:decimal? average_60d:decimal? "
     "volatility_20d_pct:number? percentile_1y:number?}] "
     "ranges:[{range:=1m|1y|5y low:decimal p10:decimal p25:decimal median:decimal p75:decimal "
     "p90:decimal high:decimal percentile:number n:integer}]}"},
    {"/fx/{currency}/monthly", currency_monthly_resource, true,
     "Average, low, high and close of each month, oldest first.", "months:integer(1..1200)",
     "[{month:text average:decimal low:decimal high:decimal close:decimal source:text "
     "mixed:boolean days:integer}]"},
    {"/fx/{currency}/sources", currency_sources_resource, true,
     "Which sources tell this currency, and how far the first two differ.", "",
     "{sources:[{source:text first_day:day last_day:day rows:integer}] "
     "difference:{a:text b:text median_abs:decimal? n:integer "
     "rows:[{quote_day:day difference:decimal}]}?}"},
    {"/market/sessions", sessions_resource, false,
     "The clock, and the sessions of New York around it.", "",
     "{now:instant rows:[{market_day:day kind:=full|half|closed open_at:instant? "
     "close_at:instant?}]}"},
    {"/market/breadth", breadth_resource, true,
     "How many stocks rose and fell on a market day; unknown are those without a day before or "
     "whose rows contradict each other.",
     "day:day",
     "{market_day:day symbols:integer advanced:integer unchanged:integer declined:integer "
     "unknown:integer provisional:boolean}"},
    {"/market/map", market_map_resource, true,
     "Sectors and their greatest stocks by traded value, volume or market cap, with their change.",
     "day:day by=traded|volume|cap limit:integer(1..20000)",
     "{market_day:day by:=traded|volume|cap sectors:[{sector:text symbols:integer "
     "traded_usd:number? "
     "volume:number? market_cap_usd:number? change_pct:number?}] rows:[{symbol:text name:text? "
     "name_ko:text? sector:text industry:text? close:decimal change_pct:number? volume:integer? "
     "traded_usd:number? market_cap_usd:number?}]}"},
    {"/market/coverage", coverage_resource, true,
     "What is stored of each session since the first: stored, part, provisional, stale or missing.",
     "", "[{market_day:day state:=stored|part|provisional|stale|missing symbols:integer}]"},
    {"/movers", movers_resource, true,
     "The greatest gains and losses of a market day, and what is kept out of them because the data "
     "contradict it.",
     "day:day limit:integer(1..100)",
     "{market_day:day rows:[{direction:=up|down rank:integer symbol:text name:text? name_ko:text? "
     "sector:text? close:decimal previous_close:decimal change_pct:number volume:integer "
     "traded_usd:number provisional:boolean}] kept_out:[{symbol:text name:text? name_ko:text? "
     "close:decimal previous_close:decimal? contradiction:=previous_close|exchange_change}]}"},
    {"/unusual-volume", unusual_volume_resource, true,
     "Stocks by their volume against the mean of the 20 days before.",
     "day:day limit:integer(1..20000)",
     "{market_day:day rows:[{symbol:text name:text? name_ko:text? sector:text? close:decimal "
     "volume:integer usual_volume:number times_usual:number change_pct:number? "
     "traded_usd:number}]}"},
    {"/volume-rank", volume_rank_resource, true,
     "Stocks by the shares traded in the five sessions to a day.",
     "day:day sector:text(200) limit:integer(1..1000) offset:integer(0..1000000)",
     "{week_end:day rows:[{rank:integer symbol:text name:text? name_ko:text? sector:text? "
     "volume:integer sessions:integer change_pct:number?}]}"},
    {"/themes", themes_resource, true,
     "Shares traded in each sector, by weeks of five sessions, newest first; mean_change_pct "
     "compares the mean days of weeks that have at least four.",
     "weeks:integer(1..260)",
     "[{week_end:day sector:text volume:integer symbols:integer sessions:integer "
     "change_pct:number? mean_change_pct:number? rank:integer}]"},
    {"/themes/week", theme_week_resource, true,
     "The five sessions to a day by sector and by industry: shares and dollars traded, shares "
     "against the week before, the change of the summed market caps, how many stocks rose and "
     "fell.",
     "day:day",
     "{week_end:day sectors:[{sector:text symbols:integer volume:integer traded_usd:number "
     "change_pct:number? price_change_pct:number? rose:integer unchanged:integer fell:integer "
     "unknown:integer}] industries:[{sector:text industry:text symbols:integer volume:integer "
     "traded_usd:number change_pct:number? price_change_pct:number? rose:integer "
     "unchanged:integer fell:integer unknown:integer}]}"},
    {"/themes/stocks", theme_stocks_resource, true,
     "Stocks of a sector or industry by dollars traded in the five sessions to a day, with their "
     "closes of the last 30 sessions.",
     "day:day sector:text(200) industry:text(200) limit:integer(1..200) "
     "offset:integer(0..1000000)",
     "{week_end:day total:integer rate:decimal? rate_source:text? rate_day:day? "
     "rows:[{symbol:text name:text? name_ko:text? sector:text industry:text close:decimal "
     "price_change_pct:number? volume:integer? traded_usd:number change_pct:number? "
     "closes:[decimal?]}]}"},
    {"/issues", issues_resource, true,
     "What is wrong or odd in the data, newest first, and how much of each kind.",
     "day:day kind:text(200) scope:text(200) limit:integer(1..1000) "
     "offset:integer(0..1000000)",
     "{total:integer kinds:[{kind:text issues:integer first_day:day last_day:day}] "
     "rows:[{day:day source:text scope:text kind:text detail:text}]}"},
    {"/search", search_resource, true,
     "Securities by symbol, English or Korean name, Korean initials, or any of these typed with "
     "the keyboard in the other language.",
     "q:text(100) limit:integer(1..50)",
     "{q:text rows:[{symbol:text name:text? name_ko:text? exchange:text? sector:text? "
     "listed:boolean market_cap_usd:number? match:{field:=symbol|name|name_ko from:integer "
     "length:integer}}]}"},
    {"/signals", signals_resource, true,
     "RSI(14) of the closes of every listed stock (bars shorter than a day: of the stocks with "
     "minutes lately), and since when its status holds; sector is a list with commas, least_cap "
     "and least_traded are million USD. Each count, and bins (of 5 from 0), look at the whole "
     "filter but their own choice; bins leave the status out too. spark: closes of the last 30 "
     "bars (sessions for 1d), from 0 at low to 100 at high.",
     "day:day bar=1m|5m|15m|1h|1d status=Overbought,Neutral,Oversold sector:text(400) "
     "rsi_from:integer(0..100) rsi_to:integer(0..100) least_cap:integer(0..100000000) "
     "least_traded:integer(0..100000000) least_times:integer(0..1000000) "
     "most_bars:integer(0..1000000) "
     "sort=extreme|-extreme|rsi|-rsi|symbol|-symbol|close|-close|change|-change|bars|-bars|traded|"
     "-traded|cap|-cap limit:integer(1..20000) offset:integer(0..1000000)",
     "{bar:=1m|5m|15m|1h|1d market_day:day? listed:integer? rated:integer total:integer "
     "overbought:integer neutral:integer oversold:integer bins:[integer] "
     "sectors:[{sector:text symbols:integer}] rate:{rate:decimal rate_source:text rate_day:day}? "
     "rows:[{symbol:text name:text? name_ko:text? sector:text close:decimal change_pct:number? "
     "rsi_wilder:number status:=Overbought|Neutral|Oversold since:text bars:integer at:instant? "
     "traded_usd:number? market_cap_usd:number? times_usual:number? low:number high:number "
     "spark:[integer?]}]}"},
    {"/symbols/{symbol}", symbol_resource, true,
     "A stock: its listing, newest price, in won too, its days, its issues, and what price and "
     "rate "
     "made of a share since the first day.",
     "",
     "{symbol:text name:text? name_ko:text? exchange:text? sector:text? industry:text? "
     "listed:boolean market_day:day? price_source:text? close:decimal? previous_close:decimal? "
     "change_pct:number? volume:integer? usual_volume:number? traded_usd:number? "
     "provisional:boolean? contradicted:boolean? market_cap_usd:number? rsi_wilder:number? "
     "status:=Overbought|Neutral|Oversold? rate:decimal? rate_source:text? rate_day:day? "
     "close_krw:decimal? "
     "won:{first_day:day last_day:day first_close:decimal last_close:decimal first_rate:decimal "
     "last_rate:decimal rate_source:text first_rate_day:day last_rate_day:day price_krw:decimal "
     "rate_krw:decimal cross_krw:decimal total_krw:decimal first_krw:decimal}? "
     "daily:[{market_day:day open:decimal? high:decimal? low:decimal? close:decimal "
     "volume:integer? rsi_wilder:number? contradicted:boolean source:text "
     "has_minutes:boolean}] "
     "actions:[{ex_day:day kind:=split|dividend|capital_gain numerator:decimal? "
     "denominator:decimal? amount_usd:decimal? "
     "source:text}] issues:[{day:day source:text kind:text detail:text}]}"},
    {"/symbols/{symbol}/bars", symbol_bars_resource, true,
     "Bars of a stock's regular sessions, counted from the opening bell, with RSI(14) of their "
     "closes from the first stored bar; flagged are days whose minute volumes exceed the day's.",
     "interval=1m|5m|15m|1h limit:integer(1..10000) before:instant",
     "{symbol:text interval:=1m|5m|15m|1h rows:[{bar_start:instant market_day:day open:decimal? "
     "high:decimal? low:decimal? close:decimal volume:integer? source:text "
     "rsi_wilder:number?}] "
     "earlier:boolean flagged:[{day:day detail:text}]}"},
    {"/runs", runs_resource, false,
     "Runs and their tasks, newest first; before: only runs older than that one.",
     "pipeline:text(200) state=queued|running|done|failed|cancelled|interrupted "
     "kind=run|backfill|scheduled|task before:text(60) limit:integer(1..1000)",
     "[{run:text pipeline:text kind:text profile:text "
     "state:run_state from:day? to:day? due_at:instant? "
     "started_at:instant ended_at:instant? exit_code:integer? "
     "tasks:[{task:text "
     "state:task_state "
     "tries:integer message:text counts:counts}]}]"},
    {"/runs/{run}", run_resource, false,
     "A run with its tasks and their tries; after and pool are those that its pipeline declares "
     "now, and declared says whether it declares all of these tasks; stages are the same in their "
     "order with the parts of a backfill taken together.",
     "",
     "{run:text pipeline:text kind:text profile:text "
     "state:run_state from:day? to:day? due_at:instant? "
     "started_at:instant ended_at:instant? exit_code:integer? declared:boolean tasks:[{task:text "
     "stage:text state:task_state "
     "tries:integer message:text code:text retryable:boolean counts:counts started_at:instant? "
     "ended_at:instant? pool:text after:[text] attempts:[{attempt:integer "
     "state:task_state "
     "started_at:instant ended_at:instant? message:text code:text}]}] "
     "stages:[{stage:text after:[text]}]}"},
    {"/runs/{run}/logs", run_logs_resource, false,
     "Lines of a run's log, oldest first; after: only lines behind that id; an empty task: lines "
     "of the run itself.",
     "task:text(200) attempt:integer(1..1000000) level=debug|info|warning|error "
     "after:integer(0..2000000000) limit:integer(1..5000)",
     "{lines:[{id:integer task:text attempt:integer at:instant level:=debug|info|warning|error "
     "text:text}]}"},
    {"/pipelines", pipelines_resource, false,
     "The pipelines: when each runs by itself, its next due instants and those of the next 24 "
     "hours, what is under way, and its newest 30 runs, newest first.",
     "",
     "{now:instant rows:[{pipeline:text schedule:{text:text ko:text en:text}? enabled:boolean "
     "scheduled:boolean paused:boolean catch_up:=none|latest|all deadline_s:integer "
     "next:[{at:instant day:day data_from:instant data_to:instant}] due_today:[instant] "
     "under_way:[{run:text kind:text state:run_state "
     "due_at:instant? started_at:instant ended_at:instant?}] runs:[{run:text kind:text "
     "state:run_state due_at:instant? started_at:instant "
     "ended_at:instant?}]}]}"},
    {"/pipelines/{pipeline}", pipeline_resource, false,
     "A pipeline: its schedule, its next ten due instants, what is under way, its tasks and the "
     "pools that they share; now is of the clock that schedules follow here.",
     "",
     "{now:instant pipeline:text schedule:{text:text ko:text en:text}? enabled:boolean "
     "scheduled:boolean "
     "paused:boolean catch_up:=none|latest|all deadline_s:integer next:[{at:instant day:day "
     "data_from:instant data_to:instant}] under_way:[{run:text kind:text "
     "state:run_state due_at:instant? started_at:instant "
     "ended_at:instant?}] tasks:[{task:text after:[text] needs:=all|any|ended pool:text "
     "tries:integer timeout_s:integer}] pools:[{pool:text slots:integer}]}"},
    {"/pipelines/{pipeline}/grid", run_grid_resource, false,
     "The tasks of a pipeline by its runs, newest first; states has a letter for each task: "
     "queued, running, done, failed, skipped, upstream_failed, cancelled, interrupted by their "
     "first, - where the run has no such task; others counts the tasks that are no row by state; "
     "older is the `before` of the next page.",
     "state=queued|running|done|failed|cancelled|interrupted kind=run|backfill|scheduled|task "
     "before:text(60) limit:integer(1..500)",
     "{tasks:[text] runs:[{run:text pipeline:text kind:text profile:text "
     "state:run_state from:day? to:day? due_at:instant? "
     "started_at:instant ended_at:instant? exit_code:integer? states:text others:counts}] "
     "older:text?}"},
    {"/sources", sources_resource, true, "Sources, the tables they fill and how fresh these are.",
     "",
     "[{source:text dataset:text table:text needs_key:boolean has_key:boolean "
     "last_fetched_at:instant? rows:integer}]"},
    {"/recordings", recordings_resource, true,
     "What is recorded: each dataset and each part of the drop folder, where it comes from and "
     "under which terms; nothing on other profiles.",
     "",
     "[{source:text dataset:text rows_first_day:day? rows_last_day:day? answers:integer? "
     "captured_first:instant? captured_last:instant? files:integer bytes:integer "
     "form:=as_served|re_encoded|envelope_remade|made_here? origin:text? terms:text? link:text?}]"},
    {"/quarantine", quarantine_resource, true, "Rows that did not fit their table, newest first.",
     "limit:integer(1..10000) offset:integer(0..100000000)",
     "[{table_name:text source:text fetched_at:instant reason:text row_text:text load_id:text "
     "record:integer}]"},
    {"/evidence", evidence_list_resource, true,
     "The tiles whose numbers can be traced, and the parameters each takes.", "",
     "[{tile:text how:text tables:[text] parameters:[text]}]"},
    {"/evidence/{tile}", evidence_resource, true,
     "Where a tile's numbers come from: its rows, the raw rows behind them, the statements that "
     "gave both, the answers they were received in, and the issues about them. At most 50 rows of "
     "each, cells as text.",
     "day:day currency:text(3) symbol:text(20) sector:text(400) industry:text(200) "
     "component:text(60) "
     "direction=up|down kind:text(200) status=Overbought,Neutral,Oversold rsi_from:integer(0..100) "
     "rsi_to:integer(0..100) "
     "least_cap:integer(0..100000000) least_traded:integer(0..100000000)",
     "{tile:text how:text day:day? tables:[text] rows:{sql:text columns:[{name:text "
     "numeric:boolean}] rows:[[text?]] total:integer} headline:{name:text value:text}? "
     "arithmetic:[[{sign:text name:text value:text}]] raw:[{table:text sql:text "
     "columns:[{name:text numeric:boolean}] rows:[[text?]] total:integer}] "
     "landed:[{load_id:text record:integer rows:integer source:text? dataset:text? url:text? "
     "fetched_at:instant? status:integer?}] landed_total:integer "
     "issues:[{day:day source:text scope:text kind:text detail:text}]}"},
    {"/models/{table}", model_resource, true,
     "A table as its file declares it, and whether what is stored passes its audits now.", "",
     "{table:text description:text kind:text reads:text columns:[{name:text type:text "
     "nullable:boolean description:text}] audits:[{audit:text name:text arguments:[text] "
     "blocking:boolean passed:boolean}] sql:text}"},
    {"/landed/{load_id}/{record}", landed_resource, false,
     "One landed answer, read and its digest checked now: the request, secrets masked, and the "
     "head of what came back; a problem and no exchange when it cannot be read or is another.",
     "",
     "{load_id:text record:integer source:text dataset:text url:text fetched_at:instant "
     "status:integer digest:text file:text byte_offset:integer profile:text verified:boolean "
     "problem:text? exchange:{method:text url:text request_headers:[{name:text value:text}] "
     "request_body:text answer_headers:[{name:text value:text}] bytes:integer preview:text}?}"},
    {"/landed/{load_id}/{record}/body", landed_body_resource, false,
     "The body of a landed answer, as received.", "", kFileShape},
};

}  // namespace

std::span<const ApiRoute> api_routes() { return kRoutes; }

}  // namespace seohak
