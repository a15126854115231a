import ArgumentParser

/// `weir completions`: what a shell needs to complete commands, flags and names.
struct CompletionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions", abstract: "Print what a shell needs to complete commands.",
    discussion: """
      bash: weir completions bash > ~/.local/share/bash-completion/completions/weir
      zsh:  weir completions zsh > "${fpath[1]}/_weir"
      fish: weir completions fish > ~/.config/fish/completions/weir.fish
      """)

  enum Shell: String, CaseIterable, ExpressibleByArgument {
    case bash, zsh, fish

    var completion: CompletionShell {
      switch self {
      case .bash: .bash
      case .zsh: .zsh
      case .fish: .fish
      }
    }
  }

  @Argument(help: "The shell: bash, zsh or fish.")
  var shell: Shell

  func run() { StandardOutput.print(Weir.completionScript(for: shell.completion)) }
}
