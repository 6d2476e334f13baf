#include "client/http_error.h"

#include <cerrno>

#include <curl/curl.h>
#include <fmt/core.h>

namespace seohak {
namespace {

Error error(Errc code, std::string message) { return Error{code, std::move(message)}; }

Error connect_error(const TransferFailure& failure) {
  switch (failure.os_errno) {
    case ECONNREFUSED:
      return error(Errc::unavailable,
                   fmt::format("connection refused at {}; is the network up?", failure.authority));
    case ENETUNREACH:
    case EHOSTUNREACH:
      return error(Errc::unavailable,
                   fmt::format("no route to {}; is the network up?", failure.authority));
    default:
      return error(Errc::unavailable,
                   fmt::format("cannot connect to {}; is the network up?", failure.authority));
  }
}

Error timeout_error(const TransferFailure& failure) {
  if (!failure.connected) {
    const auto limit = std::min(failure.connect_timeout, failure.timeout);
    return error(Errc::timeout,
                 fmt::format("no connection to {} within {} s; is the network up?",
                             failure.authority, static_cast<double>(limit.count()) / 1000.0));
  }
  return error(
      Errc::timeout,
      fmt::format("no complete answer from {} within {} s ({} bytes came)", failure.authority,
                  static_cast<double>(failure.timeout.count()) / 1000.0, failure.received));
}

Error certificate_error(const TransferFailure& failure) {
  return error(Errc::refused,
               fmt::format("the certificate of {} is not trusted ({}); if its authority is "
                           "missing here, name a PEM file with it in http.ca_bundle",
                           failure.authority,
                           failure.tls_reason.empty() ? "unknown reason" : failure.tls_reason));
}

Error body_error(const TransferFailure& failure) {
  if (failure.body_too_big) {
    return error(Errc::drifted, fmt::format("the answer of {} is larger than {} bytes; not read on",
                                            failure.shown, failure.max_body_bytes));
  }
  return error(Errc::unavailable, fmt::format("the answer of {} cannot be decoded after {} bytes",
                                              failure.authority, failure.received));
}

}  // namespace

Error transfer_error(const TransferFailure& failure) {
  switch (failure.curl_code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return error(
          Errc::unavailable,
          fmt::format("cannot find the address of {}; is the network up?", failure.authority));
    case CURLE_COULDNT_CONNECT: return connect_error(failure);
    case CURLE_OPERATION_TIMEDOUT: return timeout_error(failure);
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR: return certificate_error(failure);
    case CURLE_SSL_CACERT_BADFILE:
      return error(Errc::bad_config, "http.ca_bundle: its certificates cannot be read as PEM");
    case CURLE_WRITE_ERROR:
    case CURLE_BAD_CONTENT_ENCODING: return body_error(failure);
    case CURLE_URL_MALFORMAT:
      return error(Errc::bad_config, fmt::format("{} is not a URL that can be fetched; check the "
                                                 "source's endpoints in the settings",
                                                 failure.shown));
    case CURLE_FILE_COULDNT_READ_FILE:
      return error(Errc::not_found,
                   fmt::format("cannot read {}; does the file exist?", failure.shown));
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      return error(Errc::unavailable, fmt::format("{} cut the connection after {} bytes",
                                                  failure.authority, failure.received));
    default:
      return error(Errc::unavailable,
                   fmt::format("exchange with {} failed: {}", failure.authority,
                               curl_easy_strerror(static_cast<CURLcode>(failure.curl_code))));
  }
}

}  // namespace seohak
