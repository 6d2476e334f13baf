#include "land/landing.h"

#include <cstdlib>
#include <filesystem>

#include <arrow/filesystem/filesystem.h>
#include <arrow/filesystem/localfs.h>
#include <arrow/filesystem/mockfs.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include "land/landing_index.h"
#include "land/landing_store.h"
#include "land/test_answers.h"

namespace seohak {
namespace {

using land_test::answer_of_body;
using land_test::call_of;
using land_test::days;
using testing::ElementsAre;
using testing::HasSubstr;

/// Makes stores over the same files, again and again, and removes the files at the end.
class Place {
 public:
  virtual ~Place() = default;
  virtual Store store() = 0;
};

class Directory {
 public:
  Directory() {
    std::string name = (std::filesystem::temp_directory_path() / "landing.XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~Directory() { std::filesystem::remove_all(path_); }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

class LocalPlace final : public Place {
 public:
  Store store() override { return Store::open((directory_.path() / "landing").string()).value(); }

 private:
  Directory directory_;
};

class UrlPlace final : public Place {
 public:
  Store store() override { return Store::open("file://" + directory_.path().string()).value(); }

 private:
  Directory directory_;
};

class SubTreePlace final : public Place {
 public:
  Store store() override {
    auto local = std::make_shared<arrow::fs::LocalFileSystem>();
    return {std::make_shared<arrow::fs::SubTreeFileSystem>(directory_.path().string(), local), ""};
  }

 private:
  Directory directory_;
};

class MemoryPlace final : public Place {
 public:
  Store store() override { return {files_, "bucket/landing"}; }

 private:
  std::shared_ptr<arrow::fs::FileSystem> files_ =
      std::make_shared<arrow::fs::internal::MockFileSystem>(std::chrono::system_clock::now());
};

/// $SEOHAK_TEST_S3_URL is a bucket's URL; each test works below a prefix of its own.
class S3Place final : public Place {
 public:
  S3Place() {
    url_ = std::getenv("SEOHAK_TEST_S3_URL");
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    std::string prefix = std::string("/") + test->name() + "-" + std::to_string(::getpid());
    for (char& c : prefix.erase(0, 1)) c = c == '/' ? '-' : c;
    url_.insert(std::min(url_.find('?'), url_.size()), "/" + prefix);
  }
  Store store() override { return Store::open(url_).value(); }

 private:
  std::string url_;
};

using MakePlace = std::unique_ptr<Place> (*)();
template <typename T>
std::unique_ptr<Place> make_place() {
  return std::make_unique<T>();
}
struct FileSystemCase {
  std::string name;
  MakePlace make;
};
std::vector<FileSystemCase> file_systems() {
  std::vector<FileSystemCase> all = {{"local", make_place<LocalPlace>},
                                     {"file_url", make_place<UrlPlace>},
                                     {"subtree", make_place<SubTreePlace>},
                                     {"memory", make_place<MemoryPlace>}};
  if (std::getenv("SEOHAK_TEST_S3_URL") != nullptr) all.push_back({"s3", make_place<S3Place>});
  return all;
}

/// What every file system must do.
class LandingContract : public testing::TestWithParam<FileSystemCase> {
 protected:
  std::unique_ptr<Landing> open(SealLimits limits = {}) {
    return make_landing(place_->store(), clock_, limits);
  }
  static std::unique_ptr<LandingWriter> writer(Landing& landing, std::string_view run) {
    return landing.writer("eximbank", "rates", days("2024-11-26", "2024-11-27"), run).value();
  }
  static std::vector<Manifest> land(Landing& landing, std::string_view run,
                                    const std::vector<std::string>& bodies) {
    const auto out = writer(landing, run);
    int page = 0;
    for (const std::string& body : bodies) {
      const Call call = call_of("https://x.example/?page=" + std::to_string(page++));
      EXPECT_TRUE(out->add(call, answer_of_body(body), !body.empty()));
    }
    return out->finish().value();
  }
  static std::vector<std::string> bodies(const Landing& landing, const Manifest& manifest) {
    std::vector<std::string> found;
    const auto read = landing.read(manifest, [&](const Answer& answer, int record) -> Result<void> {
      EXPECT_EQ(record, static_cast<int>(found.size()));
      EXPECT_EQ(answer.source, "eximbank");
      EXPECT_EQ(answer.dataset, "rates");
      EXPECT_EQ(answer.url, manifest.records[found.size()].url);
      found.push_back(answer.body);
      return {};
    });
    EXPECT_TRUE(read) << read.error().message;
    return found;
  }
  std::vector<std::string> paths() {
    std::vector<std::string> found;
    const auto files = place_->store().list("").value();
    for (const StoredFile& file : files) found.push_back(file.path);
    return found;
  }

  FakeClock clock_{land_test::instant("2024-11-26T02:10:00Z")};
  std::unique_ptr<Place> place_ = GetParam().make();
};

TEST_P(LandingContract, ReadsBackWhatWasLanded) {
  const auto landing = open();
  const auto done = land(*landing, "run", {"one", "", "three"});
  ASSERT_EQ(done.size(), 1U);
  EXPECT_EQ(done[0].file, "eximbank/rates/dt=2024-11-26/run-1.warc.zst");
  EXPECT_FALSE(done[0].records[1].ok);
  const auto again = open();
  const auto listed = again->manifests("eximbank", "rates").value();
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(to_json(listed[0]), to_json(done[0]));
  EXPECT_THAT(bodies(*again, listed[0]), ElementsAre("one", "", "three"));
}

TEST_P(LandingContract, IsEmptyBeforeTheFirstAnswer) {
  const auto landing = open();
  EXPECT_TRUE(landing->manifests().value().empty());
  EXPECT_TRUE(land(*landing, "run", {}).empty());
  EXPECT_TRUE(paths().empty());
}

TEST_P(LandingContract, AWriterDroppedWithoutFinishLeavesNothing) {
  const auto landing = open();
  {
    const auto out = writer(*landing, "run");
    ASSERT_TRUE(out->add(call_of("https://x.example/"), answer_of_body("lost"), true));
  }
  EXPECT_TRUE(landing->manifests().value().empty());
  EXPECT_TRUE(paths().empty());
}

TEST_P(LandingContract, NothingIsVisibleBeforeTheSeal) {
  const auto landing = open();
  const auto out = writer(*landing, "run");
  ASSERT_TRUE(out->add(call_of("https://x.example/"), answer_of_body("open"), true));
  EXPECT_TRUE(open()->manifests().value().empty());
  ASSERT_TRUE(out->finish());
  EXPECT_EQ(landing->manifests().value().size(), 1U);
}

TEST_P(LandingContract, AFileWithoutManifestDoesNotExist) {
  const auto landing = open();
  const auto done = land(*landing, "run", {"one"});
  ASSERT_TRUE(place_->store().remove(manifest_path(done[0].file)));
  EXPECT_TRUE(landing->manifests().value().empty());
  const auto again = land(*open(), "run", {"one"});
  EXPECT_EQ(again[0].file, "eximbank/rates/dt=2024-11-26/run-2.warc.zst");
}

TEST_P(LandingContract, TheSameAnswersAreLandedOnce) {
  const auto first = land(*open(), "run-a", {"one", "two"});
  const auto before = paths();
  const auto landing = open();
  const auto second = land(*landing, "run-b", {"one", "two"});
  EXPECT_EQ(to_json(second[0]), to_json(first[0]));
  EXPECT_EQ(to_json(land(*landing, "run-c", {"one", "two"})[0]), to_json(first[0]));
  EXPECT_EQ(paths(), before);
  EXPECT_NE(land(*landing, "run-d", {"one", "else"})[0].id, first[0].id);
}

TEST_P(LandingContract, SealsByAgeAndBySize) {
  const auto landing = open({.bytes = 4000, .age = std::chrono::seconds(30)});
  const auto out = writer(*landing, "run");
  const auto add = [&](const std::string& body) {
    ASSERT_TRUE(out->add(call_of("https://x.example/"), answer_of_body(body), true));
  };
  add("1");
  add("2");
  clock_.advance(std::chrono::seconds(30));
  add("3");
  EXPECT_EQ(landing->manifests().value().size(), 1U);
  add(land_test::noise(8000));
  add("5");
  const auto done = out->finish().value();
  ASSERT_EQ(done.size(), 4U);
  EXPECT_EQ(done[0].records.size(), 2U);
  EXPECT_EQ(done[1].records.size(), 1U);
  EXPECT_EQ(done[2].records.size(), 1U);
  EXPECT_EQ(done[3].file, "eximbank/rates/dt=2024-11-26/run-4.warc.zst");
  EXPECT_THAT(bodies(*landing, done[3]), ElementsAre("5"));
}

TEST_P(LandingContract, WritersOfOneRunDoNotCollide) {
  const auto landing = open();
  const auto a = writer(*landing, "run");
  const auto b = writer(*landing, "run");
  ASSERT_TRUE(a->add(call_of("https://x.example/a"), answer_of_body("a"), true));
  ASSERT_TRUE(b->add(call_of("https://x.example/b"), answer_of_body("b"), true));
  const auto of_b = b->finish().value();
  const auto of_a = a->finish().value();
  EXPECT_THAT(bodies(*landing, of_a[0]), ElementsAre("a"));
  EXPECT_THAT(bodies(*landing, of_b[0]), ElementsAre("b"));
}

TEST_P(LandingContract, ListsBySourceAndDataset) {
  const auto landing = open();
  for (const auto& [source, dataset] : std::vector<std::pair<std::string, std::string>>{
           {"ecb", "rates"}, {"cnn", "graphdata"}, {"ecb", "history"}}) {
    const auto out =
        landing->writer(source, dataset, days("2024-11-26", "2024-11-27"), "r").value();
    ASSERT_TRUE(out->add(call_of("https://x.example/"), answer_of_body("x"), true));
    ASSERT_TRUE(out->finish());
  }
  const auto names = [&](std::string_view source, std::string_view dataset) {
    std::vector<std::string> found;
    const auto manifests = landing->manifests(source, dataset).value();
    for (const Manifest& one : manifests) {
      found.push_back(one.source + "." + one.dataset);
    }
    return found;
  };
  EXPECT_THAT(names("", ""), ElementsAre("cnn.graphdata", "ecb.history", "ecb.rates"));
  EXPECT_THAT(names("ecb", ""), ElementsAre("ecb.history", "ecb.rates"));
  EXPECT_THAT(names("ecb", "rates"), ElementsAre("ecb.rates"));
  EXPECT_THAT(names("", "rates"), ElementsAre("ecb.rates"));
  EXPECT_TRUE(names("fred", "").empty());
}

TEST_P(LandingContract, NamesThatAreNoPathPartAreRefused) {
  const auto landing = open();
  for (const std::string_view name : {"", "..", "a/b", ".hidden", "a b"}) {
    EXPECT_EQ(landing->writer(name, "rates", {}, "r").error().code, Errc::bad_request) << name;
    EXPECT_EQ(landing->writer("ecb", name, {}, "r").error().code, Errc::bad_request) << name;
  }
  EXPECT_EQ(land(*landing, "../2024:1", {"x"})[0].file,
            "eximbank/rates/dt=2024-11-26/r..-2024-1-1.warc.zst");
}

TEST_P(LandingContract, AProbeLeavesNothing) {
  EXPECT_TRUE(open()->check_writable());
  EXPECT_TRUE(paths().empty());
}

TEST_P(LandingContract, TheVisitorsErrorEndsTheReading) {
  const auto landing = open();
  const auto done = land(*landing, "run", {"one", "two"});
  int seen = 0;
  const auto read = landing->read(done[0], [&](const Answer&, int) -> Result<void> {
    ++seen;
    return fail(Errc::cancelled, "enough");
  });
  EXPECT_EQ(read.error().code, Errc::cancelled);
  EXPECT_EQ(seen, 1);
}

TEST_P(LandingContract, DamageIsNamedByFileAndOffset) {
  const auto landing = open();
  auto manifest = land(*landing, "run", {"one", "two"})[0];
  const auto read = [&](const Manifest& of) {
    return landing->read(of, [](const Answer&, int) -> Result<void> { return {}; });
  };
  Manifest longer = manifest;
  ++longer.bytes;
  EXPECT_EQ(read(longer).error().code, Errc::bad_data);
  Manifest digest = manifest;
  digest.records[1].digest = "sha256:00";
  EXPECT_EQ(read(digest).error().code, Errc::bad_data);
  Manifest offset = manifest;
  ++offset.records[1].offset;
  const auto error = read(offset).error();
  EXPECT_EQ(error.code, Errc::bad_data);
  EXPECT_THAT(error.message,
              HasSubstr("run-1.warc.zst: byte " + std::to_string(manifest.records[1].offset + 1)));
  ASSERT_TRUE(place_->store().remove(manifest.file));
  EXPECT_EQ(read(manifest).error().code, Errc::io);
}

LandedPlace place_of(const Manifest& manifest, std::size_t record) {
  const auto offset_of = [&](std::size_t at) {
    return at < manifest.records.size() ? manifest.records[at].offset : 0;
  };
  return {.file = manifest.file,
          .offset = offset_of(record),
          .before = record == 0 ? 0 : offset_of(record - 1),
          .after = offset_of(record + 1),
          .digest = manifest.records[record].digest};
}

TEST_P(LandingContract, ReadsOneAnswerWithItsRequest) {
  const auto landing = open();
  const auto out = writer(*landing, "run");
  for (const char* page : {"1", "2", "3"}) {
    Call call = call_of("https://x.example/?authkey=secret-key&page=" + std::string(page));
    call.headers = {{"Authorization", "Bearer secret-key"}, {"Accept", "text/csv"}};
    call.body = page == std::string("2") ? "q=1" : "";
    ASSERT_TRUE(out->add(call, answer_of_body("body " + std::string(page)), true));
  }
  const Manifest manifest = out->finish().value().front();
  const LandedExchange first = landing->read_one(place_of(manifest, 0)).value();
  EXPECT_EQ(first.request.method, "GET");
  EXPECT_EQ(first.request.url, "https://x.example/?authkey=***&page=1");
  EXPECT_EQ(first.answer.body, "body 1");
  ASSERT_EQ(first.request.headers.size(), 3U);
  EXPECT_EQ(first.request.headers[1].value, "***");
  EXPECT_EQ(first.request.headers[2].value, "text/csv");
  const LandedExchange second = landing->read_one(place_of(manifest, 1)).value();
  EXPECT_EQ(second.request.method, "POST");
  EXPECT_EQ(second.request.body, "q=1");
  EXPECT_EQ(second.answer.body, "body 2");
  EXPECT_EQ(second.answer.status, 200);
  EXPECT_EQ(landing->read_one(place_of(manifest, 2)).value().answer.body, "body 3");
}

TEST_P(LandingContract, SaysWhatIsWrongWithOneAnswer) {
  const auto landing = open();
  const Manifest manifest = land(*landing, "run", {"one", "two"}).front();
  LandedPlace place = place_of(manifest, 1);
  place.digest = "sha256:00";
  const auto other = landing->read_one(place);
  EXPECT_EQ(other.error().code, Errc::bad_data);
  EXPECT_THAT(other.error().message, HasSubstr("digest is not the one in the manifest"));
  place = place_of(manifest, 1);
  ++place.offset;
  EXPECT_EQ(landing->read_one(place).error().code, Errc::bad_data);
  place.offset = manifest.bytes + 1;
  EXPECT_EQ(landing->read_one(place).error().code, Errc::bad_data);
  ASSERT_TRUE(place_->store().remove(manifest.file));
  const auto gone = landing->read_one(place_of(manifest, 1));
  EXPECT_EQ(gone.error().code, Errc::not_found);
  EXPECT_THAT(gone.error().message, HasSubstr("run-1.warc.zst: the file is gone"));
}

class FileSystemsClosed final : public testing::Environment {
 public:
  void TearDown() override { close_file_systems(); }
};
const auto* const kFileSystemsClosed =
    testing::AddGlobalTestEnvironment(new FileSystemsClosed);  // GoogleTest owns it

INSTANTIATE_TEST_SUITE_P(FileSystems, LandingContract, testing::ValuesIn(file_systems()),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace seohak
