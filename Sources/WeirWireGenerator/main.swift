import Glibc

// swift run WeirWireGenerator [REPOSITORY]: regenerates the codecs in Sources/WeirWire/Generated from Schemas/.
do {
  let touched = try Repository(root: CommandLine.arguments.dropFirst().first ?? ".").update()
  print(touched.isEmpty ? "Nothing to change." : "Wrote:\n  \(touched.joined(separator: "\n  "))")
} catch {
  print("error: \(error)")
  exit(1)
}
