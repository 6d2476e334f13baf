#pragma once

#include <memory>

#include "engine.h"

namespace seohak {

/// What a dry run needs to plan calls. Opens no warehouse and asks nothing.
class DrySetup {
 public:
  /// Errors: those of Profile and of the landing.
  static Result<std::unique_ptr<DrySetup>> open(const Context& context);
  const Profile& profile() const { return *profile_; }
  const CallPlanner& planner() const { return *planner_; }

 private:
  std::unique_ptr<Profile> profile_;
  std::unique_ptr<Landing> landing_;
  std::unique_ptr<CallPlanner> planner_;
};

}  // namespace seohak
