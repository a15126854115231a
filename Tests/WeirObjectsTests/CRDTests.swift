import Foundation
import Testing
import WeirBase
import WeirObjects

/// The manifests in `deploy/crds` are written from the definitions: `WEIR_WRITE_CRDS=1 swift test --filter CRDTests`.
@Suite struct CRDTests {
  private static let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("deploy/crds")
  private static let isWriting = ProcessInfo.processInfo.environment["WEIR_WRITE_CRDS"] == "1"

  private static func check(_ name: String, _ text: String) throws {
    let file = folder.appendingPathComponent(name)
    if isWriting {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    let found = try String(contentsOf: file, encoding: .utf8)
    #expect(found == text, "deploy/crds/\(name) is not what the definitions say; write it with WEIR_WRITE_CRDS=1")
  }

  @Test(arguments: Kind.allCases) func manifestIsUpToDate(kind: Kind) throws {
    try Self.check("\(kind.definition.plural).yaml", CRD.manifest(kind).yaml)
  }

  @Test func kustomizationNamesEveryManifest() throws {
    let files = Kind.allCases.map { JSONValue.string("\($0.definition.plural).yaml") }
    let json = JSONValue.members(
      ("apiVersion", .string("kustomize.config.k8s.io/v1beta1")), ("kind", .string("Kustomization")),
      ("resources", .array(files)))
    try Self.check("kustomization.yaml", json.yaml)
  }

  @Test(arguments: Kind.allCases) func manifestReadsBackAsItIs(kind: Kind) throws {
    let documents = try YAML.documents(CRD.manifest(kind).yaml)
    #expect(documents.map(\.value) == [CRD.manifest(kind)])
  }

  /// The rules of structural schemas that matter here: every value has a type or keeps unknown fields, and nothing
  /// that apiextensions v1 forbids is used.
  @Test(arguments: Kind.allCases) func schemaIsStructural(kind: Kind) throws {
    let versions = try #require(CRD.manifest(kind).at("spec", "versions")?.elements)
    let schema = try #require(versions.first?.at("schema", "openAPIV3Schema"))
    var seen = 0
    func check(_ schema: JSONValue, _ path: String) {
      seen += 1
      #expect(
        schema["type"] != nil || schema["x-kubernetes-preserve-unknown-fields"] == .bool(true), "\(path) has no type")
      for word in [
        "$ref", "uniqueItems", "definitions", "dependencies", "deprecated", "discriminator", "id",
        "patternProperties", "readOnly", "writeOnly", "xml", "nullable",
      ] {
        #expect(schema[word] == nil, "\(path) uses \(word)")
      }
      #expect(schema["additionalProperties"] == nil || schema["properties"] == nil, "\(path) mixes properties")
      #expect(schema["additionalProperties"]?.boolean == nil, "\(path) closes its object")
      for member in schema["properties"]?.members ?? [] { check(member.value, path + "." + member.name) }
      if let items = schema["items"] { check(items, path + "[]") }
      if let inner = schema["additionalProperties"] { check(inner, path + "{}") }
    }
    check(schema, kind.rawValue)
    #expect(seen > 10)
  }
}
