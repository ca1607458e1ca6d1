internal import ClientCore
internal import FoundationEssentials
internal import Licensing
internal import TerminalUI

extension BorrowForm {
    /// What keeps a request from being made of the draft: the first field at fault, and a sentence for each.
    struct Incomplete: Error, Hashable {
        var errors: [FormField.ID: String]
        var first: FormField.ID
    }

    /// The request that the draft stands for.
    ///
    /// - Parameters:
    ///   - now: the server's time.
    ///   - limit: the longest borrow in hours, where it is known.
    func request(now: Date, zone: LocalZone, limit: Int?) throws(Incomplete) -> BorrowRequest {
        var errors: [FormField.ID: String] = [:]
        let product = take(.product, &errors) { () throws(FieldError) in
            try Validation.product(self[.product].text)
        }
        let credentials = credentials(&errors)
        let license = take(.license, &errors) { () throws(FieldError) -> Int64? in
            self[.license].text.isEmpty ? nil : try Validation.licenseID(self[.license].text)
        }
        let feature = take(.feature, &errors) { () throws(FieldError) -> String? in
            self[.feature].text.isEmpty ? nil : try Validation.feature(self[.feature].text)
        }
        let bundle = take(.bundle, &errors) { () throws(FieldError) -> String? in
            self[.bundle].text.isEmpty ? nil : try Validation.bundleCode(self[.bundle].text)
        }
        let device = take(.device, &errors) { () throws(FieldError) in
            if self[.device].text.allSatisfy(\.isWhitespace), let hostDevice { return hostDevice }
            return try Validation.hardwareID(self[.device].text)
        }
        let end = end(now: now, zone: zone, limit: limit, &errors)
        guard errors.isEmpty, let product, let credentials, let license, let feature, let bundle, let device, let end
        else {
            let order = FormField.ID.allCases
            throw Incomplete(errors: errors, first: order.first { errors[$0] != nil } ?? .product)
        }
        return BorrowRequest(
            product: product, hardwareID: device, credentials: credentials, licenseID: license, bundleCode: bundle,
            feature: feature, end: end)
    }

    /// Whether the draft is of the product and the license that an activation was of.
    func holds(_ wish: ActivationRequest) -> Bool {
        var errors: [FormField.ID: String] = [:]
        let product = try? Validation.product(self[.product].text)
        return product == wish.product && credentials(&errors) == wish.credentials
    }

    /// The credentials alone, for a list of a user's licenses.
    func credentials(_ errors: inout [FormField.ID: String]) -> Credentials? {
        switch signIn {
        case .licenseKey:
            return take(.key, &errors) { () throws(FieldError) in
                try Validation.licenseKey(Secret(self[.key].text))
            }.map { .licenseKey($0) }
        case .user:
            let name = take(.userName, &errors) { () throws(FieldError) in
                try Validation.user(self[.userName].text)
            }
            let secret = take(.password, &errors) { () throws(FieldError) in
                try Validation.password(Secret(self[.password].text))
            }
            guard let name, let secret else { return nil }
            return .user(name: name, password: secret)
        case .singleSignOn:
            let secret = take(.proof, &errors) { () throws(FieldError) in
                try Validation.token(Secret(self[.proof].text))
            }
            let code = take(.account, &errors) { () throws(FieldError) in
                try Validation.customerAccountCode(self[.account].text)
            }
            guard let secret, let code else { return nil }
            return .singleSignOn(
                SingleSignOn(proof: proofKind == .code ? .code(secret) : .idToken(secret), customerAccountCode: code))
        }
    }

    private func end(
        now: Date, zone: LocalZone, limit: Int?, _ errors: inout [FormField.ID: String]
    ) -> BorrowEnd? {
        if isMaximum { return .maximum }
        return take(.until, &errors) { () throws(FieldError) in
            try Validation.end(typed: self[.until].text, now: now, zone: zone, limit: limit)
        }
    }

    private func take<Value>(
        _ id: FormField.ID, _ errors: inout [FormField.ID: String], _ body: () throws(FieldError) -> Value
    ) -> Value? {
        if self[id].isCut {
            errors[id] = Strings.cut(self[id].limit)
            return nil
        }
        if mistakesKey(id) {
            errors[id] = Strings.looksLikeKey
            return nil
        }
        do {
            return try body()
        } catch {
            errors[id] = error.sentence
            return nil
        }
    }
}

extension BorrowForm {
    /// The longest borrow in hours for what the form names, where it is known.
    func knownLimit(_ desk: Desk) -> Int? {
        var errors: [FormField.ID: String] = [:]
        guard let credentials = credentials(&errors) else { return nil }
        let number = Int64(self[.license].text)
        let limit = desk.client.knownLimit(
            product: self[.product].text, credentials: credentials, licenseID: number,
            feature: self[.feature].text.isEmpty ? nil : self[.feature].text)
        // Of several licenses that a user may have, what is held need not be the one that is borrowed.
        return limit ?? (signIn == .licenseKey || number != nil ? held(desk)?.grant?.maxBorrowHours : nil)
    }
}

extension BorrowForm {
    /// The end of what is held of the very license that the form names, as far as that can be told: what is sent sets a new one.
    func heldEnd(_ desk: Desk) -> Date? { held(desk)?.sureEnd(at: desk.moment) }

    /// That what is held of it is of another account, and what to do; nil where it is not.
    func heldElsewhere(_ desk: Desk) -> String? {
        guard let held = held(desk), desk.client.isElsewhere(held) else { return nil }
        return Strings.isElsewhere(held, desk, to: .extend)
    }

    /// The borrow of the very license that the form names.
    private func held(_ desk: Desk) -> Borrow? {
        guard desk.client.book.heldCount > 0, let credentials = named,
            let device = self[.device].text.allSatisfy(\.isWhitespace)
                ? hostDevice : try? Validation.hardwareID(self[.device].text)
        else { return nil }
        func text(_ id: FormField.ID) -> String? { self[id].text.isEmpty ? nil : self[id].text }
        let wish = BorrowRequest(
            product: self[.product].text, hardwareID: device, credentials: credentials,
            licenseID: Int64(self[.license].text), bundleCode: text(.bundle), feature: text(.feature), end: .maximum)
        return desk.client.held(by: wish, at: desk.now)
    }

    /// What names the license, whether or not all that signs in is there.
    private var named: Credentials? {
        switch signIn {
        case .licenseKey: (try? Validation.licenseKey(Secret(self[.key].text))).map { .licenseKey($0) }
        case .user:
            (try? Validation.user(self[.userName].text)).map { .user(name: $0, password: Secret(self[.password].text)) }
        case .singleSignOn:
            (try? Validation.customerAccountCode(self[.account].text)).map {
                .singleSignOn(SingleSignOn(proof: .code(Secret("")), customerAccountCode: $0))
            }
        }
    }
}

extension Validation {
    /// An end as it was typed, read and judged.
    static func end(typed text: String, now: Date, zone: LocalZone, limit: Int?) throws(FieldError) -> BorrowEnd {
        // What cannot be read is told with what was typed.
        if KeyShape.isByAnyMeasureIn(text) { throw FieldError(.end, Strings.looksLikeKey) }
        let reading: EndInput.Reading
        do {
            reading = try EndInput.read(text, now: now, in: zone)
        } catch {
            throw FieldError(.end, error.sentence)
        }
        let local = LocalTime(zone: zone)
        return try end(reading.end, now: now, maxBorrowHours: limit) { date in
            "\(local.long(date, now: now)) \(local.zoneName(at: date))"
        }
    }
}
