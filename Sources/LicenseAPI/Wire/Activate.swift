internal import Licensing

extension RequestFields {
    /// The body of `POST /api/v4/activate_license` (reference, section 5.1).
    ///
    /// `is_vm` is left out: this program does not find out whether it runs in a virtual machine.
    static func activate(_ request: ActivationRequest, client: ClientIdentity) -> RequestFields {
        var fields = RequestFields(
            product: request.product, hardwareID: request.hardwareID, credentials: request.credentials,
            licenseID: request.licenseID, bundleCode: request.bundleCode)
        fields.set("os_ver", client.operatingSystem)
        fields.set("hostname", client.hostname)
        fields.set("sdk_ver", client.name)
        fields.set("app_ver", client.version)
        return fields
    }
}
