#include "dry_setup.h"

namespace seohak {

Result<std::unique_ptr<DrySetup>> DrySetup::open(const Context& context) {
  auto setup = std::make_unique<DrySetup>();
  setup->profile_ = SEOHAK_TRY(Profile::open(context));
  setup->landing_ =
      SEOHAK_TRY(Landing::open(landing_url(context, setup->profile_->config()), *context.wall));
  setup->planner_ = std::make_unique<CallPlanner>(setup->profile_->planner(*setup->landing_));
  return setup;
}

}  // namespace seohak
