public import ClientCore
internal import FoundationEssentials
public import Licensing
internal import TerminalUI

extension BorrowForm {
    /// What the rest of the desk puts into the form.
    public enum Filling: Hashable, Sendable {
        /// The value of one field, chosen from a list.
        case value(FormField.ID, String)
        /// A request that failed, to be corrected in a field; nil for the sign-in. The button is for the longest borrow.
        case correction(Client.Trouble, FormField.ID?)
        /// A borrow that is over, to be borrowed again.
        case again(Borrow)
        /// A row of the demo's guide.
        case guide(App.GuideRow)
        /// An end from the calendar.
        case end(BorrowEnd)
    }

    /// Takes what is put in, and goes to where it wants to be looked at.
    mutating func fill(_ filling: Filling, _ desk: Desk) -> [Intent] {
        switch filling {
        case .value(let id, let text):
            self[id].replace(with: text)
            takeForNames([id])
            errors[id] = nil
            touch()
            let intents = leave(desk)
            moveFocus(by: 1)
            return intents
        case .correction(let trouble, let id):
            correct(trouble, id, desk)
            takeForNames(FormField.ID.allCases)
        case .again(let borrow):
            take(borrow, desk)
            takeForNames(FormField.ID.allCases)
        case .guide(let row):
            take(row, desk)
            takeForNames(FormField.ID.allCases)
        case .end(let end):
            take(end, desk)
            touch()
            focus = .borrow
        }
        return []
    }

    private mutating func correct(_ trouble: Client.Trouble, _ id: FormField.ID?, _ desk: Desk) {
        switch trouble.request {
        // What was sent from here last stands as it was typed.
        case .borrow(let request, _) where request == sent && !isChanged: break
        case .borrow(let request, _):
            take(request.product, request.credentials, request.licenseID, request.hardwareID)
            self[.feature].replace(with: request.feature ?? "")
            self[.bundle].replace(with: request.bundleCode ?? "")
            take(request.end, desk)
        case .activate(let request, _):
            take(request.product, request.credentials, request.licenseID, request.hardwareID)
            self[.bundle].replace(with: request.bundleCode ?? "")
        case .query(.licenses(let product, let credentials)): take(product, credentials, nil, hostDevice)
        case .query(.product(let code)): self[.product].replace(with: code)
        case .extend, .release, .check, .checkLicense, .deactivate, .deactivateLicense, .note, .forget, .readLedger:
            break
        }
        unfoldWhereUsed()
        correcting = trouble.id
        errors = [:]
        hideSecrets()
        focus = id ?? signInField
        if Self.folded.contains(focus) { isUnfolded = true }
        if focus == .until {
            isMaximum = false
            giveWay([.until])
        }
        if focus == .borrow, !isMaximum {
            isMaximum = true
            touch()
        }
    }

    private mutating func take(_ end: BorrowEnd, _ desk: Desk) {
        errors[.until] = nil
        switch end {
        case .maximum: isMaximum = true
        case .at(let date):
            isMaximum = false
            self[.until].replace(with: desk.local.typed(date))
        }
    }

    private mutating func take(
        _ product: String, _ credentials: Credentials, _ licenseID: Int64?, _ hardwareID: HardwareID?
    ) {
        // It is another request than the one that was sent from here, whose outcome is nothing to the form any more.
        sent = nil
        self[.product].replace(with: product)
        self[.license].replace(with: licenseID.map(String.init) ?? "")
        self[.device].replace(with: hardwareID == hostDevice ? "" : hardwareID?.rawValue ?? "")
        switch credentials {
        case .licenseKey(let key):
            signIn = .licenseKey
            self[.key].replace(with: key.exposed)
        case .user(let name, let password):
            signIn = .user
            self[.userName].replace(with: name)
            self[.password].replace(with: password.exposed)
        case .singleSignOn(let signOn):
            signIn = .singleSignOn
            self[.account].replace(with: signOn.customerAccountCode)
            // A code is good for one use.
            self[.proof].replace(with: "")
        }
    }

    /// Names what was borrowed; the end, and what signs in where that is not kept, are the person's to say.
    private mutating func take(_ borrow: Borrow, _ desk: Desk) {
        let subject = borrow.subject
        self = BorrowForm(settings: desk.settings, hardwareID: hostDevice, now: desk.now)
        let credentials: Credentials =
            switch subject.license {
            case .key: .licenseKey(desk.client.key(of: borrow) ?? Secret(""))
            case .user(let name): .user(name: name, password: Secret(""))
            case .customerAccount(let code):
                .singleSignOn(SingleSignOn(proof: .code(Secret("")), customerAccountCode: code))
            }
        take(subject.product, credentials, subject.licenseID, subject.hardwareID)
        self[.feature].replace(with: subject.feature ?? "")
        self[.bundle].replace(with: subject.bundleCode ?? "")
        giveWay(FormField.ID.allCases)
        unfoldWhereUsed()
        focus = firstWanting == .borrow ? .until : firstWanting
    }

    private mutating func take(_ row: App.GuideRow, _ desk: Desk) {
        self = BorrowForm(settings: desk.settings, hardwareID: hostDevice, now: desk.now)
        self[.product].replace(with: row.product)
        signIn = row.userName.isEmpty ? .licenseKey : .user
        self[.key].replace(with: row.licenseKey)
        self[.userName].replace(with: row.userName)
        self[.password].replace(with: row.password)
        self[.feature].replace(with: row.feature)
        self[.license].replace(with: row.license)
        self[.device].replace(with: row.hardwareID)
        unfoldWhereUsed()
        isMaximum = row.end.isEmpty
        if !row.end.isEmpty { self[.until].replace(with: row.end) }
        giveWay(FormField.ID.allCases)
        focus = .borrow
    }

    /// What cannot be seen is not added to: what is typed takes its place.
    mutating func hideSecrets() { giveWay([.key, .password, .proof]) }

    /// What was filled in gives way to what is typed, as every default does.
    private mutating func giveWay(_ ids: [FormField.ID]) {
        for id in ids { self[id].replaceAsDefault(with: self[id].text) }
    }

    /// What is filled in must be seen.
    private mutating func unfoldWhereUsed() {
        if Self.folded.contains(where: { !self[$0].text.isEmpty }) { isUnfolded = true }
    }

    /// Where a sign-in that failed is corrected: at its secret, which is what is pasted next, and is not to stand where it shows.
    var signInField: FormField.ID {
        switch signIn {
        case .licenseKey: .key
        case .user: self[.userName].text.isEmpty ? .userName : .password
        case .singleSignOn: .proof
        }
    }
}
