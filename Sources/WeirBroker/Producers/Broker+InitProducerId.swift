import WeirBase
import WeirWire

extension Broker {
  /// InitProducerId (KIP-98, KIP-360) for idempotent producers.
  func initProducerID(_ request: InitProducerIdRequest, _ call: Call<InitProducerIdResponse>) {
    var response = InitProducerIdResponse()
    response.producerId = -1
    response.producerEpoch = -1
    if request.transactionalId != nil {
      // No transactional API is advertised; a client that asks all the same must not wait for a coordinator.
      response.errorCode = ErrorCode.invalidRequest.rawValue
      return call.reply(response)
    }
    if let id = producerIDs.takeReserved() {
      response.producerId = id
      response.producerEpoch = 0
      return call.reply(response)
    }
    environment.control.run { [self, response] in
      var response = response
      do throws(RegistryError) {
        response.producerId = try producerIDs.take()
        response.producerEpoch = 0
      } catch {
        environment.events.error("no producer id can be reserved", ("cause", "\(error)"))
        response.errorCode = ErrorCode.kafkaStorageError.rawValue
      }
      call.reply(response)
    }
  }
}
