internal import Foundation
internal import Licensing
public import Sandbox
public import Screens

extension App.GuideRow {
    /// A row of the desk's guide from an entry of the sandbox's.
    public init(_ entry: GuideEntry) {
        var key = ""
        var user = ""
        var password = ""
        switch entry.signIn {
        case .licenseKey(let text): key = text
        case .user(let name, let secret): (user, password) = (name, secret)
        }
        var end = ""
        if case .at(let date) = entry.end { end = UTC.format(date) }
        self.init(
            title: entry.code?.rawValue ?? "works", text: entry.text, product: entry.product, licenseKey: key,
            userName: user, password: password, license: entry.licenseID.map(String.init) ?? "",
            feature: entry.feature ?? "", hardwareID: entry.hardwareID ?? "", end: end)
    }
}
