internal import FoundationEssentials
internal import Licensing

extension ServiceState {
    /// The end of a borrow, as the service decides it (reference, section 3.3).
    func end(of licenseRequest: LicenseRequest, in pool: SeatPool) throws(Refusal) -> Date {
        let now = licenseRequest.now
        let latest = now + TimeInterval(pool.maxBorrowHours * 3600)
        let validUntil = licenseRequest.license.validUntil ?? .distantFuture
        guard let text = licenseRequest.parameters.text("borrowed_until") else {
            return choices.endPastValidity == .allowed ? latest : min(latest, validUntil)
        }
        var end = try readEnd(text)
        guard end > now else { throw Refusal(choices.pastEndCode) }
        if end > validUntil {
            switch choices.endPastValidity {
            case .allowed: break
            case .cut: end = validUntil
            case .refused: throw Refusal(.borrowUntilNotValid)
            }
        }
        let held = book.seat(of: licenseRequest.hardwareID, in: pool.id, at: now)
        let shortens = held.map { $0.kind == .borrowed && end < $0.until } ?? false
        guard end <= latest, choices.borrowMayShorten || !shortens else { throw Refusal(.borrowUntilNotValid) }
        return end
    }

    private func readEnd(_ text: String) throws(Refusal) -> Date {
        guard let date = UTC.parse(text) else { throw Refusal(choices.unreadableEndCode) }
        guard !text.contains(":") else { return date }
        switch choices.dateWithoutTime {
        case .startOfDay: return date
        case .endOfDay: return date + 86_400
        case .refused: throw Refusal(choices.unreadableEndCode)
        }
    }
}
