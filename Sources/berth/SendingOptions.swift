internal import ArgumentParser
internal import Foundation

/// How a command that asks the server goes about it: the flags that all of these share.
struct SendingOptions: ParsableArguments {
    @Flag(help: "Print each request without its secrets, and what would be written; send and write nothing.")
    var dryRun = false

    @Option(
        help: ArgumentHelp(
            "How long the command may take: 30s, 5m, or seconds alone. What is under way shortly before that is cancelled, as by ^C.",
            valueName: "length"), transform: TimeLimit.read)
    var timeout: TimeLimit?

    @Flag(name: .shortAndLong, help: "Say nothing of a success; errors stay, and so does what --json prints.")
    var quiet = false

    @Flag(help: "Print the outcome as JSON.")
    var json = false
}
