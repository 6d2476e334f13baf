#include "base/config.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace seohak {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class ConfigTest : public testing::Test {
 protected:
  ConfigTest() { fs::create_directories(directory_); }
  ~ConfigTest() override { fs::remove_all(directory_); }
  fs::path write(const std::string& name, const std::string& text,
                 fs::perms mode = fs::perms::owner_read | fs::perms::owner_write) {
    const fs::path path = directory_ / name;
    std::ofstream(path) << text;
    fs::permissions(path, mode);
    return path;
  }
  static std::string error(const ConfigSources& sources) {
    const auto config = Config::load(sources);
    if (config) return "";
    EXPECT_EQ(config.error().code, Errc::bad_config);
    return config.error().message;
  }
  fs::path directory_ =
      fs::path(testing::TempDir()) / testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(ConfigTest, FlagBeatsEnvironmentBeatsProjectBeatsUser) {
  ConfigSources sources;
  sources.user_file = write("user.toml", "[serve]\nlisten = 'user'\n[http]\nparallel = 1\n");
  EXPECT_EQ(Config::load(sources)->text("serve.listen"), "user");
  sources.project_file = write("project.toml", "[serve]\nlisten = 'project'\n");
  EXPECT_EQ(Config::load(sources)->text("serve.listen"), "project");
  sources.environment["SEOHAK__SERVE__LISTEN"] = "environment";
  EXPECT_EQ(Config::load(sources)->text("serve.listen"), "environment");
  sources.flags["serve.listen"] = "flag";
  const auto config = Config::load(sources);
  EXPECT_EQ(config->text("serve.listen"), "flag");
  EXPECT_EQ(config->origin("serve.listen"), "--serve.listen");
  EXPECT_EQ(config->integer("http.parallel"), 1);
  EXPECT_EQ(Config::defaults().text("serve.listen"), "127.0.0.1:8050");
}

TEST_F(ConfigTest, UnknownKeyNamesTheNearest) {
  ConfigSources sources;
  sources.user_file = write("user.toml", "[serve]\nlissen = 'x'\n");
  EXPECT_THAT(error(sources), HasSubstr("did you mean serve.listen?"));
  sources.user_file.reset();
  sources.environment["SEOHAK__SOURCES__EXIMBNK__KEY"] = "x";
  EXPECT_THAT(error(sources), HasSubstr("did you mean sources.eximbank.key?"));
}

TEST_F(ConfigTest, RefusesWrongTypesAndBrokenFiles) {
  ConfigSources sources;
  sources.user_file = write("user.toml", "[http]\nparallel = 'many'\n");
  EXPECT_THAT(error(sources), HasSubstr("http.parallel must be a whole number, not \"many\""));
  sources.user_file = write("user.toml", "[http]\nparallel = 0\n");
  EXPECT_THAT(error(sources), HasSubstr("http.parallel must be 1 to 1024, not 0"));
  sources.user_file = write("user.toml", "lang = 'kr'\n");
  EXPECT_THAT(error(sources), HasSubstr("lang must be ko or en, not \"kr\""));
  sources.user_file = write("user.toml", "[http\n");
  EXPECT_THAT(error(sources), HasSubstr("user.toml, line 1"));
  sources.explicit_file = directory_ / "missing.toml";
  EXPECT_THAT(error(sources), HasSubstr("there is no such file"));
}

TEST_F(ConfigTest, SecretsNeedAPrivateFile) {
  ConfigSources sources;
  const std::string text = "[sources.eximbank]\nkey = 'k3y'\n";
  sources.user_file = write("user.toml", text);
  EXPECT_THAT(error(sources), HasSubstr("is a secret"));
  sources.user_file.reset();
  sources.secrets_file = write("secrets.toml", text, fs::perms(0644));
  EXPECT_THAT(error(sources), HasSubstr("chmod 600"));
  sources.secrets_file = write("secrets.toml", text);
  const auto config = Config::load(sources);
  EXPECT_EQ(config->secret("sources.eximbank.key").reveal(), "k3y");
  EXPECT_EQ(fmt::format("{}", config->secret("sources.eximbank.key")), "***");
}

TEST_F(ConfigTest, ReadsFileMappings) {
  ConfigSources sources;
  sources.user_file = write("user.toml",
                            "[[sources.file.mapping]]\nname = 'fg'\ntable = 'raw_data.x'\n"
                            "[sources.file.mapping.columns]\nscore = 'Fear Greed'\n");
  const auto config = Config::load(sources);
  ASSERT_TRUE(config) << config.error().message;
  ASSERT_EQ(config->mappings().size(), 1U);
  EXPECT_EQ(config->mappings()[0].values.at("table"), "raw_data.x");
  EXPECT_EQ(config->mappings()[0].columns.at("score"), "Fear Greed");
}

TEST_F(ConfigTest, GivesTheMappingsOfAFileTheirAddress) {
  const fs::path file = write("mappings.toml", "[[sources.file.mapping]]\nname = 'fg'\n");
  const auto config = Config::defaults().with_mappings(file, "recordings:///files");
  ASSERT_TRUE(config) << config.error().message;
  ASSERT_EQ(config->mappings().size(), 1U);
  EXPECT_EQ(config->mappings()[0].address, "recordings:///files");
  const fs::path other = write("more.toml", "lang = 'ko'\n");
  EXPECT_THAT(Config::defaults().with_mappings(other, "").error().message,
              HasSubstr("lang has no place among mappings"));
}

TEST_F(ConfigTest, ReadsListsFromArraysAndText) {
  ConfigSources sources;
  EXPECT_TRUE(Config::defaults().list("calendar.closures").empty());
  sources.user_file = write("user.toml", "[calendar]\nclosures = ['XNYS 2026-12-09', 'KR x']\n");
  const std::vector<std::string> both{"XNYS 2026-12-09", "KR x"};
  EXPECT_EQ(Config::load(sources)->list("calendar.closures"), both);
  sources.environment["SEOHAK__CALENDAR__CLOSURES"] = " XNYS 2026-12-09 ,KR x,";
  EXPECT_EQ(Config::load(sources)->list("calendar.closures"), both);
  sources.user_file = write("user.toml", "[calendar]\nclosures = [20261209]\n");
  EXPECT_THAT(error(sources), HasSubstr("calendar.closures must be a list of texts"));
  sources.user_file = write("user.toml", "[serve]\nlisten = ['a']\n");
  EXPECT_THAT(error(sources), HasSubstr("serve.listen must not be a list"));
}

TEST_F(ConfigTest, EndpointMustBeTheAddressOfAHost) {
  ConfigSources sources;
  for (const std::string bad :
       {"www.ecb.europa.eu", "ftp://host", "https://", "http://:80", "http://host:port",
        "http://host:70000", "http://a b", "https://h?x"}) {
    sources.flags["sources.ecb.endpoints.www"] = bad;
    EXPECT_THAT(error(sources),
                HasSubstr("sources.ecb.endpoints.www must be the address of a host"))
        << bad;
  }
  for (const std::string good : {"https://www.ecb.europa.eu", "http://127.0.0.1:8080",
                                 "http://[::1]:80", "https://proxy.example/ecb"}) {
    sources.flags["sources.ecb.endpoints.www"] = good;
    EXPECT_EQ(error(sources), "") << good;
  }
}

}  // namespace
}  // namespace seohak
