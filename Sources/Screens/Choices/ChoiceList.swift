internal import ClientCore
internal import Licensing
public import TerminalUI

/// A list to choose a field's value from.
public struct ChoiceList: Hashable, Sendable {
    /// One row.
    public struct Item: Hashable, Sendable {
        /// What goes into the field.
        public var value: String
        /// What is shown.
        public var text: String
        /// What is shown beside it, in less weight.
        public var note: String
    }

    public var field: BorrowForm.Field
    public var title: String
    public var items: [Item]
    public var cursor: ListCursor
    /// Whether the list is still being fetched.
    public var isLoading = false
}

extension App.State {
    /// The products that are known: configured, on the ledger, or looked up.
    func productChoices() -> ChoiceList {
        var codes = settings.products
        for code in client.borrows.map(\.subject.product) + client.products.keys.sorted() where !codes.contains(code) {
            codes.append(code)
        }
        let items = codes.map { code in
            ChoiceList.Item(value: code, text: code, note: client.products[code]?.name ?? "")
        }
        return choices(.product, "Product", items, current: form.product.text)
    }

    /// This host, and the devices that the ledger knows.
    func deviceChoices() -> ChoiceList {
        var items: [ChoiceList.Item] = []
        if let host = form.hostDevice { items.append(.init(value: "", text: "this host", note: host.short)) }
        let others = Set(client.borrows.map(\.subject.hardwareID)).subtracting([form.hostDevice].compactMap(\.self))
        for device in others.sorted(by: { $0.rawValue < $1.rawValue }) {
            items.append(.init(value: device.rawValue, text: device.rawValue, note: "from the ledger"))
        }
        return choices(.device, "Device", items, current: form.device.text)
    }

    /// The user's licenses, as they were listed for the form's product.
    func licenseChoices() -> ChoiceList {
        var items = [ChoiceList.Item(value: "", text: "any", note: "the server picks one")]
        let isCurrent = client.licenses?.product == form.product.text && client.licenses?.user == form.userName.text
        for license in isCurrent ? client.licenses?.licenses ?? [] : [] {
            items.append(.init(value: String(license.id), text: String(license.id), note: license.summary(local)))
        }
        var list = choices(.license, "License of \(form.userName.text)", items, current: form.license.text)
        list.isLoading = client.queries.contains { $0.isLicenses }
        return list
    }

    private func choices(
        _ field: BorrowForm.Field, _ title: String, _ items: [ChoiceList.Item], current: String
    ) -> ChoiceList {
        let index = items.firstIndex { $0.value == current } ?? 0
        return ChoiceList(field: field, title: title, items: items, cursor: ListCursor(index))
    }
}

extension License {
    /// What tells it from the user's others, on one line.
    fileprivate func summary(_ local: LocalTime) -> String {
        var parts: [String] = []
        if !isEnabled { parts.append("disabled") }
        if isExpired { parts.append("expired") }
        if !isFloatingCloud { parts.append("not floating") } else if !canBorrow { parts.append("cannot be borrowed") }
        if let seats { parts.append(seats.total == 1 ? "1 seat" : "\(seats.total) seats") }
        if let maxBorrowHours, maxBorrowHours > 0 { parts.append("max \(maxBorrowHours) h") }
        if let validUntil { parts.append("to \(local.day(validUntil))") }
        return parts.joined(separator: ", ")
    }
}

extension Client.Query {
    fileprivate var isLicenses: Bool {
        if case .licenses = self { true } else { false }
    }
}
