#include "land/landing_writer.h"

#include <fmt/core.h>

#include "land/manifest.h"
#include "land/warc.h"

namespace seohak {

StoreWriter::StoreWriter(Place place, std::string source, std::string dataset, DayInterval days,
                         std::string run)
    : place_(place), run_(std::move(run)) {
  current_.source = std::move(source);
  current_.dataset = std::move(dataset);
  current_.days = days;
}

Result<void> StoreWriter::add(const Call& call, const Answer& answer, bool ok) {
  if (failed_) return fail(*failed_);
  Result<void> added = try_add(call, answer, ok);
  if (!added) {
    failed_ = added.error();
    file_.reset();
  }
  return added;
}

Result<void> StoreWriter::try_add(const Call& call, const Answer& answer, bool ok) {
  const WarcPair pair = SEOHAK_TRY(encode_exchange(call, answer));
  if (file_ && is_full(pair.request.size() + pair.response.size())) SEOHAK_TRY(seal());
  if (!file_) SEOHAK_TRY(open(answer.fetched_at));
  SEOHAK_TRY(file_->append(pair.request));
  SEOHAK_TRY(file_->append(pair.response));
  LandedRecord record;
  record.url = pair.url;
  record.fetched_at = answer.fetched_at;
  record.digest = pair.payload_digest;
  record.offset = current_.bytes + static_cast<std::int64_t>(pair.request.size());
  record.status = answer.status;
  record.ok = ok;
  current_.records.push_back(std::move(record));
  current_.bytes += static_cast<std::int64_t>(pair.request.size() + pair.response.size());
  return {};
}

bool StoreWriter::is_full(std::size_t more) const {
  return current_.bytes + static_cast<std::int64_t>(more) > place_.limits.bytes ||
         place_.clock.steady_now() - opened_ >= place_.limits.age;
}

Result<void> StoreWriter::open(Instant fetched_at) {
  const std::string day = format(day_in(Zone::utc, fetched_at));
  current_.file = SEOHAK_TRY(place_.index.take_name(
      fmt::format("{}/{}/dt={}/{}", current_.source, current_.dataset, day, run_)));
  const std::string name = current_.file.substr(current_.file.rfind('/') + 1);
  const std::string info = SEOHAK_TRY(encode_warcinfo(fetched_at, name));
  file_ = SEOHAK_TRY(place_.store.create(current_.file));
  SEOHAK_TRY(file_->append(info));
  current_.bytes = static_cast<std::int64_t>(info.size());
  current_.records.clear();
  opened_ = place_.clock.steady_now();
  return {};
}

Result<void> StoreWriter::seal() {
  const std::unique_ptr<PendingFile> file = std::move(file_);
  current_.id = manifest_id(current_);
  const std::string directory = current_.source + "/" + current_.dataset;
  const auto landed = SEOHAK_TRY(place_.index.find(directory, current_.id));
  if (landed) {
    done_.push_back(*landed);
    return {};
  }
  SEOHAK_TRY(file->publish());
  const auto manifest = SEOHAK_TRY(place_.store.create(manifest_path(current_.file)));
  SEOHAK_TRY(manifest->append(to_json(current_)));
  SEOHAK_TRY(manifest->publish());
  place_.index.insert(current_);
  done_.push_back(current_);
  return {};
}

Result<std::vector<Manifest>> StoreWriter::finish() {
  if (failed_) return fail(*failed_);
  if (file_) {
    const Result<void> sealed = seal();
    if (!sealed) {
      failed_ = sealed.error();
      return fail(*failed_);
    }
  }
  return done_;
}

}  // namespace seohak
