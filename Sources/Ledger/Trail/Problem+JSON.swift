internal import Licensing

extension Problem {
    var json: JSONValue {
        JSONValue(members: [
            "code": .string(code.rawValue), "status": status.map { .integer(Int64($0)) }, "message": .string(message),
            "time": .time(time), "effect": .string(effect.rawValue), "facts": facts.json,
        ])
    }

    init(_ fields: JSONFields) throws(TrailFault) {
        self.init(
            ProblemCode(rawValue: try fields.need("code", \.string)), status: try fields.optional("status", \.int),
            message: "", time: try fields.need("time", \.time), effect: try fields.need("effect") { $0.word() },
            facts: try ProblemFacts(fields.object("facts")))
        // Past the initializer, which shortens it.
        message = try fields.need("message", \.string)
    }
}

// `obstacles` and `wasTakenOff` tell how the ledger stood for whoever asked, `waitedUntil`, `folder` and `isWritableByOthers` are of
// what was never begun: they are in no line of it.
extension ProblemFacts {
    fileprivate var json: JSONValue {
        JSONValue(members: [
            "product": product.map(JSONValue.string), "hardwareID": (hardwareID?.rawValue).map(JSONValue.string),
            "signIn": (signIn?.rawValue).map(JSONValue.string), "license": license.map(JSONValue.string),
            "licenseID": licenseID.map(JSONValue.integer), "feature": feature.map(JSONValue.string),
            "requestedEnd": requestedEnd?.json,
            "maxBorrowHours": maxBorrowHours.map { .integer(Int64($0)) },
            "borrowedUntil": borrowedUntil.map(JSONValue.time),
            "licenseValidUntil": licenseValidUntil.map(JSONValue.time), "seats": seats?.json,
            "seatsSeenAt": seatsSeenAt.map(JSONValue.time), "clockOffset": clockOffset.flatMap(JSONValue.finite),
            "server": server.map(JSONValue.string), "endpoint": endpoint.map(JSONValue.string),
            "timeout": timeout?.json, "tlsFault": (tlsFault?.rawValue).map(JSONValue.string),
            "proxyStatus": proxyStatus.map { .integer(Int64($0)) },
            "path": path.map(JSONValue.string), "owner": owner.map(JSONValue.string),
            "holder": process.map { .integer(Int64($0)) },
            "name": name.map(JSONValue.string), "retryAfter": retryAfter.flatMap(JSONValue.finite),
            "knownHardwareID": (knownHardwareID?.rawValue).map(JSONValue.string),
        ])
    }

    fileprivate init(_ fields: JSONFields) throws(TrailFault) {
        self.init()
        product = try fields.optional("product", \.string)
        hardwareID = try fields.optional("hardwareID", \.string).map(HardwareID.init(rawValue:))
        signIn = try fields.optional("signIn") { $0.word() }
        license = try fields.optional("license", \.string)
        licenseID = try fields.optional("licenseID", \.int64)
        feature = try fields.optional("feature", \.string)
        requestedEnd = try fields.optional("requestedEnd", BorrowEnd.init(json:))
        maxBorrowHours = try fields.optional("maxBorrowHours", \.int)
        borrowedUntil = try fields.optional("borrowedUntil", \.time)
        licenseValidUntil = try fields.optional("licenseValidUntil", \.time)
        seats = try fields.optionalObject("seats").map { fields throws(TrailFault) in try Seats(fields) }
        seatsSeenAt = try fields.optional("seatsSeenAt", \.time)
        clockOffset = try fields.optional("clockOffset", \.decimal)
        server = try fields.optional("server", \.string)
        endpoint = try fields.optional("endpoint", \.string)
        timeout = try fields.optionalObject("timeout").map { fields throws(TrailFault) in try Timeout(fields) }
        tlsFault = try fields.optional("tlsFault") { $0.word() }
        proxyStatus = try fields.optional("proxyStatus", \.int)
        path = try fields.optional("path", \.string)
        owner = try fields.optional("owner", \.string)
        process = try fields.optional("holder", \.int32)
        name = try fields.optional("name", \.string)
        retryAfter = try fields.optional("retryAfter", \.decimal)
        knownHardwareID = try fields.optional("knownHardwareID", \.string).map(HardwareID.init(rawValue:))
    }
}

extension Seats {
    fileprivate var json: JSONValue {
        JSONValue(members: ["total": .integer(Int64(total)), "inUse": .integer(Int64(inUse))])
    }

    fileprivate init(_ fields: JSONFields) throws(TrailFault) {
        self.init(total: try fields.need("total", \.int), inUse: try fields.need("inUse", \.int))
    }
}

extension ProblemFacts.Timeout {
    fileprivate var json: JSONValue {
        // A wait without bounds is none that can run out.
        JSONValue(members: ["phase": .string(phase.rawValue), "seconds": JSONValue.finite(seconds) ?? .decimal(0)])
    }

    fileprivate init(_ fields: JSONFields) throws(TrailFault) {
        self.init(phase: try fields.need("phase") { $0.word() }, seconds: try fields.need("seconds", \.decimal))
    }
}
