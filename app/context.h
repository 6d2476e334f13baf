#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include "arguments.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/home.h"
#include "standard_streams.h"

namespace seohak {

/// What every command starts from: words, settings, home and where to speak.
struct Context {
  Arguments arguments;
  Config config;
  Home home;
  Lang lang = Lang::en;
  bool color = false;     ///< stderr is a terminal that wants colours
  bool progress = false;  ///< stderr is a terminal that can redraw, and not --quiet
  std::stop_token stop;   ///< requested by SIGINT and SIGTERM
  /// The machine's clock, or what stands for it. Never null.
  std::shared_ptr<const Clock> wall = std::make_shared<SystemClock>();

  std::string_view say(const Text& text) const { return text.in(lang); }
  template <typename... Args>
  requires(sizeof...(Args) > 0) std::string
      say(const FormatText<const std::type_identity_t<Args>&...>& text, const Args&... args)
  const { return seohak::say(lang, text, args...); }
};

/// Settings by flags, environment and files; profile and home checked, nothing created.
/// Errors: bad_config, bad_request.
Result<Context> make_context(Arguments arguments, std::stop_token stop);

/// A line to stderr, unless --quiet.
void note(const Context& context, std::string_view line);
/// A failure to stderr: "seohak: message". In Korean, a message that has no Korean of its own
/// stands behind the headline of its kind, with what to do in the next line. With --json also
/// `{"error":{"code","message"}}` on stdout. Returns the exit code.
int report(const Context& context, const Error& error);
/// The same for words that are the reader's already.
int refuse(const Context& context, Errc code, std::string_view words);

}  // namespace seohak
