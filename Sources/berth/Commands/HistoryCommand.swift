internal import ArgumentParser
internal import Files
internal import Foundation
internal import Ledger
internal import Licensing

struct HistoryCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "List who did what when, and what the server responded; verify and export it.",
        discussion: """
            Newest first. Borrows that have ended stay. Asks no License API and needs no account and no secret: it reads the ledger.

            Each line holds a hash over itself and the line before, so that --verify finds a line that was changed, \
            put in or taken out later, and names the first. It cannot find everything: who may write the ledger's file, \
            root for one, can make a whole new trail that fits, or cut off the end together with what counts it. \
            Against that, keep the head that --verify prints, or an export, in another place, and give it back with \
            --head.

            Examples:
              berth history --limit 20
              berth history --product CAD-PRO --json
              berth history --verify
              berth history --export trail.jsonl
            """)

    @OptionGroup var options: LedgerOptions

    @Option(help: ArgumentHelp("How many lines at most, 50 unless said otherwise.", valueName: "number"))
    var limit: Int?

    @Option(help: ArgumentHelp("Only lines about this product.", valueName: "code"), completion: .products)
    var product: String?

    @Flag(help: "Verify that no line was changed or removed.")
    var verify = false

    @Option(
        help: ArgumentHelp(
            "With --verify: a head that was noted earlier, which must still fit.", valueName: "line:hash"))
    var head: String?

    @Option(
        help: ArgumentHelp(
            "Write all lines, oldest first, to a new file as JSON Lines; - prints them.", valueName: "file"),
        completion: .file(), transform: PathArgument.read)
    var export: String?

    @Flag(help: "Print as JSON.")
    var json = false

    var ownFlags: OwnFlags { options.ownFlags }

    func validate() throws {
        guard limit ?? 1 > 0 else { throw ValidationError("--limit takes a number from 1 on.") }
        guard !(verify && export != nil) else { throw ValidationError("Either --verify or --export, not both.") }
        guard head == nil || verify else { throw ValidationError("--head goes with --verify.") }
        guard !(verify || export != nil) || (product == nil && limit == nil) else {
            throw ValidationError(
                "--verify and --export go through all lines, so that their hashes follow: leave --product and --limit away."
            )
        }
    }

    mutating func perform() async throws -> ExitCode {
        if verify {
            let (ledger, anchor) = (try options.read(), try anchor())
            let report = try await Progress.of("verifying the trail") {
                try await ledger.verifyTrail(anchor: anchor, progress: $0.reach)
            }
            try TrailOutput.report(report, asJSON: json)
        } else if let export {
            try await self.export(options.read(), to: export)
        } else {
            let (limit, product) = (limit ?? 50, product)
            let entries = try await options.readIfAny { (ledger) async throws(Problem) in
                try await ledger.history(limit: limit, product: product)
            }
            try list(entries ?? [], near: entries?.isEmpty == true ? try await nearProduct() : "")
        }
        return .success
    }

    /// Which product was probably meant, where there is no line about the one that was named.
    private func nearProduct() async throws(Problem) -> String {
        guard let product, !json else { return "" }
        return try await options.read().borrows(.all).borrows.question(product: product)
    }

    private func anchor() throws(Problem) -> TrailReport.Anchor? {
        guard let head else { return nil }
        let parts = head.split(separator: ":")
        guard parts.count == 2, let line = Int64(parts[0]), line > 0, parts[1].count == 64 else {
            throw .usage("A head is a line's number, a colon and 64 hexadecimal digits.", name: "--head")
        }
        return .init(line: line, hash: parts[1].lowercased())
    }

    /// - Parameter near: which product was probably meant.
    private func list(_ entries: [TrailEntry], near: String) throws {
        let lines = entries.map(JSONShapes.HistoryLine.init)
        if json { return try Report.json(JSONShapes.History(lines: lines)) }
        guard !lines.isEmpty else { return try Report.line("No history.\(near)") }
        let showsProfiles = lines.filter { $0.borrow != nil }.map(\.profile).needTelling(inUse: options.profileInUse)
        let header =
            ["TIME (UTC)", "WHO", "WHAT", "PHASE", "PRODUCT", "LICENSE"] + (showsProfiles ? ["PROFILE"] : [])
            + ["END", "CODE"]
        let rows = lines.map { line in
            [
                String(line.time.prefix(19)) + "Z", line.who, line.kind, line.phase ?? "-",
                line.product.map { BorrowSubject.title($0, line.feature) } ?? "-",
                line.license ?? "-",
            ] + (showsProfiles ? [line.profile ?? "-"] : []) + [
                line.endGranted ?? line.endAsked ?? "-", line.code ?? "-",
            ]
        }
        try Report.lines(Table.lines(header, rows))
    }

    private func export(_ ledger: any LedgerStore, to path: String) async throws {
        guard path != "-" else { return try await export(ledger) { try Output.write($0) } }
        try await FileDraft.make(path) { file in
            try await Progress.of("exporting") { _ in try await export(ledger) { try file.write($0) } }
        }
    }

    /// Writes the whole trail in parts, so that a long one takes no more room than a short one.
    private func export(_ ledger: any LedgerStore, _ write: (Data) throws -> Void) async throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var last: Int64 = 0
        while true {
            let lines = try await ledger.handOn(after: last, limit: 1000)
            guard let newest = lines.last else { return }
            last = newest.entry.id
            var text: [UInt8] = []
            for line in lines {
                text += Report.escaped([UInt8](try encoder.encode(JSONShapes.HistoryLine(line))))
                text.append(UInt8(ascii: "\n"))
            }
            try write(Data(text))
        }
    }
}

extension JSONShapes.HistoryLine {
    /// Who it was for a table: the login where the system knows one that is not the user, and what is only claimed in brackets.
    fileprivate var who: String {
        var text = user
        if let login, login != user { text += "/\(login)" }
        if let claimedUser, claimedUser != user, claimedUser != login { text += " (says \(claimedUser))" }
        return text
    }
}
