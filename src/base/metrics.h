#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace seohak {

/// Label names and values of one time series.
struct MetricLabel {
  std::string name;
  std::string value;
};
using MetricLabels = std::vector<MetricLabel>;

/// Counters, gauges and histograms in Prometheus' form. Thread-safe. Names: seohak_<subject>_<unit>
/// with `_total` for counters.
class Metrics {
 public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  /// Adds to a counter; negative amounts are ignored.
  void count(std::string_view name, const MetricLabels& labels, double by = 1.0);
  void set(std::string_view name, const MetricLabels& labels, double value);
  /// A duration in seconds into a histogram with buckets from 1 ms to 60 s.
  void observe_seconds(std::string_view name, const MetricLabels& labels, double seconds);
  /// Value of a counter or gauge; 0 when it does not exist. For tests and `doctor`.
  double value(std::string_view name, const MetricLabels& labels) const;
  /// Text exposition format 0.0.4.
  std::string expose() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace seohak
