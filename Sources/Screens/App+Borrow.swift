internal import ClientCore
internal import Foundation
internal import Licensing
internal import TerminalUI

extension App.State {
    /// The longest borrow in hours for what the form names, where it is known.
    var knownLimit: Int? {
        var errors: [BorrowForm.Field: String] = [:]
        guard let credentials = form.credentials(&errors) else { return nil }
        return client.knownLimit(
            product: form.product.text, credentials: credentials, licenseID: Int64(form.license.text))
    }

    /// Sends what the form says, or goes to the first field that keeps it from being sent.
    mutating func submit() -> [App.Effect] {
        do {
            let request = try form.request(now: serverNow, zone: settings.timeZone, limit: knownLimit)
            form.errors = [:]
            isFormChanged = false
            let corrected = correcting.map { client(.troubleDismissed($0)) } ?? []
            correcting = nil
            return corrected + client(.requested(.borrow(request, source: .prompt), at: now))
        } catch {
            form.errors = error.errors
            form.focus = error.first
            focus = .form
            return []
        }
    }

    /// Fills the form with what the chosen borrow is about, so that it is borrowed again to a new end.
    mutating func prefill() {
        guard let borrow = selectedBorrow else { return }
        correcting = nil
        let subject = borrow.subject
        form.product.replace(with: subject.product)
        form.license.replace(with: subject.licenseID.map(String.init) ?? "")
        form.device.replace(with: subject.hardwareID == form.hostDevice ? "" : subject.hardwareID.rawValue)
        form.errors = [:]
        focus = .form
        switch subject.license {
        case .key:
            form.signIn = .licenseKey
            let key = client.key(of: borrow)
            form.key.replace(with: key?.exposed ?? "")
            form.focus = key == nil ? .key : form.isMaximum ? .submit : .until
        case .user(let name):
            form.signIn = .user
            form.userName.replace(with: name)
            form.focus = .password
        case .customerAccount(let code):
            form.signIn = .singleSignOn
            form.account.replace(with: code)
            form.focus = .proof
        }
    }

    /// Fills the form with one row of the demo's guide.
    mutating func take(_ row: App.GuideRow) -> [App.Effect] {
        correcting = nil
        form = BorrowForm(settings: settings, hardwareID: form.hostDevice, now: now)
        form.product.replace(with: row.product)
        form.signIn = row.userName.isEmpty ? .licenseKey : .user
        form.key.replace(with: row.licenseKey)
        form.userName.replace(with: row.userName)
        form.password.replace(with: row.password)
        form.license.replace(with: row.license)
        form.device.replace(with: row.hardwareID)
        form.isMaximum = row.end.isEmpty
        if !row.end.isEmpty { form.until.replace(with: row.end) }
        form.focus = .submit
        focus = .form
        overlays.removeLast()
        notice = App.Notice(text: "Filled in from the guide: Enter borrows.", isGood: true)
        return []
    }
}
