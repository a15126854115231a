import NIOCore
import Synchronization
import WeirBase
import WeirLog
import WeirWire

extension Broker {
  /// Produce: each partition's batch is checked, stamped and appended before this returns; the answer follows at once
  /// (acks=1) or when all of it is durable (acks=all).
  func produce(_ request: ProduceRequest, _ call: Call<ProduceResponse>) {
    guard (-1...1).contains(request.acks) else {
      return refuse(request, .invalidRequiredAcks, "acks must be 0, 1 or -1 (all)", call)
    }
    guard request.transactionalId == nil else {
      return refuse(request, .invalidRequest, "transactions are not available", call)
    }
    var response = ProduceResponse()
    var unsettled: [UnsettledAppend] = []
    var failed = false
    response.responses.reserveCapacity(request.topicData.count)
    for topicData in request.topicData {
      var answers = ProduceResponse.TopicProduceResponse(name: topicData.name)
      let topic = topics.table[topicData.name]
      for data in topicData.partitionData {
        var answer = ProduceResponse.PartitionProduceResponse()
        answer.index = data.index
        do throws(BatchRefusal) {
          let (partition, appended) = try append(data.records, to: topic, data.index, version: call.version)
          answer.baseOffset = appended.baseOffset
          answer.logAppendTimeMs = appended.logAppendTime
          answer.logStartOffset = appended.logStartOffset
          unsettled.append(
            UnsettledAppend(
              topic: response.responses.count, slot: answers.partitionResponses.count, partition: partition,
              nextOffset: appended.nextOffset))
        } catch {
          failed = true
          Self.fill(&answer, error)
        }
        answers.partitionResponses.append(answer)
      }
      response.responses.append(answers)
    }
    switch request.acks {
    case 0:
      // Nobody reads an answer, so the only way to tell of a failure is to end the connection, as Kafka does.
      failed ? call.close("a produce request with acks=0 failed") : call.replyNothing()
    case 1: call.reply(response)
    default: ProduceCompletion(response, unsettled.count, call).await(unsettled)
    }
  }

  private func refuse(_ request: ProduceRequest, _ code: ErrorCode, _ message: String, _ call: Call<ProduceResponse>) {
    if request.acks == 0 { return call.close(message) }
    var response = ProduceResponse()
    for topicData in request.topicData {
      var answers = ProduceResponse.TopicProduceResponse(name: topicData.name)
      for data in topicData.partitionData {
        var answer = ProduceResponse.PartitionProduceResponse()
        answer.index = data.index
        Self.fill(&answer, BatchRefusal(code, message))
        answers.partitionResponses.append(answer)
      }
      response.responses.append(answers)
    }
    call.reply(response)
  }

  private static func fill(_ answer: inout ProduceResponse.PartitionProduceResponse, _ refusal: BatchRefusal) {
    answer.errorCode = refusal.code.rawValue
    answer.baseOffset = -1
    answer.logAppendTimeMs = -1
    answer.logStartOffset = -1
    answer.errorMessage = refusal.message
    answer.recordErrors = refusal.records.map { .init(batchIndex: $0.index, batchIndexErrorMessage: $0.message) }
  }
}

/// An append whose durability the answer waits for, and where its answer stands.
struct UnsettledAppend: Sendable {
  var topic: Int
  var slot: Int
  var partition: Partition
  var nextOffset: Int64
}

/// The answer to an acks=all request, filled as its partitions become durable; the last one sends it.
private final class ProduceCompletion: Sendable {
  private struct State {
    var response: ProduceResponse
    var open: Int
  }

  private let state: Mutex<State>
  private let call: Call<ProduceResponse>

  init(_ response: ProduceResponse, _ open: Int, _ call: Call<ProduceResponse>) {
    state = Mutex(State(response: response, open: open))
    self.call = call
  }

  func await(_ appends: [UnsettledAppend]) {
    if appends.isEmpty { return call.reply(state.withLock { $0.response }) }
    for append in appends {
      append.partition.log.whenDurable(append.nextOffset) { [self] outcome in settle(append, outcome) }
    }
  }

  private func settle(_ append: UnsettledAppend, _ outcome: Result<Void, LogError>) {
    let finished = state.withLock { state -> ProduceResponse? in
      if case .failure(let error) = outcome {
        let answers = state.response.responses[append.topic].partitionResponses
        var answer = answers[append.slot]
        answer.errorCode = ErrorCode.kafkaStorageError.rawValue
        answer.baseOffset = -1
        answer.errorMessage = "\(error)"
        state.response.responses[append.topic].partitionResponses[append.slot] = answer
      }
      state.open -= 1
      return state.open == 0 ? state.response : nil
    }
    if let finished { call.reply(finished) }
  }
}
