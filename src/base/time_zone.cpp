#include "base/time_zone.h"

#include <date/tz.h>
#include <fmt/core.h>

#include "base/check.h"
#include "base/text.h"

namespace seohak {
namespace {

namespace chrono = std::chrono;

constexpr std::string_view kUtc = "Etc/UTC";

/// nullptr when the name is not known, or there is no zone database on this machine.
const date::time_zone* find_rules(std::string_view name) {
  try {
    return date::locate_zone(std::string(name));
  } catch (const std::exception&) {
    return nullptr;
  }
}

const date::time_zone* rules_of(Zone zone) {
  if (zone == Zone::utc) return nullptr;
  const date::time_zone* found = find_rules(zone_name(zone));
  if (found == nullptr) detail::check_failed("tzdata is installed", __FILE__, __LINE__);
  return found;
}

Instant in_micros(chrono::sys_seconds instant) {
  return chrono::time_point_cast<chrono::microseconds>(instant);
}

}  // namespace

TimeZone::TimeZone(const date::time_zone* rules, std::string name)
    : rules_(rules), name_(std::move(name)) {}

TimeZone::TimeZone() : TimeZone(nullptr, std::string(kUtc)) {}

TimeZone::TimeZone(Zone zone) : TimeZone(rules_of(zone), std::string(zone_name(zone))) {}

Result<TimeZone> TimeZone::find(std::string_view name) {
  if (name == kUtc) return TimeZone();
  if (const date::time_zone* rules = find_rules(name)) return TimeZone(rules, std::string(name));
  const std::string near = nearest_name(name);
  return fail(Errc::bad_request,
              fmt::format("\"{}\" is not a time zone{}", name,
                          near.empty() ? "; use a name such as Asia/Seoul"
                                       : fmt::format("; did you mean {}?", near)));
}

std::string TimeZone::nearest_name(std::string_view word) {
  std::vector<std::string> names;
  try {
    for (const date::time_zone& zone : date::get_tzdb().zones) names.push_back(zone.name());
  } catch (const std::exception&) {
    return "";
  }
  // Case is the usual slip: words are compared without it.
  const std::string lower = to_lower(word);
  std::vector<std::string> folded;
  folded.reserve(names.size());
  for (const std::string& name : names) folded.push_back(to_lower(name));
  const std::vector<std::string_view> candidates(folded.begin(), folded.end());
  const std::string_view near = nearest(lower, candidates);
  for (std::size_t i = 0; i < folded.size(); ++i)
    if (folded[i] == near) return names[i];
  return "";
}

ZoneStretch TimeZone::stretch_at(Instant instant) const {
  if (rules_ == nullptr)
    return {{Instant(chrono::sys_days(chrono::year::min() / 1 / 1)),
             Instant(chrono::sys_days(chrono::year::max() / 12 / 31))},
            {}};
  const auto info = rules_->get_info(chrono::floor<chrono::seconds>(instant));
  return {{in_micros(info.begin), in_micros(info.end)}, info.offset};
}

Instant TimeZone::local(Instant instant) const { return instant + stretch_at(instant).offset; }

PlainDay TimeZone::day(Instant instant) const {
  return {chrono::floor<chrono::days>(local(instant))};
}

Instant TimeZone::at(PlainDay day, chrono::seconds time) const {
  if (rules_ == nullptr) return Instant(day.date) + time;
  const date::local_seconds local(day.date.time_since_epoch() + time);
  return in_micros(rules_->to_sys(local, date::choose::earliest));
}

std::string format_local(const TimeZone& zone, Instant instant) {
  const Instant local = zone.local(instant);
  const auto day = chrono::floor<chrono::days>(local);
  const chrono::hh_mm_ss time(local - day);
  return fmt::format("{} {:02}:{:02}", format_day(day), time.hours().count(),
                     time.minutes().count());
}

}  // namespace seohak
