#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"

namespace seohak {

/// Shortest password that is taken, in characters, and the longest, in bytes.
constexpr std::size_t kShortestPassword = 8;
constexpr std::size_t kLongestPassword = 1024;

/// Whether a new password is one: UTF-8 of a fitting length that a keyboard can type. Errors:
/// bad_request, with what is wrong.
Result<void> check_new_password(const Secret& password);

/// Argon2id of the password with a salt of its own, as the text that `verify_password` takes:
/// "$argon2id$v=19$m=65536,t=2,p=1$…". Takes 64 MiB for about a tenth of a second. Thread-safe.
/// Errors: busy (no memory).
Result<std::string> hash_password(const Secret& password);

/// Whether the text is a hash that `hash_password` made, or another Argon2id hash.
bool is_password_hash(std::string_view text);

/// Whether the hash is that of the password; false for what is no hash. As costly as the hash says
/// (see `hash_password`), whatever the password. Thread-safe.
bool verify_password(const std::string& hash, const Secret& password);

/// 256 random bits as 64 lower-case hex digits. Thread-safe.
Secret random_token();

}  // namespace seohak
