#pragma once

#include "context.h"

namespace seohak {

/// One function a command; each returns the process's exit code and speaks through `context`.
int command_run(const Context& context);
int command_task(const Context& context);
int command_backfill(const Context& context);
int command_serve(const Context& context);
int command_query(const Context& context);
int command_replay(const Context& context);
int command_runs(const Context& context);
int command_logs(const Context& context);
int command_retry(const Context& context);
int command_cancel(const Context& context);
int command_mark(const Context& context);
int command_pause(const Context& context);
int command_resume(const Context& context);
int command_schedule(const Context& context);
int command_sources(const Context& context);
int command_models(const Context& context);
int command_doctor(const Context& context);
int command_init(const Context& context);
int command_completion(const Context& context);

}  // namespace seohak
