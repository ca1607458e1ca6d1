internal import Licensing

extension Licensing.Operation {
    var json: JSONValue {
        let (kind, requestedEnd): (String, BorrowEnd?) =
            switch self.kind {
            case .borrow(let end): ("borrow", end)
            case .release: ("release", nil)
            case .check: ("check", nil)
            case .activate: ("activate", nil)
            case .deactivate: ("deactivate", nil)
            }
        let (problem, reason): (Problem?, String?) =
            switch phase {
            case .intended, .sent, .confirmed: (nil, nil)
            case .refused(let problem), .unknown(let problem): (problem, nil)
            case .noted(let reason): (nil, reason)
            }
        return JSONValue(members: [
            "id": .string(id.rawValue), "kind": .string(kind), "lease": lease.json, "phase": .string(phase.name),
            "problem": problem?.json, "reason": reason.map(JSONValue.string), "requestedEnd": requestedEnd?.json,
            "startedAt": .time(startedAt), "startedBy": startedBy.json,
        ])
    }

    init(_ fields: JSONFields) throws(TrailFault) {
        let kind: Kind
        switch try fields.kind("kind") {
        case "borrow": kind = .borrow(try fields.need("requestedEnd", BorrowEnd.init(json:)))
        case "release": kind = .release
        case "check": kind = .check
        case "activate": kind = .activate
        case "deactivate": kind = .deactivate
        case let word: throw fields.unknown("kind", word)
        }
        self.init(
            id: OperationID(rawValue: try fields.need("id", \.string)), kind: kind,
            startedAt: try fields.need("startedAt", \.time), startedBy: try Performer(fields.object("startedBy")),
            lease: try Lease(fields.object("lease")), phase: try OperationPhase(fields))
    }
}

extension OperationPhase {
    /// From the fields of the operation that is in it.
    fileprivate init(_ fields: JSONFields) throws(TrailFault) {
        switch try fields.kind("phase") {
        case "intended": self = .intended
        case "sent": self = .sent
        case "confirmed": self = .confirmed
        case "refused": self = .refused(try Problem(fields.object("problem")))
        case "unknown": self = .unknown(try Problem(fields.object("problem")))
        case "noted": self = .noted(reason: try fields.need("reason", \.string))
        case let word: throw fields.unknown("phase", word)
        }
    }
}

extension BorrowEnd {
    var json: JSONValue {
        switch self {
        case .maximum: .string("maximum")
        case .at(let time): .time(time)
        }
    }

    init?(json: JSONDocument.Value) {
        if let time = json.time {
            self = .at(time)
        } else if json.string == "maximum" {
            self = .maximum
        } else {
            return nil
        }
    }
}

extension Lease {
    fileprivate var json: JSONValue { JSONValue(members: ["from": .time(from), "until": .time(until)]) }

    fileprivate init(_ fields: JSONFields) throws(TrailFault) {
        self.init(from: try fields.need("from", \.time), until: try fields.need("until", \.time))
    }
}

extension Performer {
    var json: JSONValue {
        JSONValue(members: [
            "user": .string(user), "login": login.map(JSONValue.string),
            "claims": JSONValue(members: [
                "user": claims.user.map(JSONValue.string), "address": claims.address.map(JSONValue.string),
            ]),
            "host": host.map(JSONValue.string), "process": .integer(Int64(process)),
        ])
    }

    init(_ fields: JSONFields) throws(TrailFault) {
        let claims = try fields.object("claims")
        self.init(
            user: try fields.need("user", \.string), login: try fields.optional("login", \.string),
            claims: Claims(
                user: try claims.optional("user", \.string), address: try claims.optional("address", \.string)),
            host: try fields.optional("host", \.string), process: try fields.need("process", \.int32))
    }
}
