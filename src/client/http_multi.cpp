#include "client/http_multi.h"

#include <map>
#include <string_view>
#include <utility>

#include <curl/curl.h>

#include "base/check.h"
#include "client/ca_bundle.h"
#include "client/http_transfer.h"

namespace seohak {

class HttpMulti::Impl {
 public:
  explicit Impl(HttpOptions options) : options_(std::move(options)) {
    curl_global_init(CURL_GLOBAL_DEFAULT);  // counted; thread-safe since 7.84
    multi_ = curl_multi_init();
    SEOHAK_CHECK(multi_ != nullptr);
    curl_multi_setopt(multi_, CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
  }

  ~Impl() {
    cancel_all();
    idle_.clear();
    curl_multi_cleanup(multi_);
    curl_global_cleanup();
  }

  Result<void> load_authorities() {
    if (options_.ca_bundle.empty()) return {};
    authorities_ = SEOHAK_TRY(certificate_authorities(options_.ca_bundle));
    return {};
  }

  void start(std::uint64_t id, HttpRequest request) {
    std::unique_ptr<HttpTransfer> transfer;
    if (idle_.empty()) {
      transfer = std::make_unique<HttpTransfer>(options_, authorities_);
    } else {
      transfer = std::move(idle_.back());
      idle_.pop_back();
    }
    if (auto prepared = transfer->prepare(id, std::move(request)); !prepared) {
      finished_.push_back({id, fail(std::move(prepared.error())), Duration::zero()});
      idle_.push_back(std::move(transfer));
      return;
    }
    CURL* easy = transfer->easy();
    SEOHAK_CHECK(curl_multi_add_handle(multi_, easy) == CURLM_OK);
    active_.emplace(easy, std::move(transfer));
  }

  std::vector<HttpDone> poll(Duration most) {
    perform();
    if (finished_.empty() && most > Duration::zero()) {
      // Rounded up: waiting a fraction less would turn the caller's loop into a spin.
      const auto wait = std::chrono::ceil<std::chrono::milliseconds>(most);
      curl_multi_poll(multi_, nullptr, 0,
                      static_cast<int>(std::min<std::int64_t>(wait.count(), 1'000)), nullptr);
      perform();
    }
    return std::exchange(finished_, {});
  }

  void cancel_all() {
    for (auto& [easy, transfer] : active_) curl_multi_remove_handle(multi_, easy);
    active_.clear();
    finished_.clear();
  }

  int active() const { return static_cast<int>(active_.size() + finished_.size()); }
  void wakeup() { curl_multi_wakeup(multi_); }

 private:
  void perform() {
    int running = 0;
    curl_multi_perform(multi_, &running);
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
      if (message->msg == CURLMSG_DONE) end(message->easy_handle, message->data.result);
    }
  }

  void end(CURL* easy, CURLcode code) {
    curl_multi_remove_handle(multi_, easy);
    auto node = active_.extract(easy);
    SEOHAK_CHECK(!node.empty());
    auto& transfer = node.mapped();
    auto outcome = transfer->finish(code);
    if (!outcome) {  // a redirect: the same transfer goes on
      SEOHAK_CHECK(curl_multi_add_handle(multi_, easy) == CURLM_OK);
      active_.insert(std::move(node));
      return;
    }
    finished_.push_back(std::move(*outcome));
    idle_.push_back(std::move(transfer));
  }

  HttpOptions options_;
  std::string authorities_;
  CURLM* multi_ = nullptr;
  std::map<CURL*, std::unique_ptr<HttpTransfer>> active_;
  std::vector<std::unique_ptr<HttpTransfer>> idle_;
  std::vector<HttpDone> finished_;
};

Result<std::unique_ptr<HttpMulti>> HttpMulti::open(HttpOptions options) {
  auto impl = std::make_unique<Impl>(std::move(options));
  SEOHAK_TRY(impl->load_authorities());
  return std::unique_ptr<HttpMulti>(new HttpMulti(std::move(impl)));
}

HttpMulti::HttpMulti(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
HttpMulti::~HttpMulti() = default;
void HttpMulti::start(std::uint64_t id, HttpRequest request) {
  impl_->start(id, std::move(request));
}
int HttpMulti::active() const { return impl_->active(); }
std::vector<HttpDone> HttpMulti::poll(Duration most) { return impl_->poll(most); }
void HttpMulti::wakeup() { impl_->wakeup(); }
void HttpMulti::cancel_all() { impl_->cancel_all(); }

}  // namespace seohak
