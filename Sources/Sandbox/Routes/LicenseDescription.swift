internal import FoundationEssentials
internal import Licensing

extension ServiceState {
    /// The license object of activate, check and `user_licenses` (reference, section 5.3).
    ///
    /// - Parameter device: the device that asks; nil where none does.
    func describe(
        _ license: Inventory.License, _ product: Inventory.Product, for device: SeatBook.Activation?, at now: Date
    ) throws(Refusal) -> JSON {
        let id = SeatPool.ID(licenseID: license.id)
        let seat = device.flatMap { book.seat(of: $0.hardwareID, in: id, at: now) }
        let borrowed = seat?.kind == .borrowed
        var members: [String: JSON] = [
            "id": .integer(license.id),
            "order_store_id": .string("order-\(license.id)"),
            "license_type": license.validUntil == nil ? "perpetual" : "time-limited",
            "license_active": .bool(license.isActive(in: book)),
            "license_enabled": .bool(license.isEnabled),
            "is_expired": .bool(license.isExpired(at: now)),
            "is_trial": false,
            "trial_days": 0,
            "prevent_vm": .bool(product.preventsVirtualMachines),
            "validity_period": .date(license.validUntil),
            "start_date": .date(license.validFrom),
            "maintenance_period": nil,
            "enable_maintenance_period": false,
            "allow_grace_period": false,
            "grace_period": 0,
            "max_activations": .integer(Int64(license.maxActivations ?? 0)),
            "allow_unlimited_activations": .bool(license.maxActivations == nil),
            "times_activated": .integer(Int64(book.activationCount(on: license.id))),
            "transfer_count": .integer(Int64(book.transferCount(on: license.id))),
            "max_transfers": .integer(Int64(license.maxTransfers ?? 0)),
            "max_license_users": 1,
            "is_floating": false,
            "is_floating_cloud": .bool(license.isFloatingCloud),
            "floating_users": .integer(Int64(license.seats)),
            "floating_in_use_devices": .integer(Int64(book.seats(in: id, at: now).count)),
            "floating_timeout": .integer(Int64(product.floatingTimeoutMinutes)),
            "can_borrow": .bool(license.canBorrow),
            "max_borrow_time": .integer(Int64(license.maxBorrowHours)),
            "is_borrowed": .bool(borrowed),
            "borrowed_until": .date(borrowed ? seat?.until : nil),
            "max_consumptions": 0,
            "total_consumptions": 0,
            "max_overages": 0,
            "allow_overages": false,
            "allow_unlimited_consumptions": false,
            "allow_negative_consumptions": false,
            "reset_consumption": false,
            "consumption_period": nil,
            "product_details": product.details(choices),
            "customer": [
                "email": "", "first_name": "", "last_name": "", "company_name": "Acme", "customer_account": nil,
            ],
            "company": ["id": 1],
            "metadata": [:],
            "custom_fields": .array(license.customFields.map(\.json)),
            "product_features": .array(
                license.features.map { describe($0, of: license, product, for: device, at: now) }),
        ]
        switch license.holder {
        case .key(let key): members["license_key"] = .string(key.exposed)
        case .user(let email): members["user"] = describe(user: email)
        }
        if let device {
            members["device_id"] = .integer(device.deviceID)
            members["license_signature"] = .string(try bodySignature(of: license, on: device))
        }
        return .object(members)
    }

    /// A feature as `check_license_feature` and a license's `product_features` describe it (section 4.4).
    func describe(
        _ feature: Inventory.Feature, of license: Inventory.License, _ product: Inventory.Product,
        for device: SeatBook.Activation?, at now: Date
    ) -> JSON {
        var members: [String: JSON] = [
            "id": .integer(feature.id),
            "code": .string(feature.code),
            "name": .string(feature.name),
            "feature_type": "activation",
            "expiry_date": nil,
            "is_floating": false,
            "is_floating_cloud": .bool(feature.seats != nil),
            "max_consumption": 0,
            "total_consumptions": 0,
            "max_overages": 0,
            "allow_overages": false,
            "allow_unlimited_consumptions": false,
            "allow_negative_consumptions": false,
            "reset_consumption": false,
            "consumption_period": nil,
            "metadata": [:],
        ]
        if let pool = license.pool(of: feature, product) {
            let seat = device.flatMap { book.seat(of: $0.hardwareID, in: pool.id, at: now) }
            let isBorrowed = seat?.kind == .borrowed
            members["floating_users"] = .integer(Int64(pool.seats))
            members["floating_in_use_devices"] = .integer(Int64(book.seats(in: pool.id, at: now).count))
            members["floating_timeout"] = .integer(Int64(pool.timeoutMinutes))
            members["can_borrow"] = .bool(license.canBorrow && pool.maxBorrowHours > 0)
            members["max_borrow_time"] = .integer(Int64(pool.maxBorrowHours))
            members["is_borrowed"] = .bool(isBorrowed)
            members["borrowed_until"] = .date(isBorrowed ? seat?.until : nil)
        }
        return .object(members)
    }

    private func describe(user email: String) -> JSON {
        let user = inventory.users.first { $0.email == email }
        return [
            "email": .string(email),
            "first_name": .string(user?.firstName ?? ""),
            "last_name": .string(user?.lastName ?? ""),
            "phone_number": "",
            "is_initial_password": .bool(user?.password == passwords[email]),
        ]
    }

    /// The older signature inside the body (section 7.1).
    private func bodySignature(
        of license: Inventory.License, on device: SeatBook.Activation
    ) throws(Refusal) -> String {
        let holder =
            switch license.holder {
            case .key(let key): key.exposed
            case .user(let email): email
            }
        let end = license.validUntil.map(UTC.formatMilliseconds) ?? ""
        let text = "\(device.hardwareID)#\(holder)#\(end)".lowercased()
        do {
            return try key.signature(of: Data(text.utf8))
        } catch {
            throw Refusal(.internalError)
        }
    }
}
