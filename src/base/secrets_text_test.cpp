#include "base/secrets_text.h"

#include <gmock/gmock.h>

namespace seohak {
namespace {

constexpr const char* kHash = "$argon2id$v=19$m=65536,t=2,p=1$c2FsdA$aGFzaA";

std::string set_in(const std::string& text) {
  const auto changed = with_secret(text, "serve", "password_hash", Secret(kHash));
  EXPECT_TRUE(changed) << text;
  return changed.value_or("");
}

TEST(SecretsText, BeginsAFile) {
  EXPECT_EQ(set_in(""), std::string("[serve]\npassword_hash = \"") + kHash + "\"\n");
}

TEST(SecretsText, KeepsOtherEntriesAndComments) {
  const std::string other = "# keys of mine\n[sources.eximbank]\nkey = \"abc\"  # free of charge";
  EXPECT_EQ(set_in(other), other + "\n\n[serve]\npassword_hash = \"" + std::string(kHash) + "\"\n");
}

TEST(SecretsText, ReplacesWhatWasSet) {
  const std::string before = "[serve]\n# of the phone\n";
  const std::string after = "\n[sources.eximbank]\nkey = \"abc\"\n";
  EXPECT_EQ(set_in(before + "password_hash = \"old\" # was\n" + after),
            before + "password_hash = \"" + kHash + "\"\n" + after);
  EXPECT_EQ(set_in(before + "password_hash = \"\"\"\nold\"\"\"\n" + after),
            before + "password_hash = \"" + kHash + "\"\n" + after);
}

TEST(SecretsText, AddsToATableThatIsThere) {
  EXPECT_EQ(set_in("[serve]\n# nothing yet\n[sources.eximbank]\nkey = \"abc\"\n"),
            std::string("[serve]\npassword_hash = \"") + kHash +
                "\"\n# nothing yet\n[sources.eximbank]\nkey = \"abc\"\n");
}

TEST(SecretsText, RefusesWhatItWouldBreak) {
  for (const char* odd : {"serve = { password_hash = \"old\", x = 1 }\n", "serve.x = 1\n",
                          "serve = 1\n", "[[serve]]\n", "not TOML"}) {
    const auto refused = with_secret(odd, "serve", "password_hash", Secret(kHash));
    ASSERT_FALSE(refused) << odd << *refused;
    EXPECT_EQ(refused.error().code, Errc::bad_config);
  }
}

}  // namespace
}  // namespace seohak
