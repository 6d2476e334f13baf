#pragma once

#include <string>

#include "base/schema.h"

namespace seohak {

/// `CREATE TABLE IF NOT EXISTS` for DuckDB: columns in the header's order, NOT NULL where the
/// header does not say NULL, no keys (the loader and an audit keep them).
std::string duckdb_ddl(const TableSchema& schema);

/// The same for PostgreSQL 15 and later, with the grain as primary key when `primary_key`.
std::string postgres_ddl(const TableSchema& schema, bool primary_key = true);

}  // namespace seohak
