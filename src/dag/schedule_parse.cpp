#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "base/text.h"
#include "dag/schedule.h"
#include "dag/schedule_token.h"

namespace seohak {
namespace {

using std::chrono::minutes;
using Kind = ScheduleToken::Kind;
using Words = std::vector<std::string_view>;

constexpr minutes kFarthest = std::chrono::hours(12);
constexpr std::string_view kStarts = "cron, every, us, kr or a time such as 20:00";

tl::unexpected<Error> fail_at(std::size_t at, std::string_view what) {
  return fail(Errc::bad_request, fmt::format("character {}: {}", at + 1, what));
}

/// Reads one rule, word by word.
class RuleReader {
 public:
  RuleReader(std::string_view text, std::size_t offset)
      : text_(text), offset_(offset), tokens_(tokens_of(text, offset)) {}

  Result<ScheduleRule> read() {
    if (here().kind == Kind::time) return whole(daily());
    if (take("cron")) return cron();
    if (take("every")) return whole(step());
    if (is("us") || is("kr")) return whole(of_market());
    return expected(kStarts, {"cron", "every", "us", "kr"});
  }

 private:
  const ScheduleToken& here() const { return tokens_[next_]; }
  bool is(std::string_view word) const { return equal_ignoring_case(here().text, word); }
  bool take(std::string_view word) {
    if (!is(word)) return false;
    ++next_;
    return true;
  }
  bool take_any(const Words& words) {
    return std::any_of(words.begin(), words.end(), [this](auto word) { return take(word); });
  }

  /// What is wrong here, with the nearest of the words that could stand.
  tl::unexpected<Error> expected(std::string_view what, const Words& words) const {
    const ScheduleToken& token = here();
    if (token.kind == Kind::end) return fail_at(token.at, fmt::format("expected {}", what));
    const std::string_view near = nearest(to_lower(token.text), words);
    return fail_at(token.at,
                   fmt::format("expected {}, not \"{}\"{}", what, token.text,
                               near.empty() ? "" : fmt::format("; did you mean {}?", near)));
  }

  /// A rule with nothing behind it.
  template <typename Rule>
  Result<ScheduleRule> whole(Result<Rule> rule) {
    if (!rule) return fail(std::move(rule.error()));
    if (here().kind == Kind::end) return ScheduleRule(std::move(*rule));
    return fail_at(here().at, fmt::format("expected ; or the end, not \"{}\"", here().text));
  }

  Result<Market> market() {
    if (take("us")) return Market::us;
    if (take("kr")) return Market::kr;
    return expected("us or kr", {});
  }

  /// "20 min", "1 h 30 min".
  Result<minutes> duration() {
    const std::size_t at = here().at;
    minutes sum{0};
    if (here().kind != Kind::number) return expected("a number of minutes or hours", {});
    while (here().kind == Kind::number) {
      if (here().text.size() > 4) return fail_at(at, "at most 12 h are possible");
      int count = 0;
      for (const char digit : here().text) count = count * 10 + (digit - '0');
      ++next_;
      if (take_any({"min", "m", "mins", "minute", "minutes"}))
        sum += minutes(count);
      else if (take_any({"h", "hour", "hours"}))
        sum += std::chrono::hours(count);
      else
        return expected("min or h", {"min", "minutes", "hours"});
    }
    if (sum > kFarthest) return fail_at(at, "at most 12 h are possible");
    return sum;
  }

  /// "09:05, 11:10".
  Result<DayTimes> times() {
    DayTimes found;
    do {
      const ScheduleToken& token = here();
      if (token.kind != Kind::time) return expected("a time such as 18:00", {});
      found.push_back(SEOHAK_TRY(time_of(token)));
      ++next_;
    } while (take(","));
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
  }

  static Result<minutes> time_of(const ScheduleToken& token) {
    const std::size_t colon = token.text.find(':');
    const auto number = [](std::string_view digits) {
      return digits.size() > 2 || digits.empty() ? 99
             : digits.size() == 1                ? digits[0] - '0'
                                                 : (digits[0] - '0') * 10 + (digits[1] - '0');
    };
    const int hour = number(token.text.substr(0, colon));
    const int minute = number(token.text.substr(colon + 1));
    if (hour > 23 || minute > 59 || token.text.size() - colon != 3)
      return fail_at(token.at,
                     fmt::format("expected a time from 00:00 to 23:59, not \"{}\"", token.text));
    return std::chrono::hours(hour) + minutes(minute);
  }

  Result<TimeZone> zone() {
    constexpr std::string_view kWhat = "a time zone such as Asia/Seoul";
    if (here().kind != Kind::word) return expected(kWhat, {});
    auto found = TimeZone::find(here().text);
    if (!found) return fail_at(here().at, found.error().message);
    ++next_;
    return *found;
  }

  Result<StepRule> step() {
    const std::size_t at = here().at;
    StepRule rule;
    rule.step = SEOHAK_TRY(duration());
    if (rule.step < minutes(1)) return fail_at(at, "a step is at least 1 min");
    if (!take("in")) return expected("\"in us session\" or \"in kr session\"", {"in"});
    rule.market = SEOHAK_TRY(market());
    if (!take_any({"session", "sessions"})) return expected("session", {"session"});
    return rule;
  }

  Result<ScheduleRule> of_market() {
    const Market whose = SEOHAK_TRY(market());
    if (is("open") || is("close")) return edge(whose);
    if (take("business")) {
      if (!take_any({"days", "day"})) return expected("days", {"days"});
    } else if (!take_any({"sessions", "session"})) {
      return expected("open, close, sessions or business days",
                      {"open", "close", "sessions", "business"});
    }
    return ScheduleRule(SessionTimesRule{whose, SEOHAK_TRY(times())});
  }

  Result<ScheduleRule> edge(Market whose) {
    EdgeRule rule{whose, is("open") ? EdgeRule::Edge::open : EdgeRule::Edge::close, {}};
    ++next_;
    const bool before = is("-");
    if (take_any({"+", "-"})) rule.offset = SEOHAK_TRY(duration()) * (before ? -1 : 1);
    return ScheduleRule(rule);
  }

  Result<DailyRule> daily() {
    DailyRule rule;
    rule.times = SEOHAK_TRY(times());
    rule.zone = SEOHAK_TRY(zone());
    rule.weekdays = take("weekdays");
    if (!rule.weekdays && !take("daily") && here().kind != Kind::end)
      return expected("daily or weekdays", {"daily", "weekdays"});
    return rule;
  }

  /// Fields of cron stand between blanks, whatever they hold.
  struct Part {
    std::string text;
    std::size_t at;
  };
  std::vector<Part> parts_behind_cron() const {
    std::vector<Part> parts;
    const std::string_view blanks = " \t\r\n";
    std::size_t at = tokens_.front().at - offset_ + tokens_.front().text.size();
    while ((at = text_.find_first_not_of(blanks, at)) != std::string_view::npos) {
      const std::size_t end = std::min(text_.find_first_of(blanks, at), text_.size());
      parts.push_back({std::string(text_.substr(at, end - at)), offset_ + at});
      at = end;
    }
    return parts;
  }

  Result<ScheduleRule> cron() const {
    const std::vector<Part> parts = parts_behind_cron();
    const std::size_t end = offset_ + text_.size();
    if (parts.empty())
      return fail_at(end, "expected five fields and a time zone: cron 5 9 * * 1-5 Asia/Seoul");
    auto fields = Cron::shortcut(to_lower(parts[0].text));
    const std::size_t zone_at = fields ? 1 : 5;
    if (!fields && parts[0].text.starts_with('@'))
      return fail_at(parts[0].at,
                     fmt::format("expected @hourly, @daily, @weekly, @monthly or @yearly, not "
                                 "\"{}\"",
                                 parts[0].text));
    if (!fields) {
      fields.emplace();
      for (std::size_t i = 0; i < 5; ++i) {
        if (i >= parts.size())
          return fail_at(end, fmt::format("cron has five fields and a time zone; {} are here", i));
        const auto checked = parse_cron_field(static_cast<CronField>(i), parts[i].text);
        if (!checked) return fail_at(parts[i].at, checked.error().message);
        (*fields)[i] = parts[i].text;
      }
    }
    if (parts.size() <= zone_at) return fail_at(end, "expected a time zone such as Asia/Seoul");
    if (parts.size() > zone_at + 1)
      return fail_at(parts[zone_at + 1].at,
                     fmt::format("expected ; or the end, not \"{}\"", parts[zone_at + 1].text));
    auto zone = TimeZone::find(parts[zone_at].text);
    if (!zone) return fail_at(parts[zone_at].at, zone.error().message);
    auto made = Cron::make(*fields);
    if (!made) return fail_at(parts[0].at, made.error().message);
    return ScheduleRule(CronRule{std::move(*made), std::move(*zone)});
  }

  std::string_view text_;
  std::size_t offset_;
  std::vector<ScheduleToken> tokens_;
  std::size_t next_ = 0;
};

}  // namespace

Result<ScheduleRule> parse_schedule_rule(std::string_view text, std::size_t offset) {
  return RuleReader(text, offset).read();
}

}  // namespace seohak
