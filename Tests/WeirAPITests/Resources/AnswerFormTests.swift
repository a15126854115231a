import Testing

@testable import WeirAPI

struct AnswerFormTests {
  @Test(arguments: [
    nil, "", "*/*", "application/json", "application/*;q=0.5", "text/html, */*", "nonsense, application/json",
  ])
  func plainJSON(_ accept: String?) {
    #expect(AnswerForm.negotiate(accept) == AnswerForm.negotiate("application/json"))
  }

  @Test func theWeightiestIsTaken() throws {
    #expect(try #require(AnswerForm.negotiate("application/json;q=0.5, application/yaml")).isYAML)
    #expect(try !#require(AnswerForm.negotiate("application/json, application/yaml")).isYAML)
  }

  @Test func tables() throws {
    let kubectl =
      "application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json"
    #expect(try #require(AnswerForm.negotiate(kubectl)).shape == .table)
    let old = try #require(AnswerForm.negotiate("application/json;as=Table;v=v1beta1;g=meta.k8s.io"))
    #expect(old.shape == .table && old.metaVersion == "meta.k8s.io/v1beta1")
    let metadata = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"
    #expect(try #require(AnswerForm.negotiate(metadata)).shape == .metadata)
  }

  /// Newer clients ask for forms that are not served, with plain JSON behind.
  @Test func unknownFormsArePassedOver() throws {
    let aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json"
    #expect(try #require(AnswerForm.negotiate(aggregated)).shape == .whole)
    #expect(AnswerForm.negotiate("application/vnd.kubernetes.protobuf") == nil)
    #expect(AnswerForm.negotiate("application/json;as=Table;v=v9;g=meta.k8s.io") == nil)
    #expect(AnswerForm.negotiate("application/json;q=0") == nil)
  }
}
