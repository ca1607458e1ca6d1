internal import Foundation
internal import Licensing
internal import TerminalUI

extension BorrowForm {
    /// What keeps a request from being made of the draft: the first field at fault, and a sentence for each.
    struct Incomplete: Error, Hashable {
        var errors: [Field: String]
        var first: Field
    }

    /// The request that the draft stands for.
    ///
    /// - Parameters:
    ///   - now: the server's time.
    ///   - limit: the longest borrow in hours, where it is known.
    func request(now: Date, zone: TimeZone, limit: Int?) throws(Incomplete) -> BorrowRequest {
        var errors: [Field: String] = [:]
        let product = take(.product, &errors) { () throws(FieldError) in
            if productLooksLikeKey { throw FieldError(.product, Strings.productLooksLikeKey) }
            return try Validation.product(self.product.text)
        }
        let credentials = self.credentials(&errors)
        let license = take(.license, &errors) { () throws(FieldError) -> Int64? in
            self.license.text.isEmpty ? nil : try Validation.licenseID(self.license.text)
        }
        let device = take(.device, &errors) { () throws(FieldError) in
            if self.device.text.allSatisfy(\.isWhitespace), let hostDevice { return hostDevice }
            return try Validation.hardwareID(self.device.text)
        }
        let end = self.end(now: now, zone: zone, limit: limit, &errors)
        guard errors.isEmpty, let product, let credentials, let license, let device, let end else {
            throw Incomplete(errors: errors, first: fields.first { errors[$0] != nil } ?? .product)
        }
        return BorrowRequest(
            product: product, hardwareID: device, credentials: credentials, licenseID: license, end: end)
    }

    /// The credentials alone, for a list of a user's licenses.
    func credentials(_ errors: inout [Field: String]) -> Credentials? {
        switch signIn {
        case .licenseKey:
            return take(.key, &errors) { () throws(FieldError) in try Validation.licenseKey(Secret(key.text)) }
                .map { .licenseKey($0) }
        case .user:
            let name = take(.userName, &errors) { () throws(FieldError) in try Validation.user(userName.text) }
            let secret = take(.password, &errors) { () throws(FieldError) in
                try Validation.password(Secret(password.text))
            }
            guard let name, let secret else { return nil }
            return .user(name: name, password: secret)
        case .singleSignOn:
            let secret = take(.proof, &errors) { () throws(FieldError) in try Validation.token(Secret(proof.text)) }
            let code = take(.account, &errors) { () throws(FieldError) in
                try Validation.customerAccountCode(account.text)
            }
            guard let secret, let code else { return nil }
            return .singleSignOn(
                SingleSignOn(proof: proofKind == .code ? .code(secret) : .idToken(secret), customerAccountCode: code))
        }
    }

    private func end(now: Date, zone: TimeZone, limit: Int?, _ errors: inout [Field: String]) -> BorrowEnd? {
        if isMaximum { return .maximum }
        do {
            let reading = try EndInput.read(until.text, now: now, in: zone)
            return take(.until, &errors) { () throws(FieldError) in
                try Validation.end(reading.end, now: now, maxBorrowHours: limit, licenseValidUntil: nil)
            }
        } catch {
            errors[.until] = error.sentence
            return nil
        }
    }

    private func take<Value>(
        _ field: Field, _ errors: inout [Field: String], _ body: () throws(FieldError) -> Value
    ) -> Value? {
        if let input = self[field], input.isCut {
            errors[field] = Strings.cut(input.limit)
            return nil
        }
        do {
            return try body()
        } catch {
            errors[field] = error.sentence
            return nil
        }
    }

    /// Whether what stands in the product's field looks like a license key: three groups or more of four letters and digits
    /// or more, one with a digit.
    var productLooksLikeKey: Bool {
        let groups = product.text.split(separator: "-", omittingEmptySubsequences: false)
        return groups.count >= 3 && product.text.contains(where: \.isNumber)
            && groups.allSatisfy { $0.count >= 4 && $0.allSatisfy { $0.isLetter || $0.isNumber } }
    }
}
