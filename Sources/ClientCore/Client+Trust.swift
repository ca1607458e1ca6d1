internal import FoundationEssentials
internal import Licensing

// An answer's signature covers neither the request nor the time, so an old answer can be sent again: what it says is
// compared with what was asked (reference, section 7.2).
extension Client.State {
    /// The answer is not about what was asked: the outcome is unknown, and the answer is kept as evidence.
    mutating func distrusted(
        _ id: OperationID, _ borrow: Borrow, _ mismatch: String, _ receipt: Receipt?, at: Date
    ) -> [Client.Effect] {
        let problem = Problem(.answerMismatched, message: mismatch, time: at, facts: borrow.facts)
        return failed(id, borrow, ServiceFailure(problem, effect: .unknown), receipt: receipt, at: at)
    }
}

extension BorrowGrant {
    /// How far two clocks may be apart, in seconds: as far as the server allows (reference, section 2.1).
    private static let tolerance: TimeInterval = 15 * 60

    /// What speaks against its being the answer to a request; nil where nothing does.
    ///
    /// - Parameters:
    ///   - sentAt: when the request was about to leave, by the server's clock.
    ///   - now: when the answer came, by the server's clock.
    func mismatch(with request: BorrowRequest, sentAt: Date, now: Date) -> String? {
        if let wanted = request.licenseID, wanted != licenseID {
            return "It is about license \(licenseID), and license \(wanted) was asked for."
        }
        if end < sentAt - Self.tolerance { return "It names an end in the past, \(UTC.format(end))." }
        let latest =
            switch request.end {
            case .at(let date): date
            case .maximum: now + TimeInterval(maxBorrowHours) * 3600
            }
        if end > latest + Self.tolerance {
            return "It names the end \(UTC.format(end)), which is later than was asked for, \(UTC.format(latest))."
        }
        return nil
    }
}

extension License {
    /// What speaks against its being the license of a borrow that was looked at; nil where nothing does.
    func mismatch(with borrow: Borrow) -> String? {
        guard let wanted = borrow.licenseNumber, wanted != id else { return nil }
        return "It is about license \(id), and license \(wanted) was asked for."
    }
}
