#include "serve/openapi.h"

#include <fmt/format.h>

#include "base/check.h"
#include "serve/actions.h"
#include "serve/api.h"
#include "serve/parameters.h"

namespace seohak {
namespace {

struct Scalar {
  std::string_view name;
  std::string_view type;
  std::string_view more;  ///< further members, with a leading comma
};
constexpr Scalar kScalars[] = {
    {"text", "string", ""},
    {"day", "string", R"(,"format":"date")"},
    {"instant", "string", R"(,"format":"date-time")"},
    {"decimal", "string", R"(,"pattern":"^-?[0-9]+(\\.[0-9]+)?$")"},
    {"number", "number", ""},
    {"integer", "integer", ""},
    {"boolean", "boolean", ""},
    {"run_state", "string",
     R"(,"enum":["queued","running","done","failed","cancelled","interrupted"])"},
    {"task_state", "string",
     R"(,"enum":["queued","running","done","failed","skipped","upstream_failed","cancelled",)"
     R"("interrupted"])"},
    {"counts", "object", R"(,"additionalProperties":{"type":"integer"})"},
};

/// Reads a shape front to back and builds its schema as text.
class ShapeReader {
 public:
  explicit ShapeReader(std::string_view text) : rest_(text) {}

  Result<std::string> read() {
    std::string schema;
    if (take('{')) {
      schema = SEOHAK_TRY(members());
    } else if (take('[')) {
      schema = R"({"type":"array","items":)" + SEOHAK_TRY(read()) + "}";
      if (!take(']')) return broken();
    } else {
      return take('=') ? choices() : scalar();
    }
    return take('?') ? R"({"oneOf":[)" + schema + R"(,{"type":"null"}]})" : schema;
  }
  bool at_end() const { return rest_.empty(); }
  tl::unexpected<Error> broken() const {
    return fail(Errc::internal, fmt::format("shape: cannot read \"{}\"", rest_));
  }

 private:
  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  std::string_view word() { return take_of("abcdefghijklmnopqrstuvwxyz0123456789_"); }
  std::string_view take_of(std::string_view characters) {
    const std::size_t size = std::min(rest_.find_first_not_of(characters), rest_.size());
    const std::string_view found = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return found;
  }
  Result<std::string> members() {
    std::string required;
    std::string properties;
    do {
      const std::string_view name = word();
      if (name.empty() || !take(':')) return broken();
      required += fmt::format("{}\"{}\"", required.empty() ? "" : ",", name);
      properties +=
          fmt::format("{}\"{}\":{}", properties.empty() ? "" : ",", name, SEOHAK_TRY(read()));
    } while (take(' '));
    if (!take('}')) return broken();
    return fmt::format(
        R"({{"type":"object","required":[{}],"additionalProperties":false,"properties":{{{}}}}})",
        required, properties);
  }
  Result<std::string> choices() {
    constexpr std::string_view kChoice =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    std::string list;
    do {
      const std::string_view one = take_of(kChoice);
      if (one.empty()) return broken();
      list += fmt::format("{}\"{}\"", list.empty() ? "" : ",", one);
    } while (take('|'));
    return take('?') ? fmt::format(R"({{"type":["string","null"],"enum":[{},null]}})", list)
                     : fmt::format(R"({{"type":"string","enum":[{}]}})", list);
  }
  Result<std::string> scalar() {
    const std::string_view name = word();
    for (const Scalar& one : kScalars) {
      if (one.name != name) continue;
      return take('?') ? fmt::format(R"({{"type":["{}","null"]{}}})", one.type, one.more)
                       : fmt::format(R"({{"type":"{}"{}}})", one.type, one.more);
    }
    return broken();
  }

  std::string_view rest_;
};

void write_parameter(std::string_view name, std::string_view place, std::string_view schema,
                     JsonWriter& json) {
  json.begin_object().key("name").text(name).key("in").text(place);
  json.key("required").boolean(place == "path").key("schema").raw(schema).end_object();
}

void write_query(std::string_view declaration, JsonWriter& json) {
  for (const ParameterRule& rule : parameter_rules(declaration)) {
    JsonWriter schema;
    write_schema(rule, schema);
    write_parameter(rule.name, "query", schema.view(), json);
  }
}

struct PathParameter {
  std::string_view name;
  std::string_view schema;
};
constexpr PathParameter kPathParameters[] = {
    {"currency", R"({"type":"string","pattern":"^[A-Z]{3}$"})"},
    {"symbol", R"({"type":"string","minLength":1})"},
    {"tile", R"({"type":"string","minLength":1})"},
    {"table", R"({"type":"string","minLength":1})"},
    {"load_id", R"({"type":"string","minLength":1})"},
    {"record", R"({"type":"integer","minimum":0})"},
    {"pipeline", R"({"type":"string","minLength":1})"},
    {"run", R"({"type":"string","minLength":1})"},
};

/// {names} of the path, then the query's.
void write_parameters(std::string_view path, std::string_view query, JsonWriter& json) {
  json.key("parameters").begin_array();
  for (const PathParameter& one : kPathParameters)
    if (path.find(fmt::format("{{{}}}", one.name)) != std::string_view::npos)
      write_parameter(one.name, "path", one.schema, json);
  write_query(query, json);
  json.end_array();
}

constexpr std::string_view kMeta = "{as_of:instant? profile:text sources:[text] follows:[text]}";

/// How any route can fail.
void write_failures(JsonWriter& json) {
  json.key("401").raw(R"({"$ref":"#/components/responses/Unauthorized"})");
  json.key("default").raw(R"({"$ref":"#/components/responses/Failure"})");
}

/// The schema of {"data", "meta"}.
void write_envelope(std::string_view shape, JsonWriter& json) {
  json.begin_object().key("type").text("object").key("required").raw(R"(["data","meta"])");
  json.key("properties").begin_object().key("data");
  SEOHAK_CHECK(write_schema(shape, json).has_value());
  json.key("meta").raw(R"({"$ref":"#/components/schemas/Meta"})").end_object().end_object();
}

void write_route(const ApiRoute& route, JsonWriter& json) {
  json.key(fmt::format("/api/v1{}", route.path)).begin_object().key("get").begin_object();
  json.key("summary").text(route.summary);
  write_parameters(route.path, route.parameters, json);
  json.key("responses").begin_object().key("200").begin_object();
  json.key("description").text("The data.").key("content").begin_object();
  if (route.shape == kFileShape) {
    json.key("application/octet-stream").raw("{}");
  } else {
    write_envelope(route.shape, json.key("application/json").begin_object().key("schema"));
    json.end_object();
  }
  json.end_object().end_object();
  write_failures(json);
  json.end_object().end_object().end_object();
}

/// A route that takes a body.
struct PostRoute {
  std::string_view path;  ///< below /api/v1
  std::string_view summary;
  std::string takes;       ///< a schema
  std::string_view gives;  ///< the shape of `data`
  int status = 200;
};

/// The two routes that need no session and the one that ends it.
std::vector<PostRoute> login_routes() {
  return {
      {"/login",
       "Begins a session: the answer sets its cookie. Of a server that can be reached from other "
       "machines; attempts are limited (429 with Retry-After).",
       R"({"type":"object","required":["password"],"properties":{"password":{"type":"string"}}})",
       "{ends_at:instant}"},
      {"/logout", "Ends this session, or every one.",
       R"({"type":"object","properties":{"everywhere":{"type":"boolean"}}})",
       "{everywhere:boolean}"}};
}

/// The schema of a body with these members.
std::string body_schema(std::string_view declaration) {
  JsonWriter required;
  JsonWriter properties;
  required.begin_array();
  properties.begin_object();
  for (const ParameterRule& rule : member_rules(declaration)) {
    if (rule.required) required.text(rule.name);
    write_schema(rule, properties.key(rule.name));
  }
  return fmt::format(
      R"({{"type":"object","required":{},"additionalProperties":false,"properties":{}}})",
      required.end_array().view(), properties.end_object().view());
}

void write_post(const PostRoute& route, JsonWriter& json) {
  json.key(fmt::format("/api/v1{}", route.path)).begin_object().key("post").begin_object();
  json.key("summary").text(route.summary);
  write_parameters(route.path, "", json);
  json.key("requestBody").begin_object().key("required").boolean(true).key("content");
  json.begin_object().key("application/json").begin_object().key("schema").raw(route.takes);
  json.end_object().end_object().end_object();
  json.key("responses").begin_object().key(std::to_string(route.status)).begin_object();
  json.key("description").text("Done.").key("content").begin_object();
  json.key("application/json").begin_object().key("schema");
  SEOHAK_CHECK(write_schema(fmt::format("{{data:{}}}", route.gives), json).has_value());
  json.end_object().end_object().end_object();
  write_failures(json);
  json.end_object().end_object().end_object();
}

/// The one answer that does not end.
void write_events(JsonWriter& json) {
  constexpr std::string_view kText = R"({"type":"string"})";
  json.key(kEventsPath).begin_object().key("get").begin_object();
  json.key("summary").text(
      "What happens, as server-sent events: ready, reload (some were missed), data (tables that "
      "changed), run and task (runs under way), log (a run has new lines), runs (something was "
      "asked of runs or pipelines), beat (nothing for a while).");
  json.key("parameters").begin_array();
  write_query(kEventsParameters, json);
  write_parameter("Last-Event-ID", "header", kText, json);
  json.end_array().key("responses").begin_object().key("200").begin_object();
  json.key("description").text("Events until the reader leaves.").key("content").begin_object();
  json.key("text/event-stream").begin_object().key("schema").raw(kText);
  json.end_object().end_object().end_object();
  write_failures(json);
  json.end_object().end_object().end_object();
}

}  // namespace

Result<void> write_schema(std::string_view shape, JsonWriter& json) {
  ShapeReader reader(shape);
  const std::string schema = SEOHAK_TRY(reader.read());
  if (!reader.at_end()) return reader.broken();
  json.raw(schema);
  return {};
}

std::string openapi_document(std::string_view version) {
  JsonWriter json;
  json.begin_object().key("openapi").text("3.1.0");
  json.key("info").begin_object().key("title").text("seohak").key("version").text(version);
  json.key("description")
      .text(
          "US-market data for investors in Korea. Money and rates are text, indicators are numbers "
          "or "
          "null, days are YYYY-MM-DD, instants RFC 3339 in UTC.");
  json.end_object().key("paths").begin_object();
  for (const ApiRoute& route : api_routes()) write_route(route, json);
  write_events(json);
  for (const ActionRoute& route : action_routes())
    write_post({route.path, route.summary, body_schema(route.takes), route.gives, route.status},
               json);
  for (const PostRoute& route : login_routes()) write_post(route, json);
  json.end_object().key("components").begin_object().key("schemas").begin_object().key("Meta");
  SEOHAK_CHECK(write_schema(kMeta, json).has_value());
  json.key("Error");
  SEOHAK_CHECK(write_schema("{error:{code:text message:text}}", json).has_value());
  json.end_object().key("responses").begin_object();
  json.key("Failure").raw(R"({"description":"Why not.","content":{"application/json":{"schema":)"
                          R"({"$ref":"#/components/schemas/Error"}}}})");
  json.key("Unauthorized")
      .raw(R"({"description":"Log in first; only of a server that asks for a password.",)"
           R"("content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"}}}})");
  json.end_object().key("securitySchemes");
  json.raw(R"({"session":{"type":"apiKey","in":"cookie","name":"seohak_session"}})");
  json.end_object().end_object();
  return json.take() + "\n";
}

}  // namespace seohak
