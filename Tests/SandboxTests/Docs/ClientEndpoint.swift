@testable internal import LicenseAPI

/// What the client knows of an endpoint.
///
/// The sandbox has a type of the same name as the client's, so this file stands apart.
struct ClientEndpoint: Sendable {
    var method: String
    var path: String
    var isSigned: Bool

    static let all = Endpoint.all.map {
        ClientEndpoint(method: $0.method.rawValue, path: $0.path, isSigned: $0.isSigned)
    }
}
