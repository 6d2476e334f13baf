#include "base/password.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <sodium.h>

#include "base/check.h"
#include "base/text.h"

namespace seohak {
namespace {

/// Any number of times, from any thread.
void start_sodium() { SEOHAK_CHECK(sodium_init() >= 0); }

/// Characters of UTF-8 text.
std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

}  // namespace

Result<void> check_new_password(const Secret& password) {
  const std::string& text = password.reveal();
  if (text.empty()) return fail(Errc::bad_request, "the password is empty");
  if (!is_utf8(text)) return fail(Errc::bad_request, "the password is not UTF-8 text");
  if (std::any_of(text.begin(), text.end(),
                  [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }))
    return fail(Errc::bad_request, "the password holds a character that no keyboard types");
  if (count_characters(text) < kShortestPassword)
    return fail(Errc::bad_request, fmt::format("the password is too short; use {} characters or "
                                               "more",
                                               kShortestPassword));
  if (text.size() > kLongestPassword)
    return fail(Errc::bad_request,
                fmt::format("the password is too long; use {} bytes or less", kLongestPassword));
  return {};
}

Result<std::string> hash_password(const Secret& password) {
  start_sodium();
  std::array<char, crypto_pwhash_argon2id_STRBYTES> hash{};
  const std::string& text = password.reveal();
  if (crypto_pwhash_argon2id_str(hash.data(), text.data(), text.size(),
                                 crypto_pwhash_argon2id_OPSLIMIT_INTERACTIVE,
                                 crypto_pwhash_argon2id_MEMLIMIT_INTERACTIVE) != 0)
    return fail(Errc::busy, "there is not enough memory to check a password; try again later");
  return std::string(hash.data());
}

bool is_password_hash(std::string_view text) {
  start_sodium();
  // Its answer is -1 for what it cannot read, else whether the costs differ from these.
  return text.size() < crypto_pwhash_argon2id_STRBYTES &&
         crypto_pwhash_argon2id_str_needs_rehash(std::string(text).c_str(),
                                                 crypto_pwhash_argon2id_OPSLIMIT_INTERACTIVE,
                                                 crypto_pwhash_argon2id_MEMLIMIT_INTERACTIVE) >= 0;
}

bool verify_password(const std::string& hash, const Secret& password) {
  start_sodium();
  const std::string& text = password.reveal();
  return is_password_hash(hash) &&
         crypto_pwhash_argon2id_str_verify(hash.c_str(), text.data(), text.size()) == 0;
}

Secret random_token() {
  start_sodium();
  constexpr std::size_t kBytes = 32;
  std::array<unsigned char, kBytes> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  std::array<char, 2 * kBytes + 1> hex{};
  sodium_bin2hex(hex.data(), hex.size(), bytes.data(), bytes.size());
  return Secret(std::string(hex.data()));
}

}  // namespace seohak
