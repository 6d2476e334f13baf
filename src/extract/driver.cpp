#include "extract/driver.h"

#include <mutex>
#include <utility>

#include "extract/drive_run.h"
#include "extract/drive_state.h"

namespace seohak {

class Driver::Impl {
 public:
  Impl(DriverOptions options, const Clock& clock, Metrics& metrics)
      : state(std::move(options), clock, metrics) {}
  std::mutex running;  // one run at a time: held for all of it
  DriveState state;    // guarded by running
};

Driver::Driver(DriverOptions options, const Clock& clock, Metrics& metrics)
    : impl_(std::make_unique<Impl>(std::move(options), clock, metrics)) {}

Driver::~Driver() = default;

Result<DriveReport> Driver::run(const Connector& connector, std::vector<Call> calls,
                                const AnswerHandler& handler, const DriveProgress& progress,
                                std::stop_token stop) {
  const std::lock_guard lock(impl_->running);
  SEOHAK_TRY(impl_->state.open_http());
  DriveRun run(impl_->state, connector, handler, progress);
  return run.run(std::move(calls), std::move(stop));
}

}  // namespace seohak
