#pragma once

#include <string>

#include "dag/schedule.h"

namespace seohak {

/// A schedule as people say it, in both languages.
struct ScheduleWords {
  std::string en;  ///< "20 minutes after the US close"
  std::string ko;  ///< "미국 장 마감 20분 뒤"
};
ScheduleWords explain(const Schedule& schedule);
ScheduleWords explain(const ScheduleRule& rule);

/// "1 hour 30 minutes", "1시간 30분".
ScheduleWords length_words(std::chrono::minutes length);

/// The fields of cron: "at 09:05, Monday to Friday".
ScheduleWords explain(const Cron& cron);

}  // namespace seohak
