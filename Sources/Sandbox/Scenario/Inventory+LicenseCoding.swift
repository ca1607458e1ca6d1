internal import FoundationEssentials
internal import Licensing

extension Inventory.License: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case id, product, key, user, bundle, seats, enabled, active, devices, features
        case customFields = "custom_fields"
        case maxBorrowHours = "max_borrow_hours"
        case canBorrow = "can_borrow"
        case floatsInCloud = "cloud_floating"
        case validFrom = "valid_from"
        case validUntil = "valid_until"
        case maxActivations = "max_activations"
        case maxActivationsPerUser = "max_activations_per_user"
        case maxTransfers = "max_transfers"
        case activatesAnyDevice = "activates_any_device"
        case blacklistsEveryDevice = "blacklists_every_device"
    }

    public init(from decoder: any Decoder) throws {
        let members = try Members(decoder, CodingKeys.self)
        let holder: Holder
        switch (members.has(.key), members.has(.user)) {
        case (true, false): holder = .key(Secret(try members.text(.key)))
        case (false, true): holder = .user(try members.text(.user))
        default: throw members.fault(.product, "needs either a key or a user beside it")
        }
        self.init(
            id: try members.need(.id), product: try members.text(.product), holder: holder,
            seats: try members.count(.seats), maxBorrowHours: try members.count(.maxBorrowHours))
        isEnabled = try members.value(.enabled, true)
        isActive = try members.value(.active, true)
        canBorrow = try members.value(.canBorrow, true)
        isFloatingCloud = try members.value(.floatsInCloud, true)
        validFrom = try Self.instant(.validFrom, members)
        validUntil = try Self.instant(.validUntil, members)
        maxActivations = try members.optionalCount(.maxActivations)
        maxActivationsPerUser = try members.optionalCount(.maxActivationsPerUser)
        maxTransfers = try members.optionalCount(.maxTransfers)
        activatesAnyDevice = try members.value(.activatesAnyDevice, false)
        blacklistsEveryDevice = try members.value(.blacklistsEveryDevice, false)
        devices = try members.value(.devices, [])
        features = try members.value(.features, [])
        bundle = try members.optional(.bundle)
        customFields = try members.value(.customFields, [])
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(product, forKey: .product)
        switch holder {
        case .key(let key): try container.encode(key.exposed, forKey: .key)
        case .user(let user): try container.encode(user, forKey: .user)
        }
        try container.encode(seats, forKey: .seats)
        try container.encode(maxBorrowHours, forKey: .maxBorrowHours)
        for (value, key) in [
            (isEnabled, CodingKeys.enabled), (isActive, .active), (canBorrow, .canBorrow),
            (isFloatingCloud, .floatsInCloud),
        ] where !value {
            try container.encode(false, forKey: key)
        }
        for (value, key) in [
            (activatesAnyDevice, CodingKeys.activatesAnyDevice), (blacklistsEveryDevice, .blacklistsEveryDevice),
        ] where value {
            try container.encode(true, forKey: key)
        }
        try container.encodeIfPresent(validFrom.map(UTC.format), forKey: .validFrom)
        try container.encodeIfPresent(validUntil.map(UTC.format), forKey: .validUntil)
        try container.encodeIfPresent(maxActivations, forKey: .maxActivations)
        try container.encodeIfPresent(maxActivationsPerUser, forKey: .maxActivationsPerUser)
        try container.encodeIfPresent(maxTransfers, forKey: .maxTransfers)
        if !devices.isEmpty { try container.encode(devices, forKey: .devices) }
        try container.encodeIfPresent(bundle, forKey: .bundle)
        if !customFields.isEmpty { try container.encode(customFields, forKey: .customFields) }
        if !features.isEmpty { try container.encode(features, forKey: .features) }
    }

    private static func instant(_ key: CodingKeys, _ members: Members<CodingKeys>) throws -> Date? {
        guard let text: String = try members.optional(key) else { return nil }
        guard let date = UTC.parse(text) else {
            throw members.fault(key, "must be a time in UTC, for example 2031-05-06T00:00:00Z")
        }
        return date
    }
}

extension Inventory.License.Device: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case hardwareID = "hardware_id"
        case holdsSeat = "holds_seat"
    }

    public init(from decoder: any Decoder) throws {
        let members = try Members(decoder, CodingKeys.self)
        self.init(try members.text(.hardwareID), holdsSeat: try members.value(.holdsSeat, false))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(hardwareID, forKey: .hardwareID)
        if holdsSeat { try container.encode(true, forKey: .holdsSeat) }
    }
}

extension Inventory.Feature: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case id, code, name, seats
        case maxBorrowHours = "max_borrow_hours"
        case floatingTimeout = "floating_timeout_minutes"
    }

    public init(from decoder: any Decoder) throws {
        let members = try Members(decoder, CodingKeys.self)
        let code = try members.text(.code)
        self.init(
            id: try members.need(.id), code: code, name: try members.value(.name, code),
            seats: try members.optionalCount(.seats), maxBorrowHours: try members.count(.maxBorrowHours, 0))
        floatingTimeoutMinutes = try members.optionalCount(.floatingTimeout)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(code, forKey: .code)
        if name != code { try container.encode(name, forKey: .name) }
        try container.encodeIfPresent(seats, forKey: .seats)
        if maxBorrowHours != 0 { try container.encode(maxBorrowHours, forKey: .maxBorrowHours) }
        try container.encodeIfPresent(floatingTimeoutMinutes, forKey: .floatingTimeout)
    }
}
