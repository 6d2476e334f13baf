#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "serve/api.h"
#include "serve/evidence.h"
#include "serve/table_view.h"

namespace seohak {

/// Values of a tile's parameters by name.
using EvidenceValues = std::map<std::string, std::string, std::less<>>;

/// A statement of the evidence catalogue with its values.
struct BoundStatement {
  std::string sql;                  ///< `?` where the values go; what is run
  std::vector<std::string> values;  ///< in order of the `?`
  std::string shown;                ///< the values written out, for people to run themselves
};

/// Puts the values in place of `@name`; `@day` is a DATE. Aborts on a name without a value: the
/// statements are our own.
BoundStatement bind_statement(std::string_view sql, const EvidenceValues& values);

/// The values a request gives to the parameters of a tile, or what stands for them; the day is the
/// newest that it has rows of, up to the one asked for. Errors: not_found (no day yet), those
/// of the warehouse.
Result<EvidenceValues> evidence_values(const ApiContext& context, const WebRequest& request,
                                       const Evidence& evidence);

/// Rows of a bound statement.
Result<TableView> ask_bound(const ApiContext& context, const BoundStatement& statement);

}  // namespace seohak
