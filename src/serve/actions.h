#pragma once

#include <span>
#include <string_view>

#include "serve/api.h"
#include "serve/request_body.h"
#include "serve/run_control.h"

namespace seohak {

/// Does what a request asks for; JSON of the answer's `data`.
using Act = Result<JsonWriter> (*)(RunControl& control, const WebRequest& request,
                                   const RequestBody& body);

/// One POST of /api/v1 that changes what runs, for the router and the OpenAPI document.
struct ActionRoute {
  std::string_view path;  ///< below /api/v1
  Act act;
  int status;  ///< of the answer: 200, 202 when it goes on behind it
  std::string_view summary;
  std::string_view takes;  ///< members of the body; see parameters.h
  std::string_view gives;  ///< the shape of `data`; see openapi.h
};
/// All of them, in the order of the document.
std::span<const ActionRoute> action_routes();

/// Checks a request, lets it act, tells open pages by the event `runs`, and answers {"data"}. A
/// body that is not said to be JSON is 415. Context and route outlive the handler.
Handler action_handler(const ApiContext& context, const ActionRoute& route);

}  // namespace seohak
