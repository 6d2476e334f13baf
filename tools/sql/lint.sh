#!/usr/bin/env bash
# Checks models/ as Redshift would read it.
#   lint.sh [SQLFLUFF]      SQLFLUFF: path of the pinned one, default the one on PATH
# After sqlfluff it looks for words that sqlfluff's redshift dialect lets pass, but Redshift, DuckDB
# and PostgreSQL do not share.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
sqlfluff=${1:-sqlfluff}
failed=0

"$sqlfluff" lint --disable-progress-bar models/analytics models/raw_data || failed=1

words='\bFILTER[[:space:]]*\(|\bQUALIFY\b|\bRANGE[[:space:]]+BETWEEN\b|\bLATERAL\b|\bASOF\b|\bINTERVAL\b'
words+='|\bgenerate_series\b|\bDISTINCT[[:space:]]+ON\b|\bNULLS[[:space:]]+(FIRST|LAST)\b|::'
found=$(find models/analytics -name '*.sql' -print0 | sort -z |
  xargs -0 grep -nHiE "$words" | grep -vE '^[^:]+:[0-9]+:--' || true)
if [ -n "$found" ]; then
  printf 'not shared by Redshift, DuckDB and PostgreSQL:\n%s\n' "$found" >&2
  failed=1
fi
exit $failed
