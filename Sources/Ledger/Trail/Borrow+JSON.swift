internal import Licensing

extension Borrow {
    var json: JSONValue {
        JSONValue(members: [
            "id": .string(id.rawValue), "subject": subject.json, "account": account.json,
            "begunAt": begunAt.map(JSONValue.time), "grant": grant?.json, "releasedAt": releasedAt.map(JSONValue.time),
            "seatTakenAt": seatTakenAt.map(JSONValue.time), "forgottenAt": forgottenAt.map(JSONValue.time),
            "secretSource": secretSource.json, "doubt": doubt?.json, "sureUntil": sureUntil.map(JSONValue.time),
            "toldBy": toldBy.map { .string($0.rawValue) },
            "clockOffset": clockOffset.flatMap(JSONValue.finite), "operation": operation.json,
        ])
    }

    init(_ fields: JSONFields) throws(TrailFault) {
        self.init(
            id: OperationID(rawValue: try fields.need("id", \.string)),
            subject: try BorrowSubject(fields.object("subject")),
            account: try Account(fields.object("account")), begunAt: try fields.optional("begunAt", \.time),
            grant: try fields.optionalObject("grant").map { fields throws(TrailFault) in try BorrowGrant(fields) },
            releasedAt: try fields.optional("releasedAt", \.time),
            seatTakenAt: try fields.optional("seatTakenAt", \.time),
            forgottenAt: try fields.optional("forgottenAt", \.time),
            secretSource: try SecretSource(fields.object("secretSource")),
            sureUntil: try fields.optional("sureUntil", \.time),
            toldBy: try fields.optional("toldBy", \.string).map(OperationID.init(rawValue:)),
            clockOffset: try fields.optional("clockOffset", \.decimal),
            operation: try Operation(fields.object("operation")))
        // As it was written: whatever the phase, it may have been cleared.
        doubt = try fields.optionalObject("doubt").map { fields throws(TrailFault) in try Problem(fields) }
    }
}

extension BorrowSubject {
    fileprivate var json: JSONValue {
        JSONValue(members: [
            "server": .string(server), "product": .string(product), "license": license.json,
            "licenseID": licenseID.map(JSONValue.integer), "bundleCode": bundleCode.map(JSONValue.string),
            "feature": feature.map(JSONValue.string), "hardwareID": .string(hardwareID.rawValue),
        ])
    }

    fileprivate init(_ fields: JSONFields) throws(TrailFault) {
        self.init(
            server: try fields.need("server", \.string), product: try fields.need("product", \.string),
            license: try LicenseReference(fields.object("license")),
            licenseID: try fields.optional("licenseID", \.int64),
            bundleCode: try fields.optional("bundleCode", \.string),
            feature: try fields.optional("feature", \.string),
            hardwareID: HardwareID(rawValue: try fields.need("hardwareID", \.string)))
    }
}

extension LicenseReference {
    fileprivate var json: JSONValue {
        switch self {
        case .key(let lastFour, let fingerprint):
            JSONValue(members: [
                "by": .string("key"), "lastFour": .string(lastFour), "fingerprint": .string(fingerprint),
            ])
        case .user(let name): JSONValue(members: ["by": .string("user"), "name": .string(name)])
        case .customerAccount(let code): JSONValue(members: ["by": .string("customerAccount"), "code": .string(code)])
        }
    }

    fileprivate init(_ fields: JSONFields) throws(TrailFault) {
        switch try fields.kind("by") {
        case "key":
            self = .key(
                lastFour: try fields.need("lastFour", \.string), fingerprint: try fields.need("fingerprint", \.string))
        case "user": self = .user(try fields.need("name", \.string))
        case "customerAccount": self = .customerAccount(try fields.need("code", \.string))
        case let kind: throw fields.unknown("by", kind)
        }
    }
}

extension Account {
    fileprivate var json: JSONValue {
        JSONValue(members: [
            "profile": profile.map(JSONValue.string), "authorization": authorization.map(JSONValue.string),
            "digest": digest.map(JSONValue.string),
        ])
    }

    fileprivate init(_ fields: JSONFields) throws(TrailFault) {
        self.init(
            profile: try fields.optional("profile", \.string),
            authorization: try fields.optional("authorization", \.string),
            digest: try fields.optional("digest", \.string))
    }
}

extension BorrowGrant {
    fileprivate var json: JSONValue {
        JSONValue(members: [
            "end": .time(end), "maxBorrowHours": maxBorrowHours.map { .integer(Int64($0)) },
            "deviceID": deviceID.map(JSONValue.integer), "licenseID": licenseID.map(JSONValue.integer),
            "withdrawn": .bool(isWithdrawn),
        ])
    }

    fileprivate init(_ fields: JSONFields) throws(TrailFault) {
        self.init(
            end: try fields.need("end", \.time), maxBorrowHours: try fields.optional("maxBorrowHours", \.int),
            deviceID: try fields.optional("deviceID", \.int64), licenseID: try fields.optional("licenseID", \.int64),
            isWithdrawn: try fields.need("withdrawn", \.bool))
    }
}

extension SecretSource {
    fileprivate var json: JSONValue {
        switch self {
        case .prompt: JSONValue(members: ["from": .string("prompt")])
        case .environment(let name): JSONValue(members: ["from": .string("environment"), "name": .string(name)])
        case .file(let path): JSONValue(members: ["from": .string("file"), "path": .string(path)])
        }
    }

    fileprivate init(_ fields: JSONFields) throws(TrailFault) {
        switch try fields.kind("from") {
        case "prompt": self = .prompt
        case "environment": self = .environment(try fields.need("name", \.string))
        case "file": self = .file(try fields.need("path", \.string))
        case let kind: throw fields.unknown("from", kind)
        }
    }
}
