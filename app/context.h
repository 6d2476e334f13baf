#pragma once

#include <cstdio>
#include <memory>
#include <stop_token>
#include <string>

#include "arguments.h"
#include "base/config.h"
#include "base/home.h"

namespace seohak {

/// What every command starts from: words, settings, home and where to speak.
struct Context {
  Arguments arguments;
  Config config;
  Home home;
  Lang lang = Lang::en;
  bool color = false;     ///< stderr is a terminal that wants colours
  bool progress = false;  ///< stderr is a terminal and not --quiet
  std::stop_token stop;   ///< requested by SIGINT and SIGTERM

  std::string_view say(const Text& text) const { return text.in(lang); }
};

/// Settings by flags, environment and files; profile and home checked, nothing created.
/// Errors: bad_config, bad_request.
Result<Context> make_context(Arguments arguments, std::stop_token stop);

/// Writes all of the text at once, never throws. False when it could not be written.
bool put(std::FILE* stream, std::string_view text);
/// A line to stderr, unless --quiet.
void note(const Context& context, std::string_view line);
/// A failure to stderr: "seohak: message", with what to do next when the kind suggests it. With
/// --json also `{"error":{"code","message"}}` on stdout. Returns the exit code.
int report(const Context& context, const Error& error);

}  // namespace seohak
