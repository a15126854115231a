/// Where a setting's value comes from, as DescribeConfigs numbers it (KIP-226).
package enum ConfigSource: Int8, Sendable {
  case topic = 1
  case staticBroker = 4
  case `default` = 5
}

extension TopicConfig {
  package func source(of entry: Entry) -> ConfigSource {
    if overrides[entry.key.name] != nil { return .topic }
    if let nodeKey = entry.nodeKey, node.overrides[nodeKey] != nil { return .staticBroker }
    return .default
  }
}
