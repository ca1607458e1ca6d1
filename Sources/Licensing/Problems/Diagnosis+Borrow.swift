internal import FoundationEssentials

/// `missing_parameters`: the server's text ends with the names.
enum MissingParameters {
    @Sendable static func sharpen(_ explanation: inout Explanation, _ problem: Problem) {
        guard let colon = problem.message.firstIndex(of: ":") else { return }
        let names = problem.message[problem.message.index(after: colon)...]
            .split { !($0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "_") }
            .map(String.init)
        guard !names.isEmpty else { return }
        explanation.whatHappened = "The request lacks what the server needs: \(names.joined(separator: ", "))."
        explanation.remedies = names.map { Remedy("fill in \($0)", action($0)) } + explanation.remedies.dropFirst()
    }

    private static func action(_ name: String) -> Remedy.Action? {
        switch name {
        case "product": .editProduct
        case "hardware_id": .editDevice
        case "borrowed_until": .editEnd
        case "license_id": .editLicense
        case "license_key", "username", "password", "code", "id_token", "customer_account_code": .editSignIn
        default: nil
        }
    }
}

/// `license_not_found`: the server's text speaks of a "license user" even where a key was sent.
enum LicenseNotFound {
    @Sendable static func sharpen(_ explanation: inout Explanation, _ problem: Problem) {
        let facts = problem.facts
        guard let signIn = facts.signIn else { return }
        let product = facts.product ?? "this product"
        let license = facts.license ?? ""
        switch signIn {
        case .licenseKey:
            // A bare "…" is what is left of a key too short to show any of it.
            let key = license.count > 1 ? "the key \(license)" : "this key"
            explanation.whatHappened = "The server found no license of \(product) with \(key)."
            explanation.likelyCauses = ["the key is mistyped", "the key belongs to another product"]
            explanation.remedies = [
                Remedy("enter the key anew, and paste it if you can", .editSignIn),
                Remedy("check the product code", .editProduct),
                Remedy("take the server's words \"license user\" to mean the key too"),
            ]
        case .user:
            let user = license.isEmpty ? "this user" : license
            explanation.whatHappened = "The server found no license of \(product) for \(user)."
            explanation.likelyCauses = ["the user's e-mail is mistyped", "the user has no license of this product"]
            explanation.remedies = [
                Remedy("check the user's e-mail", .editSignIn), Remedy("check the product code", .editProduct),
                Remedy("ask your license administrator to assign the user a license"),
            ]
        case .singleSignOn:
            let account = license.isEmpty ? "this customer account" : "customer account \(license)"
            explanation.whatHappened = "The server found no license of \(product) in \(account)."
            explanation.likelyCauses = [
                "the person who signed in has no license of this product", "the customer account code is mistyped",
            ]
            explanation.remedies = [
                Remedy("check the customer account code", .editSignIn),
                Remedy("check the product code", .editProduct),
                Remedy("ask your license administrator to assign that person a license"),
            ]
        }
        explanation.likelyCauses.append("the product code differs in upper and lower case")
        if let number = facts.licenseID {
            explanation.likelyCauses.insert("license \(number), which was picked, is not among them", at: 0)
            explanation.remedies.insert(Remedy("pick another license, or any", .editLicense), at: 0)
        }
    }
}

/// `device_not_found`: never activated here, or activated under another hardware id.
enum DeviceNotFound {
    @Sendable static func sharpen(_ explanation: inout Explanation, _ problem: Problem) {
        let facts = problem.facts
        guard let id = facts.hardwareID else { return }
        explanation.whatHappened = "The server finds no device \(id.short) activated on \(facts.licenseWords)."
        guard let known = facts.knownHardwareID else {
            explanation.likelyCauses.swapAt(1, 2)
            return
        }
        if known == id {
            explanation.likelyCauses = ["its activation was taken back since it last borrowed"]
            return
        }
        explanation.likelyCauses = ["the hardware id has changed: this host borrowed as \(known.short) before"]
        explanation.remedies = [
            Remedy("set the hardware id back to \(known.short)", .editDevice),
            Remedy("activate \(id.short) too, which uses up another activation", .activateDevice),
        ]
        explanation.solvers = [.you, .systemAdministrator, .licenseAdministrator]
    }
}

/// `floating_not_available`: on a borrow or a check no seat is free; on a release there is none to give back.
enum NoSeat {
    @Sendable static func sharpen(_ explanation: inout Explanation, _ problem: Problem) {
        let facts = problem.facts
        if Undertaking(problem) == .release {
            explanation.whatHappened = "The server finds no seat of this device to give back."
            explanation.likelyCauses = ["it was given back before, or its end has passed"]
            explanation.remedies = [Remedy("do nothing: the seat is likely free, as it should be")]
            explanation.solvers = [.you]
            explanation.retry = .no
            return
        }
        guard let seats = facts.seats else { return }
        // Seats seen earlier may have been free then: the number in use would contradict the refusal.
        let count = seats.inUse >= seats.total ? "\(seats.total) of \(seats.total)" : "\(seats.total) in all"
        let seen = facts.seatsSeenAt.map { ", as of \(UTC.words($0, on: problem.time))" } ?? ""
        explanation.whatHappened = "Every seat of \(facts.licenseWords) is taken (\(count)\(seen))."
    }
}
