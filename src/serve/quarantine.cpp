#include <fmt/format.h>

#include "serve/ask.h"
#include "serve/resources.h"

namespace seohak {

Result<ApiAnswer> quarantine_resource(const ApiContext& context, const WebRequest& request) {
  const int limit = integer_parameter(request, "limit", 100);
  const int offset = integer_parameter(request, "offset", 0);
  const TableView view = SEOHAK_TRY(
      ask(context.warehouse,
          fmt::format("SELECT table_name, source, fetched_at, reason, row_text, load_id, record "
                      "FROM raw_data.quarantine "
                      "ORDER BY fetched_at DESC, load_id, record, row_no LIMIT {} OFFSET {}",
                      limit, offset)));
  ApiAnswer answer;
  answer.sources = view.distinct("source");
  answer.as_of_table = "raw_data.quarantine";
  view.write_rows(answer.data);
  return answer;
}

}  // namespace seohak
