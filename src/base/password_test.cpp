#include "base/password.h"

#include <gmock/gmock.h>

namespace seohak {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

// From src/test.c of phc-winner-argon2 20190702, the reference: Argon2id version 19, two passes
// over 64 MiB, salt "somesalt".
constexpr const char* kReference =
    "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

TEST(Password, AgreesWithTheReference) {
  EXPECT_TRUE(verify_password(kReference, Secret("password")));
  EXPECT_FALSE(verify_password(kReference, Secret("Password")));
}

TEST(Password, IsHashedWithASaltAndVerified) {
  const Secret password("비밀번호여덟자 🙂");
  const auto hash = hash_password(password);
  ASSERT_TRUE(hash);
  EXPECT_THAT(*hash, StartsWith("$argon2id$v=19$m=65536,t=2,p=1$"));
  EXPECT_NE(*hash, *hash_password(password));
  EXPECT_TRUE(verify_password(*hash, password));
  EXPECT_FALSE(verify_password(*hash, Secret("비밀번호여덟자")));
  EXPECT_FALSE(verify_password(*hash, Secret("")));
}

TEST(Password, VerifiesNothingAgainstWhatIsNoHash) {
  EXPECT_TRUE(is_password_hash(kReference));
  for (const std::string& broken :
       {std::string(), std::string("hunter2hunter2"),
        std::string("$argon2id$v=19$m=65536,t=2,p=1$"),
        std::string("$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8"),
        std::string(200, 'x')}) {
    EXPECT_FALSE(is_password_hash(broken)) << broken;
    EXPECT_FALSE(verify_password(broken, Secret(broken)));
  }
}

TEST(Password, IsTakenWhenAPhoneCanTypeIt) {
  for (const std::string& good :
       {std::string("12345678"), std::string("여덟글자비밀번호"),
        std::string("correct horse battery staple"), std::string(1024, 'x')})
    EXPECT_TRUE(check_new_password(Secret(good))) << good;
  const auto why_not = [](std::string text) {
    const auto refused = check_new_password(Secret(std::move(text)));
    EXPECT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::bad_request);
    return refused.error().message;
  };
  EXPECT_THAT(why_not(""), HasSubstr("empty"));
  EXPECT_THAT(why_not("1234567"), HasSubstr("too short; use 8 characters"));
  EXPECT_THAT(why_not("일곱글자비밀번"), HasSubstr("too short"));
  EXPECT_THAT(why_not(std::string(1025, 'x')), HasSubstr("too long"));
  EXPECT_THAT(why_not("tab\tin it all"), HasSubstr("no keyboard"));
  EXPECT_THAT(why_not("latin1 \xe9\xe8 text"), HasSubstr("UTF-8"));
}

TEST(RandomToken, Has256BitsThatDiffer) {
  const Secret token = random_token();
  EXPECT_EQ(token.reveal().size(), 64U);
  EXPECT_EQ(token.reveal().find_first_not_of("0123456789abcdef"), std::string::npos);
  EXPECT_NE(token.reveal(), random_token().reveal());
}

}  // namespace
}  // namespace seohak
