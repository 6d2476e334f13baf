#include "land/landing.h"

#include <algorithm>
#include <atomic>
#include <limits>

#include <fmt/core.h>
#include <unistd.h>

#include "land/landing_store.h"
#include "land/landing_writer.h"
#include "land/warc.h"
#include "land/zstd_frame.h"

namespace seohak {
namespace {

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.';
}

Result<void> check_name(std::string_view what, std::string_view name) {
  const bool good = !name.empty() && name.front() != '.' &&
                    std::all_of(name.begin(), name.end(), is_name_character);
  if (good) return {};
  return fail(Errc::bad_request,
              fmt::format("landing: {} '{}' must be letters, digits, '-', '_' or '.', not starting "
                          "with '.'",
                          what, name));
}

std::string run_name(std::string_view run) {
  std::string name(run);
  for (char& c : name) {
    if (!is_name_character(c)) c = '-';
  }
  if (name.empty() || name.front() == '.') name.insert(name.begin(), 'r');
  return name;
}

/// The answer of one record of the file's bytes, checked against what the manifest says.
Result<Answer> read_record(std::string_view bytes, const LandedRecord& expected) {
  WarcRecord record = SEOHAK_TRY(read_warc_at(bytes, expected.offset));
  const std::string place = fmt::format("byte {}", expected.offset);
  const std::string digest(record.get("WARC-Payload-Digest"));
  Answer answer = SEOHAK_TRY(answer_of(std::move(record)).context(place));
  if (digest != expected.digest) {
    return fail(Errc::bad_data, place + ": digest is not the one in the manifest");
  }
  return answer;
}

/// The last record before `offset`: the request stands before its response.
Result<WarcRecord> read_record_before(std::string_view bytes, std::size_t offset) {
  std::size_t last = 0;
  for (std::size_t at = 0; at < offset; at += SEOHAK_TRY(frame_size(bytes.substr(at)))) last = at;
  return read_warc_at(bytes, static_cast<std::int64_t>(last));
}

/// The exchange whose response begins at `offset` of some bytes of a file.
Result<LandedExchange> read_exchange(std::string_view bytes, std::size_t offset,
                                     const LandedPlace& place) {
  const WarcRecord asked = SEOHAK_TRY(read_record_before(bytes, offset));
  LandedRecord expected;
  expected.offset = static_cast<std::int64_t>(offset);
  expected.digest = place.digest;
  LandedExchange exchange;
  exchange.answer = SEOHAK_TRY(read_record(bytes, expected));
  exchange.request = SEOHAK_TRY(request_of(asked));
  return exchange;
}

class StoreLanding final : public Landing {
 public:
  StoreLanding(Store store, const Clock& clock, SealLimits limits)
      : store_(std::move(store)), index_(store_), clock_(clock), limits_(limits) {}

  Result<std::unique_ptr<LandingWriter>> writer(std::string_view source, std::string_view dataset,
                                                DayInterval days, std::string_view run) override {
    SEOHAK_TRY(check_name("source", source));
    SEOHAK_TRY(check_name("dataset", dataset));
    SEOHAK_TRY(store_.remove_stale(fmt::format("{}/{}", source, dataset)));
    return std::make_unique<StoreWriter>(StoreWriter::Place{store_, index_, clock_, limits_},
                                         std::string(source), std::string(dataset), days,
                                         run_name(run));
  }

  Result<std::vector<Manifest>> manifests(std::string_view source,
                                          std::string_view dataset) const override {
    if (!source.empty()) SEOHAK_TRY(check_name("source", source));
    if (!dataset.empty()) SEOHAK_TRY(check_name("dataset", dataset));
    const bool narrow = !source.empty() && !dataset.empty();
    const std::string directory =
        narrow ? fmt::format("{}/{}", source, dataset) : std::string(source);
    std::vector<Manifest> found = SEOHAK_TRY(index_.below(directory));
    std::erase_if(found,
                  [&](const Manifest& one) { return !dataset.empty() && one.dataset != dataset; });
    std::sort(found.begin(), found.end(), [](const Manifest& a, const Manifest& b) {
      return std::tie(a.source, a.dataset, a.file) < std::tie(b.source, b.dataset, b.file);
    });
    return found;
  }

  Result<void> read(
      const Manifest& manifest,
      const std::function<Result<void>(const Answer& answer, int record)>& visit) const override {
    const std::string place = "landing: " + store_.shown(manifest.file);
    const std::string bytes = SEOHAK_TRY(store_.read(manifest.file));
    if (static_cast<std::int64_t>(bytes.size()) != manifest.bytes) {
      return fail(Errc::bad_data,
                  fmt::format("{}: byte {}: the file ends here, its manifest says {} bytes; fetch "
                              "these days again",
                              place, bytes.size(), manifest.bytes));
    }
    int index = 0;
    for (const LandedRecord& record : manifest.records) {
      Answer answer = SEOHAK_TRY(read_record(bytes, record).context(place));
      answer.source = manifest.source;
      answer.dataset = manifest.dataset;
      SEOHAK_TRY(visit(answer, index++));
    }
    return {};
  }

  Result<LandedExchange> read_one(const LandedPlace& place) const override {
    const std::string name = "landing: " + store_.shown(place.file);
    if (!SEOHAK_TRY(store_.exists(place.file))) {
      return fail(Errc::not_found, name + ": the file is gone; fetch these days again");
    }
    const std::int64_t end =
        place.after > 0 ? place.after : std::numeric_limits<std::int64_t>::max();
    const std::string bytes = SEOHAK_TRY(store_.read_part(place.file, place.before, end));
    return read_exchange(bytes, static_cast<std::size_t>(place.offset - place.before), place)
        .context(fmt::format("{}: from byte {}", name, place.before));
  }

  Result<void> check_writable() const override {
    return store_.check_writable(fmt::format(".probe-{}-{}", ::getpid(), probes_.fetch_add(1)));
  }

 private:
  Store store_;
  mutable LandingIndex index_;  ///< a cache
  const Clock& clock_;
  SealLimits limits_;
  mutable std::atomic<int> probes_{0};
};

}  // namespace

std::unique_ptr<Landing> make_landing(Store store, const Clock& clock, SealLimits limits) {
  return std::make_unique<StoreLanding>(std::move(store), clock, limits);
}

Result<std::unique_ptr<Landing>> Landing::open(std::string_view url, const Clock& clock) {
  return make_landing(SEOHAK_TRY(Store::open(url)), clock);
}

}  // namespace seohak
