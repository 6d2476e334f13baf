// The DDL of every table, for tests/models/run_postgres.py to run on a real server.
#include <cstdlib>
#include <fstream>
#include <set>

#include <gmock/gmock.h>

#include "load/ddl.h"
#include "load/test_warehouse.h"

namespace seohak {
namespace {

TEST(DdlPostgres, HasAStatementForEveryTable) {
  const char* file = std::getenv("SEOHAK_TEST_DDL_FILE");
  std::ofstream out(file != nullptr ? file : "/dev/null");
  std::set<std::string> names;
  for (const char* folder : {"raw_data", "meta", "analytics"}) {
    const auto schemas = table_schemas(embedded_models(), folder);
    ASSERT_THAT(schemas, test::succeeds());
    EXPECT_FALSE(schemas->empty()) << folder;
    for (const TableSchema& schema : *schemas) {
      EXPECT_TRUE(names.insert(schema.name).second) << schema.name << " is there twice";
      out << "-- " << schema.name << "\n" << postgres_ddl(schema) << ";\n";
    }
  }
  ASSERT_TRUE(out.flush());
}

}  // namespace
}  // namespace seohak
