import WeirAPI
import WeirBase
import WeirBroker
import WeirControl
import WeirLog

/// Everything that the node's metrics are read from.
final class NodeMetrics: Sendable {
  let broker: Broker
  let listener: KafkaListener
  let control: ControlPlane
  /// What `MeteredStore` and `MeteredRoute` and `LoopWatch` count.
  let edges: EdgeMetrics
  let version: String
  let dataDirectory: String
  let clock: any Clock
  let startedMillis: Int64

  init(
    broker: Broker, listener: KafkaListener, control: ControlPlane, edges: EdgeMetrics, version: String,
    dataDirectory: String, clock: any Clock
  ) {
    self.broker = broker
    self.listener = listener
    self.control = control
    self.edges = edges
    self.version = version
    self.dataDirectory = dataDirectory
    self.clock = clock
    startedMillis = clock.wallMillis()
  }

  /// All metrics as they are now.
  /// - Parameter objects: how many objects there are of each kind, as far as known.
  func text(objects: [(kind: String, count: Int64)]) -> String {
    let scrape = Scrape(self, objects: objects)
    var text = PrometheusText()
    for metric in MetricTable.all { text.add(metric, metric.read(scrape)) }
    return text.body
  }
}
