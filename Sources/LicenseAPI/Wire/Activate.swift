internal import Licensing

extension RequestFields {
    /// The body of `POST /api/v4/activate_license` (reference, section 5.1).
    ///
    /// `vm_info` is null, as the vendor's clients send it: what is known is whether, not what kind.
    static func activate(_ request: ActivationRequest, client: ClientIdentity) -> RequestFields {
        var fields = RequestFields(
            product: request.product, hardwareID: request.hardwareID, credentials: request.credentials,
            licenseID: request.licenseID, bundleCode: request.bundleCode)
        fields.set("os_ver", client.operatingSystem)
        fields.set("hostname", client.hostname)
        fields.set("ip", client.address)
        fields.set("mac_address", client.hardwareAddress)
        if let isVirtualMachine = client.isVirtualMachine {
            fields.set("is_vm", .flag(isVirtualMachine))
            fields.set("vm_info", .null)
        }
        fields.set("sdk_ver", client.kit)
        fields.set("app_ver", client.version)
        return fields
    }
}
