internal import FoundationEssentials

/// `missing_parameters`: the server's text ends with the names.
enum MissingParameters {
    @Sendable static func sharpen(_ wording: inout Wording, _ problem: Problem) {
        guard let colon = problem.message.firstIndex(of: ":") else { return }
        let names = problem.message[problem.message.index(after: colon)...]
            .split { !($0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "_") }
            .map(String.init)
        guard !names.isEmpty else { return }
        wording.whatHappened = "The request lacks what the server needs: \(names.joined(separator: ", "))."
        wording.remedies = names.map { Remedy("fill in \($0)", action($0)) } + wording.remedies.dropFirst()
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
    @Sendable static func sharpen(_ wording: inout Wording, _ problem: Problem) {
        let facts = problem.facts
        guard let signIn = facts.signIn else { return }
        let product = facts.product ?? "this product"
        let license = facts.license ?? ""
        switch signIn {
        case .licenseKey:
            // A bare "…" is what is left of a key too short to show any of it.
            let key = license.count > 1 ? "the key \(license)" : "this key"
            wording.whatHappened = "The server found no license of \(product) with \(key)."
            wording.likelyCauses = [
                "the key is mistyped (the server says \"license user\" also when it means a key)",
                "the key belongs to another product",
            ]
            wording.remedies = [
                Remedy("enter the key again, and paste it if you can", .editSignIn),
                Remedy("check the product code", .editProduct),
            ]
        case .user:
            let user = license.isEmpty ? "this user" : license
            wording.whatHappened = "The server found no license of \(product) for \(user)."
            wording.likelyCauses = ["the user's e-mail is mistyped", "the user has no license of this product"]
            wording.remedies = [
                Remedy("check the user's e-mail", .editSignIn), Remedy("check the product code", .editProduct),
                Remedy("ask your license administrator to assign the user a license"),
            ]
        case .singleSignOn:
            let account = license.isEmpty ? "this customer account" : "customer account \(license)"
            wording.whatHappened = "The server found no license of \(product) in \(account)."
            wording.likelyCauses = [
                "the person who signed in has no license of this product", "the customer account code is mistyped",
            ]
            wording.remedies = [
                Remedy("check the customer account code", .editSignIn),
                Remedy("check the product code", .editProduct),
                Remedy("ask your license administrator to assign that person a license"),
            ]
        }
        let picked = facts.licenseID.map { "license \($0), which was picked, is not among them" }
        wording.likelyCauses =
            (picked.map { [$0] } ?? []) + wording.likelyCauses + ["the product code differs in upper and lower case"]
        if picked != nil {
            wording.remedies = [Remedy("pick another license, or any", .editLicense)] + wording.remedies
        }
    }
}

/// `device_not_found`: never activated here, or activated under another hardware id.
enum DeviceNotFound {
    @Sendable static func sharpen(_ wording: inout Wording, _ problem: Problem) {
        guard let id = problem.facts.hardwareID else { return }
        if problem.facts.isOfDeactivation {
            NothingToDeactivate.sharpen(&wording)
            return
        }
        if Undertaking(problem.facts) == .release { return NothingToReturn.sharpen(&wording) }
        guard let known = problem.facts.knownHardwareID else {
            wording.likelyCauses = [
                "this device was never activated on the license",
                "its hardware id has changed: a new disk image, a clone, a container",
                "its activation was taken back",
            ]
            return
        }
        if known == id {
            wording.likelyCauses = ["its activation was taken back since it last borrowed"]
            return
        }
        wording.likelyCauses = ["the hardware id has changed: this host borrowed as \(known.short) before"]
        wording.remedies = [
            Remedy("set the hardware id back to \(known.short)", .editDevice),
            Remedy("activate \(id.short) too, which uses up another activation", .activateDevice),
        ]
        wording.solvers = [.you, .systemAdministrator, .licenseAdministrator]
    }
}

/// A release of what a device holds that is not on the license any more, as one that was deactivated by another host.
enum NothingToReturn {
    static func sharpen(_ wording: inout Wording) {
        wording.likelyCauses = ["its activation was taken back since it borrowed"]
        wording.remedies = [
            Remedy("leave it: a device that is not activated holds no seat, and the borrow is over at its end"),
            Remedy("activate this device and return it then, where it has to be over before", .activateDevice),
        ]
    }
}

/// A deactivation of what is not activated.
enum NothingToDeactivate {
    static func sharpen(_ wording: inout Wording) {
        wording.whatHappened += " There is nothing to take off it."
        wording.exit = .deviceRefused
        wording.likelyCauses = ["it was taken off before, or was never activated", "its hardware id is mistyped"]
        wording.remedies = [
            Remedy("do nothing: the license does not know this device, as was wanted"),
            Remedy("compare the hardware id with the one that was activated", .editDevice),
        ]
    }
}

/// `device_holds_seat`: by the borrow that stands in the way.
enum DeviceHoldsSeat {
    @Sendable static func sharpen(_ wording: inout Wording, _ problem: Problem) {
        let facts = problem.facts
        guard !facts.obstacles.isEmpty else { return }
        if let end = facts.borrowedUntil {
            let several = facts.obstacles.count > 1
            wording.whatHappened =
                several
                ? "This device holds \(facts.obstacles.count) borrows of the license, the last one until \(UTC.words(end)), "
                    + "and a deactivation would take their seats away."
                : "This device holds a borrow until \(UTC.words(end)), and a deactivation would take its seat away."
            wording.likelyCauses =
                several
                ? ["they were not returned, and their ends have not come"]
                : ["it was not returned, and its end has not come"]
        } else {
            wording.whatHappened =
                "It is not known whether this device holds a seat, which a deactivation would take away."
            wording.likelyCauses = ["an earlier operation brought no response to rely on, and nobody has settled it"]
        }
        let returns = facts.obstacles.enumerated().map { place, obstacle in
            guard obstacle.canBeReleased else {
                return Remedy(
                    "wait until borrow \(obstacle.borrow) has ended: what single sign-on borrowed cannot be released")
            }
            return Remedy(
                place == 0 ? "return it first, which is safe even if nothing is held" : "return this one as well",
                typing: "berth release \(obstacle.words)")
        }
        wording.remedies.replaceSubrange(0..<1, with: returns)
    }
}

extension ProblemFacts.Obstacle {
    /// The words by which a command means it.
    var words: String {
        let flags = [("--profile", profile), ("--server", server)]
        return
            ([borrow.rawValue.shellQuoted]
            + flags.flatMap { name, value in value.map { [name, $0.shellQuoted] } ?? [] })
            .joined(separator: " ")
    }
}

/// `license_not_active`: where the activation itself met it, activating again is no way out; where this device was the last one
/// on the license, it is the device that was refused, as it is while others are.
enum NotActive {
    @Sendable static func sharpen(_ wording: inout Wording, _ problem: Problem) {
        if problem.facts.isOfDeactivation { return NothingToDeactivate.sharpen(&wording) }
        if Undertaking(problem.facts) == .release { return NothingToReturn.sharpen(&wording) }
        guard Undertaking(problem.facts) == .activate, problem.facts.endpoint != nil else {
            if problem.facts.wasTakenOff { takenOff(&wording) }
            return
        }
        wording.whatHappened = "The activation was refused: this license is not active."
        wording.likelyCauses = ["the license was never made active, or has been put out of use"]
        wording.remedies = [
            Remedy("ask your license administrator to make it active"), .anotherLicense,
        ]
        wording.solvers = [.licenseAdministrator, .vendor]
    }

    private static func takenOff(_ wording: inout Wording) {
        wording.whatHappened = "This device was taken off the license, and no other is on it."
        wording.likelyCauses = ["it was deactivated, and not activated again"]
        wording.exit = .deviceRefused
    }
}

/// `floating_not_available`: on a borrow or a check no seat is free; on a release there is none to release.
enum NoSeat {
    @Sendable static func sharpen(_ wording: inout Wording, _ problem: Problem) {
        let facts = problem.facts
        if Undertaking(facts) == .release {
            wording.whatHappened = "The server finds no seat of this device to release."
            wording.likelyCauses = ["it was released before, or its end has passed"]
            wording.remedies =
                problem.effect == .none ? [Remedy("do nothing: the seat is likely free, as it should be")] : []
            wording.solvers = [.you]
            wording.retry = .no
            return
        }
        if let feature = facts.feature {
            wording.whatHappened = "Every seat of feature \(feature) is taken."
            return
        }
        guard let seats = facts.seats else { return }
        // Seats seen earlier may have been free then: the number in use would contradict the refusal.
        let count = seats.inUse >= seats.total ? "\(seats.total) of \(seats.total)" : "\(seats.total) in all"
        let seen = facts.seatsSeenAt.map { ", as of \(UTC.words($0, on: problem.time))" } ?? ""
        wording.whatHappened = "Every seat of this license is taken (\(count)\(seen))."
    }
}
