#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "serve/signal_board.h"

namespace seohak {

/// The boards asked for lately, as the warehouse's newest version tells them: filters and pages of
/// one board are then found without it. Thread-safe.
class SignalBoards {
 public:
  using Read = std::function<Result<SignalBoard>()>;

  /// The board of that name at that version of the warehouse; `read` when it is not kept. One board
  /// is read at a time, the others wait. Errors: of `read`, which is asked again next time.
  Result<std::shared_ptr<const SignalBoard>> get(const std::string& name, std::int64_t version,
                                                 const Read& read);

 private:
  std::mutex mutex_;  ///< guards all below
  std::int64_t version_ = -1;
  std::map<std::string, std::shared_ptr<const SignalBoard>> boards_;  ///< shared with readers
};

}  // namespace seohak
