import WeirBase

/// One metric that the node exports: what it is called and means, and how its samples are read.
struct Metric: Sendable {
  enum Kind: String, Sendable {
    case counter, gauge, histogram
  }

  typealias Labels = [(String, String)]

  /// One line of a counter or gauge.
  struct Sample {
    var labels: Labels = []
    var value: Double
  }

  /// One histogram; its values are divided by `scale` on the way out.
  struct Distribution {
    var labels: Labels = []
    var reading: Histogram.Reading
  }

  enum Samples {
    case numbers([Sample])
    /// - Parameter scale: how many of what was recorded make one of what is exported.
    case distributions([Distribution], scale: Double)
  }

  let name: String
  let kind: Kind
  /// A sentence.
  let help: String
  /// In words, as the documents show it: seconds, bytes, or what is counted.
  let unit: String
  /// The names of the labels, in order.
  let labels: [String]
  let read: @Sendable (Scrape) -> Samples
}

// MARK: Short ways to make one

extension Metric {
  static func counter(
    _ name: String, _ help: String, _ unit: String, _ read: @escaping @Sendable (Scrape) -> Int
  ) -> Metric {
    Metric(name: name, kind: .counter, help: help, unit: unit, labels: []) {
      .numbers([Sample(value: Double(read($0)))])
    }
  }

  static func gauge(
    _ name: String, _ help: String, _ unit: String, _ read: @escaping @Sendable (Scrape) -> Double?
  ) -> Metric {
    Metric(name: name, kind: .gauge, help: help, unit: unit, labels: []) {
      .numbers(read($0).map { [Sample(value: $0)] } ?? [])
    }
  }

  /// Numbers by labels.
  static func family(
    _ kind: Kind, _ name: String, _ help: String, _ unit: String, _ labels: [String],
    _ read: @escaping @Sendable (Scrape) -> [(values: [String], number: Double)]
  ) -> Metric {
    Metric(name: name, kind: kind, help: help, unit: unit, labels: labels) { scrape in
      .numbers(read(scrape).map { Sample(labels: Array(zip(labels, $0.values)), value: $0.number) })
    }
  }

  static func counters(
    _ name: String, _ help: String, _ unit: String, _ labels: [String],
    _ read: @escaping @Sendable (Scrape) -> [(values: [String], count: Int)]
  ) -> Metric {
    family(.counter, name, help, unit, labels) { read($0).map { ($0.values, Double($0.count)) } }
  }

  static func histogram(
    _ name: String, _ help: String, _ unit: String, scale: Double = 1, _ labels: [String] = [],
    _ read: @escaping @Sendable (Scrape) -> [(values: [String], reading: Histogram.Reading)]
  ) -> Metric {
    Metric(name: name, kind: .histogram, help: help, unit: unit, labels: labels) { scrape in
      .distributions(
        read(scrape).map { Distribution(labels: Array(zip(labels, $0.values)), reading: $0.reading) }, scale: scale)
    }
  }

  /// Nanoseconds, exported as seconds.
  static func seconds(
    _ name: String, _ help: String, _ labels: [String] = [],
    _ read: @escaping @Sendable (Scrape) -> [(values: [String], reading: Histogram.Reading)]
  ) -> Metric {
    histogram(name, help, "seconds", scale: 1e9, labels, read)
  }
}
