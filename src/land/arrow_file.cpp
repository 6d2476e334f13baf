#include <arrow/filesystem/filesystem.h>
#include <arrow/io/interfaces.h>
#include <fmt/core.h>

#include "land/arrow_error.h"
#include "land/pending_file.h"

namespace seohak {
namespace {

class ArrowFile final : public PendingFile {
 public:
  ArrowFile(std::shared_ptr<arrow::fs::FileSystem> files, std::string path, std::string written,
            std::string shown, std::shared_ptr<arrow::io::OutputStream> stream)
      : files_(std::move(files)),
        path_(std::move(path)),
        written_(std::move(written)),
        shown_(std::move(shown)),
        stream_(std::move(stream)) {}
  ~ArrowFile() override {
    if (stream_) (void)stream_->Abort();  // closing would publish what an upload has so far
    if (!published_ && written_ != path_) (void)files_->DeleteFile(written_);
  }
  ArrowFile(const ArrowFile&) = delete;
  ArrowFile& operator=(const ArrowFile&) = delete;

  Result<void> append(std::string_view bytes) override {
    return written_or(stream_->Write(bytes.data(), static_cast<std::int64_t>(bytes.size())));
  }

  Result<void> publish() override {
    SEOHAK_TRY(written_or(stream_->Close()));
    stream_.reset();
    if (written_ != path_) SEOHAK_TRY(written_or(files_->Move(written_, path_)));
    published_ = true;
    return {};
  }

 private:
  Result<void> written_or(const arrow::Status& status) const {
    if (status.ok()) return {};
    return fail(arrow_write_error(status, shown_));
  }

  std::shared_ptr<arrow::fs::FileSystem> files_;  ///< shared: the store's
  std::string path_;
  std::string written_;  ///< where the bytes go: path_ itself on object stores
  std::string shown_;
  std::shared_ptr<arrow::io::OutputStream> stream_;  ///< shared: Arrow hands it out so
  bool published_ = false;
};

}  // namespace

Result<std::unique_ptr<PendingFile>> create_arrow_file(std::shared_ptr<arrow::fs::FileSystem> files,
                                                       const std::string& path, bool direct,
                                                       const std::string& shown) {
  std::string written = direct ? path : temporary_path(path);
  const std::size_t slash = path.rfind('/');
  if (!direct && slash != std::string::npos && slash > 0) {
    const arrow::Status made = files->CreateDir(path.substr(0, slash), true);
    if (!made.ok()) return fail(arrow_write_error(made, shown));
  }
  auto stream = files->OpenOutputStream(written);
  if (!stream.ok()) return fail(arrow_write_error(stream.status(), shown));
  return std::make_unique<ArrowFile>(std::move(files), path, std::move(written), shown,
                                     std::move(stream).ValueUnsafe());
}

}  // namespace seohak
