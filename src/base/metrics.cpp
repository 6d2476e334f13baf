#include "base/metrics.h"

#include <map>
#include <mutex>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace seohak {
namespace {

prometheus::Labels to_labels(const MetricLabels& labels) {
  prometheus::Labels result;
  for (const MetricLabel& label : labels) result[label.name] = label.value;
  return result;
}

}  // namespace

class Metrics::Impl {
 public:
  prometheus::Counter& counter(std::string_view name, const MetricLabels& labels) {
    const std::lock_guard lock(mutex_);
    auto& family = prometheus::BuildCounter().Name(std::string(name)).Register(registry_);
    return family.Add(to_labels(labels));
  }
  prometheus::Gauge& gauge(std::string_view name, const MetricLabels& labels) {
    const std::lock_guard lock(mutex_);
    auto& family = prometheus::BuildGauge().Name(std::string(name)).Register(registry_);
    return family.Add(to_labels(labels));
  }
  prometheus::Histogram& seconds(std::string_view name, const MetricLabels& labels) {
    const std::lock_guard lock(mutex_);
    auto& family = prometheus::BuildHistogram().Name(std::string(name)).Register(registry_);
    return family.Add(to_labels(labels), prometheus::Histogram::BucketBoundaries{
                                             0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25,
                                             0.5, 1, 2.5, 5, 10, 30, 60});
  }
  std::vector<prometheus::MetricFamily> collect() const {
    const std::lock_guard lock(mutex_);
    return registry_.Collect();
  }

 private:
  mutable std::mutex mutex_;  // guards registration
  prometheus::Registry registry_{prometheus::Registry::InsertBehavior::Merge};
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {}
Metrics::~Metrics() = default;

void Metrics::count(std::string_view name, const MetricLabels& labels, double by) {
  if (by >= 0) impl_->counter(name, labels).Increment(by);
}

void Metrics::set(std::string_view name, const MetricLabels& labels, double value) {
  impl_->gauge(name, labels).Set(value);
}

void Metrics::observe_seconds(std::string_view name, const MetricLabels& labels, double seconds) {
  impl_->seconds(name, labels).Observe(seconds);
}

double Metrics::value(std::string_view name, const MetricLabels& labels) const {
  const prometheus::Labels wanted = to_labels(labels);
  for (const auto& family : impl_->collect()) {
    if (family.name != name) continue;
    for (const auto& metric : family.metric) {
      prometheus::Labels found;
      for (const auto& label : metric.label) found[label.name] = label.value;
      if (found != wanted) continue;
      return family.type == prometheus::MetricType::Counter ? metric.counter.value
                                                            : metric.gauge.value;
    }
  }
  return 0;
}

std::string Metrics::expose() const {
  return prometheus::TextSerializer().Serialize(impl_->collect());
}

}  // namespace seohak
