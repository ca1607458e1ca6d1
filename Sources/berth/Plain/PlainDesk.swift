internal import ClientCore
internal import Foundation
internal import Licensing
internal import Screens
internal import TerminalUI

/// The desk as questions and answers, for screen readers, dumb terminals and pipes: the same machine, drafts and words.
struct PlainDesk {
    let talk: Conversation
    let headless: Headless
    let environment: ClientEnvironment
    let settings: FollowedSettings
    /// What is to be said as it opens; nil where that is nothing.
    let news: String?
    /// How the last action ended that failed.
    var failure: ExitCode = .success
    /// How many borrows come after the one at hand, where the same is done with several.
    var ahead = 0
    /// Whether it was said that this host's clock is off.
    var hasWarnedOfClock = false

    init(_ parts: DeskParts) {
        headless = Headless(parts.workplace, interrupt: .theWait)
        environment = parts.workplace.environment
        settings = FollowedSettings(parts, headless.follow)
        talk = Conversation(settings)
        news = parts.news
    }

    /// Opens the desk line by line, and returns how it ended.
    ///
    /// - Parameter isDumb: whether it does so by itself, since the terminal cannot place its cursor.
    static func run(
        _ connection: ConnectionOptions, isDemo: Bool, _ look: DeskLook, isDumb: Bool
    ) async throws -> ExitCode {
        let parts = try await DeskParts.make(connection, isDemo: isDemo, look)
        var desk = PlainDesk(parts)
        if isDumb {
            try desk.talk.say("This terminal cannot place its cursor (TERM=dumb), so the desk goes on line by line.")
        }
        let code = try await desk.run()
        await parts.close()
        return code
    }

    /// Runs until the person quits or the input ends, and returns how it ended.
    mutating func run() async throws -> ExitCode {
        let settings = settings.current
        let desk = try await headless.start().spoken(settings)
        try talk.say("Berth, \(settings.isDemo ? "DEMO, " : "")\(settings.profile). \(Self.count(desk.borrows.count)).")
        if let news { try talk.say(news) }
        try talk.say(MenuItem.lines(menu))
        do {
            try await converse()
        } catch {
            await headless.stop()
            throw error
        }
        await headless.stop()
        return failure
    }

    /// Does what is asked for until the person quits or the input ends.
    private mutating func converse() async throws {
        while true {
            do {
                guard try await choose() else { return }
            } catch Conversation.Left.inputEnded {
                return
            } catch let stop as Stopped {
                failure = stop.code
                return
            } catch is Conversation.Left {
                continue
            }
        }
    }

    /// What there is to choose.
    private var menu: [MenuItem] { MenuItem.all(isDemo: settings.current.isDemo) }

    /// Asks what to do, and does it; false where the program is to end.
    private mutating func choose() async throws -> Bool {
        let line: String
        do {
            line = try await talk.ask("What to do, by number or word (? lists them)", help: MenuItem.lines(menu))
        } catch Conversation.Left.cancelled {
            return try await !isQuitting()
        }
        let word = line.trimmingCharacters(in: .whitespaces)
        guard !word.isEmpty else { return true }
        guard let item = MenuItem(word, among: menu) else {
            // What was typed is not repeated: it may be a secret that was meant for another question.
            try talk.say("That is no choice here. Type a number from 1 to \(menu.count), a word, or ?.")
            return true
        }
        do {
            try await perform(item)
        } catch Conversation.Left.inputEnded where !LineInput.isTerminal {
            // Somebody counted on more answers than there were.
            try talk.say("The input ended before all was answered: nothing was sent.")
            failure = .usage
            throw Conversation.Left.inputEnded
        } catch is Conversation.Left {
            try talk.say("Back to the menu; nothing was sent.")
        }
        return true
    }

    private mutating func perform(_ item: MenuItem) async throws {
        switch item {
        case .list: try await list()
        case .new: try await borrow(await now().form())
        case .release: try await release()
        case .extend: try await extend()
        case .again: try await borrowAgain()
        case .check: try await check()
        case .settle: try await settle()
        case .forget: try await forget()
        case .details: try await tellDetails()
        case .receipt: try await tellReceipt()
        case .find: try await find()
        case .problems: try await tellProblems()
        case .licenses: try await listLicenses()
        case .who: try await tellHoldings()
        case .guide: try await takeFromGuide()
        }
    }

    /// Whether to quit; asks where that would leave something unknown. Whoever quits has seen what failed.
    private mutating func isQuitting() async throws -> Bool {
        if await headless.state.mayLose {
            let desk = await now()
            try talk.say(desk.paragraphs(desk.dialog(.quit)).dropLast())
            guard try await talk.isConfirmed("Quit?", standard: false, help: "Borrows stay borrowed.") else {
                return false
            }
        }
        failure = .success
        return true
    }

    /// The desk as it stands now.
    func now() async -> SpokenDesk { await headless.state.spoken(settings.current) }

    static func count(_ borrows: Int) -> String {
        switch borrows {
        case 0: "Nothing is borrowed"
        case 1: "1 borrow in the list"
        default: "\(borrows) borrows in the list"
        }
    }
}

/// That a signal ends the program.
struct Stopped: Error {
    let code: ExitCode
}

extension Client.State {
    /// The desk in sentences, as it stands now.
    func spoken(_ settings: App.Settings) -> SpokenDesk { SpokenDesk(client: self, settings: settings, now: Date()) }
}
