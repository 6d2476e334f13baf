#include "base/korean_holidays.h"

#include <algorithm>
#include <array>

namespace seohak {
namespace {

namespace chrono = std::chrono;

/// Public holidays from Monday to Friday, as yyyymmdd. By the rules on public holidays of
/// government offices (관공서의 공휴일에 관한 규정) and the Act on Public Holidays; dates as in the
/// PyPI package holidays 0.109, checked against exchange_calendars' XKRX. Elections:
/// 2010-06-02, 2012-04-11, 2012-12-19, 2014-06-04, 2016-04-13, 2017-05-09, 2018-06-13, 2020-04-15,
/// 2022-03-09, 2022-06-01, 2024-04-10, 2025-06-03, 2026-06-03. Temporary: 2015-08-14, 2016-05-06,
/// 2017-10-02, 2020-08-17, 2023-10-02, 2024-10-01, 2025-01-27. Labour Day and Constitution Day
/// are public holidays since 2026.
// clang-format off
constexpr std::array kHolidays{
    20100101, 20100215, 20100301, 20100505, 20100521, 20100602, 20100921, 20100922, 20100923,
    20110202, 20110203, 20110204, 20110301, 20110505, 20110510, 20110606, 20110815, 20110912,
    20110913, 20111003,
    20120123, 20120124, 20120301, 20120411, 20120528, 20120606, 20120815, 20121001, 20121003,
    20121219, 20121225,
    20130101, 20130211, 20130301, 20130517, 20130606, 20130815, 20130918, 20130919, 20130920,
    20131003, 20131009, 20131225,
    20140101, 20140130, 20140131, 20140505, 20140506, 20140604, 20140606, 20140815, 20140908,
    20140909, 20140910, 20141003, 20141009, 20141225,
    20150101, 20150218, 20150219, 20150220, 20150505, 20150525, 20150814, 20150928, 20150929,
    20151009, 20151225,
    20160101, 20160208, 20160209, 20160210, 20160301, 20160413, 20160505, 20160506, 20160606,
    20160815, 20160914, 20160915, 20160916, 20161003,
    20170127, 20170130, 20170301, 20170503, 20170505, 20170509, 20170606, 20170815, 20171002,
    20171003, 20171004, 20171005, 20171006, 20171009, 20171225,
    20180101, 20180215, 20180216, 20180301, 20180507, 20180522, 20180606, 20180613, 20180815,
    20180924, 20180925, 20180926, 20181003, 20181009, 20181225,
    20190101, 20190204, 20190205, 20190206, 20190301, 20190506, 20190606, 20190815, 20190912,
    20190913, 20191003, 20191009, 20191225,
    20200101, 20200124, 20200127, 20200415, 20200430, 20200505, 20200817, 20200930, 20201001,
    20201002, 20201009, 20201225,
    20210101, 20210211, 20210212, 20210301, 20210505, 20210519, 20210816, 20210920, 20210921,
    20210922, 20211004, 20211011,
    20220131, 20220201, 20220202, 20220301, 20220309, 20220505, 20220601, 20220606, 20220815,
    20220909, 20220912, 20221003, 20221010,
    20230123, 20230124, 20230301, 20230505, 20230529, 20230606, 20230815, 20230928, 20230929,
    20231002, 20231003, 20231009, 20231225,
    20240101, 20240209, 20240212, 20240301, 20240410, 20240506, 20240515, 20240606, 20240815,
    20240916, 20240917, 20240918, 20241001, 20241003, 20241009, 20241225,
    20250101, 20250127, 20250128, 20250129, 20250130, 20250303, 20250505, 20250506, 20250603,
    20250606, 20250815, 20251003, 20251006, 20251007, 20251008, 20251009, 20251225,
    20260101, 20260216, 20260217, 20260218, 20260302, 20260501, 20260505, 20260525, 20260603,
    20260717, 20260817, 20260924, 20260925, 20261005, 20261009, 20261225,
    20270101, 20270208, 20270209, 20270301, 20270503, 20270505, 20270513, 20270719, 20270816,
    20270914, 20270915, 20270916, 20271004, 20271011, 20271227,
};
// clang-format on

int number_of(chrono::year_month_day date) {
  return static_cast<int>(date.year()) * 10000 +
         static_cast<int>(static_cast<unsigned>(date.month())) * 100 +
         static_cast<int>(static_cast<unsigned>(date.day()));
}

/// A holiday of the solar calendar; a substitute is the Monday after a weekend.
struct SolarHoliday {
  unsigned month;
  unsigned day;
  bool substituted;
};
constexpr std::array kSolar{SolarHoliday{1, 1, false}, SolarHoliday{3, 1, true},
                            SolarHoliday{5, 1, true},  SolarHoliday{5, 5, true},
                            SolarHoliday{6, 6, false}, SolarHoliday{7, 17, true},
                            SolarHoliday{8, 15, true}, SolarHoliday{10, 3, true},
                            SolarHoliday{10, 9, true}, SolarHoliday{12, 25, true}};

bool is_solar_holiday(chrono::year_month_day date) {
  const chrono::sys_days day(date);
  return std::any_of(kSolar.begin(), kSolar.end(), [&](const SolarHoliday& holiday) {
    const chrono::sys_days falls_on(date.year() / chrono::month(holiday.month) /
                                    chrono::day(holiday.day));
    if (falls_on == day) return true;
    const chrono::days past = day - falls_on;
    return holiday.substituted && chrono::weekday(day) == chrono::Monday && past.count() > 0 &&
           past.count() <= 2;
  });
}

}  // namespace

bool is_korean_holiday(PlainDay day) {
  const chrono::year_month_day date(day.date);
  const int year = static_cast<int>(date.year());
  if (!kKoreanHolidayYears.contains(year)) return is_solar_holiday(date);
  if (date.month() == chrono::May && date.day() == chrono::day(1)) return true;  // Labour Day
  return std::binary_search(kHolidays.begin(), kHolidays.end(), number_of(date));
}

}  // namespace seohak
