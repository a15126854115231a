import Testing

@testable import WeirAPI

struct HTTPTargetTests {
  @Test func pathAndQueryAreDecoded() throws {
    let target = try #require(HTTPTarget("/a/b%2Fc/%c3%a9/?x=1+2&y=%3D&z&x=3"))
    #expect(target.path == "/a/b%2Fc/%c3%a9/")
    #expect(target.segments == ["a", "b/c", "é", ""])
    #expect(target.query.map(\.name) == ["x", "y", "z", "x"])
    #expect(target.query.map(\.value) == ["1 2", "=", "", "3"])
  }

  @Test func aPlusInAPathIsAPlus() throws {
    #expect(try #require(HTTPTarget("/a+b")).segments == ["a+b"])
  }

  @Test(arguments: ["", "a", "*", "http://host/", "/%", "/%4", "/%zz", "/%ff", "/?a=%", "/?%zz=1"])
  func whatIsNoTarget(_ text: String) {
    #expect(HTTPTarget(text) == nil)
  }

  @Test func parametersAreCounted() {
    let pairs = (0..<HTTPTarget.parametersMax).map { "p\($0)=1" }
    #expect(HTTPTarget("/?" + pairs.joined(separator: "&")) != nil)
    #expect(HTTPTarget("/?" + (pairs + ["more=1"]).joined(separator: "&")) == nil)
  }
}
