#include "serve/login.h"

#include <fmt/format.h>
#include <simdjson.h>

#include "base/password.h"
#include "base/text.h"
#include "serve/ask.h"
#include "serve/guard.h"
#include "serve/json_writer.h"

namespace seohak {
namespace {

constexpr std::string_view kCookie = "seohak_session";
constexpr std::string_view kLogin = "/api/v1/login";
constexpr std::string_view kLogout = "/api/v1/logout";

/// The session's id among the cookies; empty when there is none.
std::string session_id(const WebRequest& request) {
  for (const std::string& cookie : split(request.header("Cookie").value_or(""), ';')) {
    if (cookie.starts_with(kCookie) && cookie.substr(kCookie.size()).starts_with('='))
      return cookie.substr(kCookie.size() + 1);
  }
  return {};
}

Result<Secret> password_of(const WebRequest& request) {
  simdjson::dom::parser parser;
  simdjson::dom::object root;
  std::string_view password;
  if (request.body.size() > 8 * kLongestPassword ||
      parser.parse(request.body).get(root) != simdjson::SUCCESS ||
      root["password"].get(password) != simdjson::SUCCESS) {
    return fail(Errc::bad_request, R"(the body must be a JSON object like {"password": "…"})");
  }
  return Secret(std::string(password));
}

Result<bool> everywhere_of(const WebRequest& request) {
  simdjson::dom::parser parser;
  simdjson::dom::object root;
  bool everywhere = false;
  if (parser.parse(request.body).get(root) == simdjson::SUCCESS) {
    const auto given = root["everywhere"].get(everywhere);
    if (given == simdjson::SUCCESS || given == simdjson::NO_SUCH_FIELD) return everywhere;
  }
  return fail(Errc::bad_request, R"(the body must be a JSON object like {"everywhere": false})");
}

bool needs_session(const WebRequest& request, const Router& router) {
  if (request.path == "/healthz" || request.path == kLogin) return false;
  return request.path.starts_with("/api/") || router.has_route(request);
}

WebResponse unauthorized(const WebRequest& request) {
  WebResponse response = error_response(
      {Errc::unauthorized, in_language(request, "log in first", "먼저 로그인하세요")});
  response.headers.push_back({"WWW-Authenticate", R"(Cookie realm="seohak")"});
  return response;
}

Error too_many(const WebRequest& request, Duration wait) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait);
  return {Errc::rate_limited,
          fmt::format(fmt::runtime(in_language(request, "too many attempts; try again in {} s",
                                               "시도가 너무 많습니다. {}초 뒤 다시 하세요")),
                      seconds.count()),
          seconds};
}

WebResponse answered(std::string data, std::string cookie) {
  WebResponse response = text_response(200, "application/json", std::move(data));
  response.headers.push_back({"Set-Cookie", std::move(cookie)});
  response.headers.push_back({"Cache-Control", "no-store"});
  return response;
}

}  // namespace

Login::Login(Parts parts) : parts_(std::move(parts)), limit_(parts_.rates) {}

void Login::add_routes(Router& router) {
  router.add("POST", kLogin, json_only([this](const WebRequest& request) {
               auto response = log_in(request);
               return response ? *std::move(response) : error_response(response.error());
             }));
  router.add("POST", kLogout, json_only([this](const WebRequest& request) {
               auto response = log_out(request);
               return response ? *std::move(response) : error_response(response.error());
             }));
}

Handler Login::required(const Router& router) {
  return [this, &router](const WebRequest& request) {
    const bool may = !needs_session(request, router) ||
                     parts_.sessions.use(session_id(request), parts_.password());
    return may ? router.handle(request) : unauthorized(request);
  };
}

std::string Login::cookie(const WebRequest& request, std::string_view id, Duration age) const {
  const bool secure = client_of(request, parts_.proxy).secure;
  return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age={}{}", kCookie, id,
                     std::chrono::floor<std::chrono::seconds>(age).count(),
                     secure ? "; Secure" : "");
}

Result<std::string> Login::check_password(const WebRequest& request, const Secret& password) {
  const std::unique_lock turn(checking_, std::try_to_lock);
  if (!turn) return fail(too_many(request, std::chrono::seconds(1)));
  const std::string peer = client_of(request, parts_.proxy).address;
  const Duration wait = limit_.take(peer, parts_.clock.steady_now());
  if (wait > Duration::zero()) return fail(too_many(request, wait));
  std::string hash = parts_.password();
  if (!verify_password(hash, password)) {
    return fail(Errc::unauthorized,
                in_language(request, "the password is wrong", "암호가 맞지 않습니다"));
  }
  limit_.forgive(peer);
  return hash;
}

Result<WebResponse> Login::log_in(const WebRequest& request) {
  const Secret password = SEOHAK_TRY(password_of(request));
  const Result<std::string> hash = check_password(request, password);
  parts_.metrics.count("seohak_logins_total",
                       {{"result", std::string(hash ? "ok" : to_string(hash.error().code))}});
  const Secret id = SEOHAK_TRY(parts_.sessions.begin(SEOHAK_TRY(hash)));
  const Duration lifetime = parts_.sessions.limits().lifetime;
  JsonWriter json;
  json.begin_object().key("data").begin_object();
  json.key("ends_at").text(format(parts_.clock.now() + lifetime)).end_object().end_object();
  return answered(json.take(), cookie(request, id.reveal(), lifetime));
}

Result<WebResponse> Login::log_out(const WebRequest& request) {
  const bool everywhere = SEOHAK_TRY(everywhere_of(request));
  SEOHAK_TRY(everywhere ? parts_.sessions.end_all() : parts_.sessions.end(session_id(request)));
  JsonWriter json;
  json.begin_object().key("data").begin_object();
  json.key("everywhere").boolean(everywhere).end_object().end_object();
  return answered(json.take(), cookie(request, "", Duration::zero()));
}

void add_no_login(Router& router) {
  for (const std::string_view path : {kLogin, kLogout})
    router.add("POST", path, [](const WebRequest& request) {
      return error_response(
          {Errc::not_found, in_language(request, "this server asks for no password",
                                        "이 서버는 암호를 묻지 않습니다")});
    });
}

}  // namespace seohak
