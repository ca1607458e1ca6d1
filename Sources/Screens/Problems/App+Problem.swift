internal import ClientCore
internal import Foundation
internal import Licensing
internal import TerminalUI

// What the keys of the problem panel do: always about the request of the problem that is shown.
extension App.State {
    /// The problem that the panel shows: the one that was gone to, else the newest.
    var shownTrouble: Client.Trouble? {
        client.troubles.first { $0.id == panel } ?? client.troubles.first
    }

    /// The borrow in the ledger that the shown problem is about, as it stands now.
    var troubledBorrow: Borrow? {
        guard let trouble = shownTrouble, let id = trouble.request.borrow ?? trouble.borrow?.id else { return nil }
        return client.borrows.first { $0.id == id }
    }

    mutating func goToNextProblem() {
        guard let shown = shownTrouble, let index = client.troubles.firstIndex(where: { $0.id == shown.id })
        else { return }
        panel = client.troubles[(index + 1) % client.troubles.count].id
    }

    mutating func closeProblem() -> [App.Effect] {
        guard let trouble = shownTrouble else { return [] }
        panel = nil
        return client(.troubleDismissed(trouble.id))
    }

    /// Does again what the problem is about; asks first where a license key has to be typed again.
    mutating func retryTrouble() -> [App.Effect] {
        guard let trouble = shownTrouble else { return [] }
        switch trouble.request {
        case .release where troubledBorrow.map(client.needsKey) == true: ask(.release, about: troubledBorrow)
        case .check where troubledBorrow.map(client.needsKey) == true: ask(.check, about: troubledBorrow)
        default: return client(.retryRequested(trouble.id, at: now))
        }
        return []
    }

    /// Goes to a field, with the form as the problem's request had it.
    mutating func correct(_ field: BorrowForm.Field?) {
        switch shownTrouble?.request {
        case .borrow(let request, _): fill(request)
        case .activate(let request, _):
            fill(product: request.product, request.credentials, request.licenseID, request.hardwareID)
        case .query(.licenses(let product, let credentials)):
            fill(product: product, credentials, nil, form.hostDevice)
        case .query(.product(let code)): form.product.replace(with: code)
        case .release where field == nil: return ask(.release, about: troubledBorrow)
        case .check where field == nil: return ask(.check, about: troubledBorrow)
        case .release, .check, .note, .forget, .readLedger, nil: break
        }
        correcting = shownTrouble?.id
        form.errors = [:]
        focus = .form
        let signIn: BorrowForm.Field =
            switch form.signIn {
            case .licenseKey: .key
            case .user: .userName
            case .singleSignOn: .proof
            }
        form.focus = field ?? signIn
    }

    mutating func askForActivation() {
        guard case .borrow(let request, _) = shownTrouble?.request else { return }
        overlays.append(
            .confirmActivation(
                ActivationRequest(
                    product: request.product, hardwareID: request.hardwareID, credentials: request.credentials,
                    licenseID: request.licenseID, bundleCode: request.bundleCode)))
    }

    private mutating func fill(_ request: BorrowRequest) {
        fill(product: request.product, request.credentials, request.licenseID, request.hardwareID)
        switch request.end {
        case .maximum: form.isMaximum = true
        case .at(let date):
            form.isMaximum = false
            form.until.replace(with: local.typed(date))
        }
    }

    private mutating func fill(
        product: String, _ credentials: Credentials, _ licenseID: Int64?, _ hardwareID: HardwareID?
    ) {
        form.product.replace(with: product)
        form.license.replace(with: licenseID.map(String.init) ?? "")
        form.device.replace(with: hardwareID == form.hostDevice ? "" : hardwareID?.rawValue ?? "")
        switch credentials {
        case .licenseKey(let key):
            form.signIn = .licenseKey
            form.key.replace(with: key.exposed)
        case .user(let name, let password):
            form.signIn = .user
            form.userName.replace(with: name)
            form.password.replace(with: password.exposed)
        case .singleSignOn(let signOn):
            form.signIn = .singleSignOn
            form.account.replace(with: signOn.customerAccountCode)
            // A code is good for one use.
            form.proof.replace(with: "")
        }
    }
}
