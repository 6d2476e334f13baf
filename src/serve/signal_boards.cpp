#include "serve/signal_boards.h"

namespace seohak {

Result<std::shared_ptr<const SignalBoard>> SignalBoards::get(const std::string& name,
                                                             std::int64_t version,
                                                             const Read& read) {
  constexpr std::size_t kMostBoards = 6;  // of 10,000 stocks: 6 MB each
  const std::lock_guard lock(mutex_);
  if (version > version_ || boards_.size() >= kMostBoards) boards_.clear();
  version_ = std::max(version, version_);
  const auto found = boards_.find(name);
  if (found != boards_.end()) return found->second;
  auto board = std::make_shared<const SignalBoard>(SEOHAK_TRY(read()));
  boards_.emplace(name, board);
  return board;
}

}  // namespace seohak
