import WeirBase

/// One step of a chain as it is declared.
package struct ChainStep: Sendable, Hashable {
  /// `builtin/NAME`.
  package var uses: String
  /// Parameters by name; an object, or null for none.
  package var with: JSONValue

  package init(uses: String, with: JSONValue = .object([])) {
    self.uses = uses
    self.with = with
  }
}
