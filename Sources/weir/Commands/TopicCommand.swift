import ArgumentParser

struct TopicCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "topic", abstract: "Make, show and delete topics.",
    subcommands: [
      TopicCreate.self, TopicList.self, TopicDescribe.self, TopicDelete.self, TopicUndelete.self,
      TopicAddPartition.self,
    ])
}
