import NIOCore
import WeirBase
import WeirWire

extension Broker {
  /// Takes one request frame (without its length) and answers it once, now or later, from any thread.
  /// Requests of one connection must be given one after the other, in the order they came.
  package func receive(
    _ frame: ByteBuffer, from client: ClientConnection, answer: @escaping @Sendable (Answer) -> Void
  ) {
    do throws(WireError) {
      try WireReader.reading(frame) { (reader: inout WireReader) throws(WireError) in
        try dispatch(&reader, client, answer)
      }
    } catch {
      answer(.close(reason: "malformed request: \(error)"))
    }
  }

  private func dispatch(
    _ reader: inout WireReader, _ client: ClientConnection, _ answer: @escaping @Sendable (Answer) -> Void
  ) throws(WireError) {
    let lead = try RequestLead(&reader)
    guard let api = ApiKey(rawValue: lead.apiKey), SupportedVersions.contains(api, lead.apiVersion) else {
      return refuseVersion(lead, answer)
    }
    let header = try RequestHeader(from: &reader)
    guard let counted = metrics.requests(of: api) else { return refuseVersion(lead, answer) }
    let arrival = Arrival(header: header, client: client, metrics: counted, began: counted.began(), answer: answer)
    switch api {
    case .produce where header.apiVersion < ApiKey.produce.versions.lowerBound:
      answer(.message([try OldProduce.refusal(of: &reader, header)]))
    case .produce: try route(&reader, arrival, produce)
    case .fetch: try route(&reader, arrival, fetch)
    case .listOffsets: try route(&reader, arrival, listOffsets)
    case .metadata: try route(&reader, arrival, metadata)
    case .apiVersions: try route(&reader, arrival, apiVersions)
    case .findCoordinator: try route(&reader, arrival, findCoordinator)
    case .initProducerId: try route(&reader, arrival, initProducerID)
    case .offsetForLeaderEpoch: try route(&reader, arrival, offsetForLeaderEpoch)
    case .offsetCommit, .offsetFetch, .joinGroup, .heartbeat, .leaveGroup, .syncGroup, .describeGroups, .listGroups,
      .deleteGroups:
      try dispatchGroups(api, &reader, arrival)
    default: try dispatchAdmin(api, &reader, arrival)
    }
  }

  private func dispatchGroups(_ api: ApiKey, _ reader: inout WireReader, _ arrival: Arrival) throws(WireError) {
    switch api {
    case .offsetCommit: try route(&reader, arrival, offsetCommit)
    case .offsetFetch: try route(&reader, arrival, offsetFetch)
    case .joinGroup: try route(&reader, arrival, joinGroup)
    case .heartbeat: try route(&reader, arrival, heartbeat)
    case .leaveGroup: try route(&reader, arrival, leaveGroup)
    case .syncGroup: try route(&reader, arrival, syncGroup)
    case .describeGroups: try route(&reader, arrival, describeGroups)
    case .listGroups: try route(&reader, arrival, listGroups)
    default: try route(&reader, arrival, deleteGroups)
    }
  }

  private func dispatchAdmin(_ api: ApiKey, _ reader: inout WireReader, _ arrival: Arrival) throws(WireError) {
    switch api {
    case .createTopics: try route(&reader, arrival, createTopics)
    case .deleteTopics: try route(&reader, arrival, deleteTopics)
    case .createPartitions: try route(&reader, arrival, createPartitions)
    case .deleteRecords: try route(&reader, arrival, deleteRecords)
    case .describeConfigs: try route(&reader, arrival, describeConfigs)
    case .describeCluster: try route(&reader, arrival, describeCluster)
    default: arrival.answer(.close(reason: "\(api) is advertised but has no handler"))
    }
  }

  private struct Arrival {
    let header: RequestHeader
    let client: ClientConnection
    let metrics: RequestMetrics
    let began: UInt64
    let answer: @Sendable (Answer) -> Void
  }

  private func route<Request: WireRequest>(
    _ reader: inout WireReader, _ arrival: Arrival,
    _ handler: (Request, Call<Request.Response>) -> Void
  ) throws(WireError) where Request.Response: FaultTelling {
    let request = try Request(from: &reader, version: arrival.header.apiVersion)
    let call = Call<Request.Response>(
      header: arrival.header, client: arrival.client, metrics: arrival.metrics, began: arrival.began,
      answer: arrival.answer)
    handler(request, call)
  }
}

/// The eight bytes every request begins with, whatever its version.
private struct RequestLead {
  let apiKey: Int16
  let apiVersion: Int16
  let correlationID: Int32

  init(_ reader: inout WireReader) throws(WireError) {
    var ahead = reader
    apiKey = try ahead.int16()
    apiVersion = try ahead.int16()
    correlationID = try ahead.int32()
  }
}

extension Broker {
  /// What a client gets for an API or version this broker does not answer: UNSUPPORTED_VERSION. ApiVersions answers in
  /// version 0 with its own range (KIP-511), which every client can read; others begin with the bare error code, in the
  /// oldest response header.
  private func refuseVersion(_ lead: RequestLead, _ answer: @escaping @Sendable (Answer) -> Void) {
    var body = ByteBuffer()
    body.writeInteger(lead.correlationID)
    body.writeInteger(ErrorCode.unsupportedVersion.rawValue)
    if lead.apiKey == ApiKey.apiVersions.rawValue {
      body.writeInteger(Int32(1))
      body.writeInteger(ApiKey.apiVersions.rawValue)
      body.writeInteger(Int16(0))
      body.writeInteger(SupportedVersions.newest(.apiVersions))
    }
    metrics.unsupportedRequests.add()
    environment.events.warning(
      "unsupported request", ("api", "\(lead.apiKey)"), ("version", "\(lead.apiVersion)"))
    answer(.message([body]))
  }
}
