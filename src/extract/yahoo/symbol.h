#pragma once

#include <string>
#include <string_view>

namespace seohak {

/// Nasdaq's spelling of a symbol -> Yahoo's: "BRK/B" -> "BRK-B", "ABR^D" -> "ABR-PD", "AXIA^" ->
/// "AXIA-P", "RAC/WS" -> "RAC-WT", "RAC/U" -> "RAC-UN". Others stay as they are.
std::string yahoo_symbol(std::string_view symbol);

/// The inverse: "BRK-B" -> "BRK/B". Indices ("^GSPC"), currencies ("KRW=X") and others stay.
std::string nasdaq_symbol(std::string_view yahoo);

}  // namespace seohak
