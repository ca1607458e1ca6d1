internal import Glibc
internal import Licensing

/// What the thread of a connection has: the session, where there is one, and who is told of what others write.
///
/// It belongs to that thread alone.
final class ConnectionThread {
    private let address: String
    private let mailbox: Mailbox
    private var session: Session?
    /// How many there have been.
    private var sessions = 0
    /// Told of what others have written; nil where nobody listens.
    private var tell: (@Sendable () -> Void)?
    private var backoff = Backoff()
    /// When a connection that is listened on is tried again.
    private var nextAttempt: ContinuousClock.Instant?
    /// When it is told that others have written; nil where they have not.
    private var newsAt: ContinuousClock.Instant?
    /// How long what was done last took.
    private var lastWork = Duration.zero
    /// When the server was heard last.
    private var lastHeard = ContinuousClock.now
    /// For how long it may be silent, and then as long again to say that it is there.
    private let silence: Duration

    init(_ address: String, _ mailbox: Mailbox, silence: Duration) {
        (self.address, self.mailbox, self.silence) = (address, mailbox, silence)
    }

    /// How long a server may take to let somebody in, or to answer.
    static let (connectPatience, answerPatience): (Duration, Duration) = (.seconds(10), .seconds(60))
    /// For how long a server that went away is waited for where something depends on it.
    static let returnPatience = Duration.seconds(30)

    /// Works until the mailbox is closed.
    func run() {
        while true {
            if let news = newsAt, news <= .now {
                newsAt = nil
                tell?()
            }
            switch mailbox.next() {
            case .work(let work):
                work(self)
                hear(reading: false)
            case .nothing: idle()
            case .end: return
            }
        }
    }

    // MARK: Sessions

    /// Does something with a session, on a new one where there is none; once more on another where it was lost before anything
    /// was committed, since then nothing was done.
    ///
    /// - Parameter end: until when; nil where nobody says.
    func with<Value>(until end: ContinuousClock.Instant?, _ body: (Session) throws -> Value) throws -> Value {
        let before = session == nil ? sessions : sessions - 1
        do {
            return try once(until: end, patience: .zero, body)
        } catch let fault as PostgresFault where fault.endsConnection && sessions > before {
            return try once(until: end, patience: Self.returnPatience, body)
        }
    }

    /// Does something with a session, and forgets it where it is of no use after that.
    ///
    /// - Parameter patience: how long to try for a server that is not there.
    func once<Value>(
        until end: ContinuousClock.Instant?, patience: Duration, _ body: (Session) throws -> Value
    ) throws -> Value {
        let session = try open(until: end, patience: patience)
        session.end = earliest(end, .now + Self.answerPatience)
        let began = ContinuousClock.now
        do {
            let value = try body(session)
            lastHeard = .now
            lastWork = lastHeard - began
            return value
        } catch {
            switch error {
            case let fault as PostgresFault where fault.endsConnection: lose()
            case is CommitLost: lose()
            default: break
            }
            throw error
        }
    }

    private func open(until end: ContinuousClock.Instant?, patience: Duration) throws(PostgresFault) -> Session {
        if let session { return session }
        let giveUp = earliest(end, .now + patience)
        var backoff = Backoff()
        while true {
            do throws(PostgresFault) {
                return try connect(until: end)
            } catch {
                let pause = backoff.next()
                // Who is not let in now will not be let in soon, but where the server has just begun.
                guard error.mayPass, .now + pause < giveUp else { throw error }
                _ = wait(for: [], until: .now + pause)
            }
        }
    }

    private func connect(until end: ContinuousClock.Instant?) throws(PostgresFault) -> Session {
        let new = try Session(address, until: earliest(end, .now + Self.connectPatience))
        try new.prepare()
        if tell != nil { try new.query("LISTEN \(PostgresSchema.channel)") }
        (session, lastHeard) = (new, .now)
        sessions += 1
        (backoff, nextAttempt) = (Backoff(), nil)
        // Once it listens again, readers catch up from their last line.
        tell?()
        return new
    }

    private func lose() {
        (session, newsAt) = (nil, nil)
        if tell != nil { nextAttempt = .now + backoff.next() }
    }

    private func earliest(
        _ one: ContinuousClock.Instant?, _ other: ContinuousClock.Instant
    ) -> ContinuousClock.Instant { one.map { min($0, other) } ?? other }

    // MARK: What others write

    /// Listens from now on.
    func listen(_ tell: @escaping @Sendable () -> Void) throws(PostgresFault) {
        // Not before it listens: a first connection is no news. Where there is none it is looked for from now on.
        defer { self.tell = tell }
        do throws(PostgresFault) {
            let session = try open(until: nil, patience: .zero)
            session.end = .now + Self.answerPatience
            try session.query("LISTEN \(PostgresSchema.channel)")
        } catch {
            session = nil
            nextAttempt = .now + backoff.next()
            throw error
        }
    }

    /// Listens no more.
    func stopListening() {
        (tell, nextAttempt) = (nil, nil)
        session?.end = .now + Self.answerPatience
        _ = try? session?.query("UNLISTEN \(PostgresSchema.channel)")
    }

    private func hear(reading: Bool) {
        guard let session, tell != nil || reading else { return }
        do throws(PostgresFault) {
            if try session.takeNotifications(reading: reading) { newsAt = newsAt ?? .now + pause }
        } catch {
            lose()
            // The reading that follows says what is the matter.
            tell?()
        }
    }

    /// For how long what others write is gathered before it is told: each line would else make every desk read, all at one moment. Where
    /// the server is slow it is longer, so that readings leave it room for steps.
    private var pause: Duration {
        min(max(.milliseconds(400), lastWork * 4), .seconds(10)) * Double.random(in: 0.5...1)
    }

    /// Waits for work, for a notification, or for the time to tell it, or to look for a lost or silent server.
    private func idle() {
        let own = (descriptor: mailbox.wakeup.descriptor, events: POLLIN)
        guard let session else {
            if wait(for: [own], until: nextAttempt) == nil { retry() }
            return
        }
        let all = [own, (descriptor: session.socket, events: POLLIN)]
        let question = tell.map { _ in lastHeard + silence }
        guard let ready = wait(for: all, until: [newsAt, question].compactMap(\.self).min()) else {
            if let question, question <= .now { ask(session) }
            return
        }
        if ready[1] != 0 {
            lastHeard = .now
            hear(reading: true)
        }
    }

    /// Asks whether a silent server is still there: a connection may be lost without a word, and those who listen would wait for ever.
    private func ask(_ session: Session) {
        session.end = .now + silence
        do throws(PostgresFault) {
            try session.query("SELECT")
            lastHeard = .now
        } catch {
            lose()
            tell?()
        }
    }

    /// Looks for a lost server.
    private func retry() {
        nextAttempt = nil
        guard session == nil, tell != nil else { return }
        if (try? connect(until: nil)) == nil { nextAttempt = .now + backoff.next() }
    }
}

/// Ever longer pauses between attempts, up to a bound, and never in step with those of others.
struct Backoff {
    private var pause = Duration.milliseconds(50)
    private static let longest = Duration.seconds(10)

    mutating func next() -> Duration {
        defer { pause = min(pause * 2, Self.longest) }
        return pause * Double.random(in: 0.5...1)
    }
}
