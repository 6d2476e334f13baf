#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <tl/expected.hpp>

namespace seohak {

/// Kinds of failure. The kind decides the exit code, the HTTP status and whether a retry helps.
enum class Errc {
  bad_request,   ///< the caller's words are wrong; exit 2, HTTP 400
  bad_config,    ///< a setting is wrong; exit 2
  unauthorized,  ///< a key is missing, wrong or expired; final
  forbidden,     ///< refused on purpose (Host, Origin, permissions); final
  not_found,     ///< the thing does not exist; final
  refused,       ///< the source refuses this client (418, 403); final until something changes
  drifted,       ///< the answer has another shape than the source's documented format; final
  bad_data,      ///< a stored file or row is damaged; final
  rate_limited,  ///< the source asks to wait; retry helps
  timeout,       ///< no answer in time; retry helps
  unavailable,   ///< connection cut, 5xx, breaker open; retry helps
  busy,          ///< another process holds what is needed; retry helps
  no_space,      ///< the disk is full; retry helps once there is room
  io,            ///< reading or writing failed; retry helps
  cancelled,     ///< stopped on request; retry helps
  internal,      ///< a defect of ours; final
};

/// The name used in JSON, logs and metrics, e.g. "rate_limited".
std::string_view to_string(Errc code);

/// Whether trying again later, with nothing else changed, can succeed.
bool is_retryable(Errc code);

/// Process exit code of a failure: 2 usage, 75 a retry helps, 130 cancelled, 1 final.
int exit_code(Errc code);

/// Why something failed. `message` reads outermost context first: "load raw_data.x: eximbank: …".
struct Error {
  Errc code = Errc::internal;
  std::string message;
  std::optional<std::chrono::seconds> retry_after = std::nullopt;
};

/// `context` + ": " in front of the message; everything else kept.
Error with_context(std::string_view context, Error error);

/// Value or Error. Must be looked at. Build a failure with `fail(...)`.
template <typename T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using tl::expected<T, Error>::expected;

  /// The same result with `context: ` in front of a failure's message.
  Result context(std::string_view what) && {
    if (this->has_value()) return std::move(*this);
    return tl::make_unexpected(with_context(what, std::move(this->error())));
  }
};

/// A failure for any Result<T>: `return fail(Errc::not_found, "no such run");`
inline tl::unexpected<Error> fail(Errc code, std::string message) {
  return tl::make_unexpected(Error{code, std::move(message), std::nullopt});
}
inline tl::unexpected<Error> fail(Error error) { return tl::make_unexpected(std::move(error)); }

namespace detail {
template <typename T>
T unwrap(Result<T>&& result) {
  return std::move(*result);
}
inline void unwrap(Result<void>&&) {}
}  // namespace detail

/// The value of a Result expression; on failure returns the failure from the calling function.
/// A GNU statement expression, so that it can stand inside an expression, another SEOHAK_TRY too.
#define SEOHAK_TRY(expression) SEOHAK_TRY_COUNTED(expression, __COUNTER__)
#define SEOHAK_TRY_COUNTED(expression, number) SEOHAK_TRY_NUMBERED(expression, number)
#define SEOHAK_TRY_NUMBERED(expression, number)                      \
  __extension__({                                                    \
    auto seohak_try_##number = (expression);                         \
    if (!seohak_try_##number.has_value()) [[unlikely]]               \
      return ::seohak::fail(std::move(seohak_try_##number.error())); \
    ::seohak::detail::unwrap(std::move(seohak_try_##number));        \
  })

}  // namespace seohak
