import WeirWire

extension Broker {
  private typealias Result = DescribeConfigsResponse.DescribeConfigsResult
  private typealias Entry = DescribeConfigsResponse.DescribeConfigsResourceResult

  private enum Resource {
    static let topic: Int8 = 2
    static let broker: Int8 = 4
  }

  func describeConfigs(_ request: DescribeConfigsRequest, _ call: Call<DescribeConfigsResponse>) {
    var response = DescribeConfigsResponse()
    response.results = request.resources.map { describe($0, request, call.version) }
    call.reply(response)
  }

  private func describe(
    _ asked: DescribeConfigsRequest.DescribeConfigsResource, _ request: DescribeConfigsRequest, _ version: Int16
  ) -> Result {
    var result = Result()
    result.resourceType = asked.resourceType
    result.resourceName = asked.resourceName
    func refuse(_ code: ErrorCode, _ message: String) -> Result {
      result.errorCode = code.rawValue
      result.errorMessage = message
      return result
    }
    switch asked.resourceType {
    case Resource.topic:
      if let fault = TopicName.fault(asked.resourceName) { return refuse(.invalidTopicException, fault) }
      guard let topic = topics.table[asked.resourceName] else {
        return refuse(.unknownTopicOrPartition, "topic \"\(asked.resourceName)\" does not exist")
      }
      result.configs = entries(of: topic.config, request, version)
    case Resource.broker:
      guard asked.resourceName.isEmpty || asked.resourceName == String(environment.nodeID) else {
        return refuse(.invalidRequest, "this node is broker \(environment.nodeID), not \"\(asked.resourceName)\"")
      }
      result.configs = brokerEntries(request, version)
    default:
      return refuse(
        .invalidRequest, "resource type \(asked.resourceType) has no settings here; 2 is a topic, 4 a broker")
    }
    if let keys = asked.configurationKeys {
      let wanted = Set(keys)
      result.configs.removeAll { !wanted.contains($0.name) }
    }
    return result
  }

  private func entries(of config: TopicConfig, _ request: DescribeConfigsRequest, _ version: Int16) -> [Entry] {
    TopicConfig.keys.map { item in
      let source = config.source(of: item)
      var entry = Self.entry(item.key, config.text(item.key.name), source, request, version)
      guard request.includeSynonyms else { return entry }
      if let own = config.overrides[item.key.name] {
        entry.synonyms.append(.init(name: item.key.name, value: own, source: ConfigSource.topic.rawValue))
      }
      if let nodeKey = item.nodeKey {
        if let set = config.node.overrides[nodeKey] {
          entry.synonyms.append(.init(name: nodeKey, value: set, source: ConfigSource.staticBroker.rawValue))
        }
        entry.synonyms.append(.init(name: nodeKey, value: item.key.defaultValue, source: ConfigSource.default.rawValue))
      } else {
        entry.synonyms.append(
          .init(name: item.key.name, value: item.key.defaultValue, source: ConfigSource.default.rawValue))
      }
      return entry
    }
  }

  private func brokerEntries(_ request: DescribeConfigsRequest, _ version: Int16) -> [Entry] {
    let config = environment.config
    return BrokerConfig.keys.map { key in
      let set = config.overrides[key.name]
      var entry = Self.entry(key, config.text(key.name), set == nil ? .default : .staticBroker, request, version)
      entry.readOnly = true
      guard request.includeSynonyms else { return entry }
      if let set {
        entry.synonyms.append(.init(name: key.name, value: set, source: ConfigSource.staticBroker.rawValue))
      }
      entry.synonyms.append(.init(name: key.name, value: key.defaultValue, source: ConfigSource.default.rawValue))
      return entry
    }
  }

  private static func entry(
    _ key: ConfigKey, _ value: String, _ source: ConfigSource, _ request: DescribeConfigsRequest, _ version: Int16
  ) -> Entry {
    var entry = Entry()
    entry.name = key.name
    entry.value = value
    // Version 0 knows only this of where a value comes from.
    if version == 0 { entry.isDefault = source == .default }
    entry.configSource = source.rawValue
    entry.configType = key.type.rawValue
    entry.documentation = request.includeDocumentation ? key.documentation : nil
    return entry
  }
}
