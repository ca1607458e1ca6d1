internal import ClientCore
public import FoundationEssentials
public import Licensing
public import TerminalUI

/// The draft of a borrow, as it is being typed.
public struct BorrowForm: Hashable, Sendable {
    /// How the operator signs in.
    public enum SignIn: Int, Hashable, Sendable, CaseIterable {
        case licenseKey, user, singleSignOn
    }

    /// What a browser sign-in handed out.
    public enum ProofKind: Int, Hashable, Sendable, CaseIterable {
        case code, token
    }

    public var signIn: SignIn = .licenseKey
    public var proofKind: ProofKind = .code
    /// Whether to borrow as long as the license allows.
    public var isMaximum = false
    /// Whether the fields that are seldom needed show.
    public var isUnfolded = false
    public var focus: FormField.ID = .product
    /// What is wrong with a field, for those that were left or sent.
    public var errors: [FormField.ID: String] = [:]
    /// Since when the field in focus has told that it looks like a license key, where Enter takes it for a name.
    var keyToldSince: Date?
    /// Whether something was typed since the form was last sent.
    public private(set) var isChanged = false
    /// Whether something was typed since the form was begun: until it succeeds, what was sent can be lost as well.
    private var isTouched = false
    /// What was sent from here last.
    var sent: BorrowRequest?
    /// The problem whose request is being corrected: what is sent next takes its place.
    var correcting: Client.Trouble.ID?
    /// The field that is to be looked at first, since what was sent was refused for it; nil once something was typed.
    private var refused: FormField.ID?
    /// The first row that shows, where they do not all fit.
    var scroll = ListView()
    /// What there is to draw, as it was laid out last.
    var rows: [Row] = []
    /// What the end came to, as it was laid out last.
    var kept: KeptPreview?
    private var inputs: [FormField.ID: TextInput] = [:]
    /// The texts that are known to be no license keys, whatever they look like: they were chosen, or kept after that was asked.
    private var names: [FormField.ID: String] = [:]

    /// The texts that the settings give.
    private let given: [FormField.ID: String]

    /// This host's device, used where the field is empty.
    let hostDevice: HardwareID?

    public init(settings: App.Settings, hardwareID: HardwareID?, now: Date) {
        hostDevice = hardwareID
        given = [.product: settings.product, .userName: settings.userName]
        for field in FormField.ID.allCases.map(FormField.of) where field.isText {
            inputs[field.id] = TextInput(limit: field.limit)
        }
        self[.product].replaceAsDefault(with: settings.product)
        self[.userName].replaceAsDefault(with: settings.userName)
        let tomorrow = settings.local.adding(days: 1, to: now)
        self[.until].replaceAsDefault(with: settings.local.day(tomorrow) + " 18:00")
        signIn = settings.userName.isEmpty ? .licenseKey : .user
        focus = firstWanting
    }

    /// The text of a field; an empty one of a field that has none.
    public subscript(id: FormField.ID) -> TextInput {
        get { inputs[id] ?? TextInput() }
        set { if inputs[id] != nil { inputs[id] = newValue } }
    }

    /// The fields that show, in their order.
    public var fields: [FormField.ID] {
        let credentials: [FormField.ID] =
            switch signIn {
            case .licenseKey: [.key]
            case .user: [.userName, .password]
            case .singleSignOn: [.proofKind, .proof, .account]
            }
        return [.product, .signIn] + credentials + [.maximum] + (isMaximum ? [] : [.until]) + [.more]
            + (isUnfolded ? Self.folded : []) + [.borrow]
    }

    /// The fields that are seldom needed.
    static let folded: [FormField.ID] = [.license, .feature, .bundle, .device]

    /// Whether something that would be missed has been typed: a secret, or any other text that has not led to a borrow.
    public var isDirty: Bool {
        holdsSecret
            || isTouched
                && inputs.contains { !$0.value.text.isEmpty && !$0.value.isUntouchedDefault && !isGiven($0.key) }
    }

    /// Whether a key, a password or a proof of a sign-in stands in it.
    var holdsSecret: Bool { [.key, .password, .proof].contains { !self[$0].text.isEmpty } }

    /// The fields whose text a person has typed and another draft does not hold.
    func typed(missingFrom other: BorrowForm) -> [FormField.ID] {
        guard isTouched else { return [] }
        return FormField.ID.allCases.filter { id in
            let input = self[id]
            let isTyped = !input.text.isEmpty && (id.field.kind == .secret || !input.isUntouchedDefault) && !isGiven(id)
            return id.field.isText && isTyped && input.text != other[id].text
        }
    }

    /// Whether the text of a field is the one that every form begins with.
    private func isGiven(_ id: FormField.ID) -> Bool { self[id].text == given[id] }

    /// The first field that still wants something; the button where none does.
    var firstWanting: FormField.ID {
        fields.first { id in
            let field = id.field
            return field.isText && (errors[id] != nil || (!field.isOptional && self[id].text.isEmpty))
        } ?? .borrow
    }

    /// Begins the next borrow: nothing of the last one is kept but who signed in, and no secret.
    mutating func beginAnew(_ desk: Desk) {
        let (signIn, userName) = (signIn, self[.userName].text)
        self = BorrowForm(settings: desk.settings, hardwareID: hostDevice, now: desk.now)
        if signIn == .user { self.signIn = .user }
        if self[.userName].text.isEmpty { self[.userName].replaceAsDefault(with: userName) }
        focus = firstWanting
    }

    /// Takes note that something was typed or picked.
    mutating func touch() { (isChanged, isTouched, refused) = (true, true, nil) }

    /// Takes note that what was sent was refused, and which field is the first to be corrected then.
    mutating func noteRefused(_ problem: Problem) {
        refused = ProblemCatalogue.explain(problem).remedies.compactMap { field(of: $0.action) }.first
    }

    /// The field that a remedy goes to; nil for one that goes to none.
    private func field(of remedy: Remedy.Action?) -> FormField.ID? {
        switch remedy {
        case .editSignIn: signInField
        // A key names one license: another license is another key.
        case .editLicense: signIn == .licenseKey ? signInField : .license
        case .editProduct: .product
        case .editFeature: .feature
        case .editDevice: .device
        case .editEnd: isMaximum ? .maximum : .until
        case .retry, .useMaximum, .activateDevice, .checkLicense, .releaseBorrow, nil: nil
        }
    }

    /// Begins at what was refused or is known to be wrong, else where something is wanted: at a field that is empty or at fault,
    /// else at the first; never at the button, as what is pressed next may be meant for a field.
    mutating func begin(_ desk: Desk) {
        let wrong = wrong(desk)
        focus = wrong ?? firstWanting
        guard wrong != nil || focus == .borrow else { return }
        if focus == .borrow { focus = .product }
        if Self.folded.contains(focus) { isUnfolded = true }
        hideSecrets()
    }

    /// The first field that was refused or is known to be wrong; nil where there is none.
    func wrong(_ desk: Desk) -> FormField.ID? {
        let isUnknown = desk.client.productProblems[self[.product].text]?.code == .unknownProduct
        return refused ?? (isUnknown ? .product : nil)
    }

    /// Takes note that it was sent.
    mutating func noteSent(_ request: BorrowRequest) {
        isChanged = false
        (correcting, refused) = (nil, nil)
        sent = request
    }

    /// Whether a field holds what looks like a license key, and is not known to be none. An end is never called so.
    func mistakesKey(_ id: FormField.ID) -> Bool { id.field.mistakesKey(self[id].text) && !isName(id) }

    /// Whether the text of a field must not be seen.
    func hides(_ id: FormField.ID) -> Bool { id.field.kind == .secret || mistakesKey(id) }

    /// Whether the text of a field is known to be no license key.
    func isName(_ id: FormField.ID) -> Bool { isName(id, self[id].text) }

    /// The same of a text that is typed for it.
    func isName(_ id: FormField.ID, _ text: String) -> Bool { id != .until && names[id] == text }

    /// Takes the texts of fields for names, whatever they look like.
    mutating func takeForNames(_ ids: [FormField.ID]) {
        for id in ids where id.field.kind == .text { names[id] = self[id].text }
    }

    /// What opens the license, as a question names it: `the key …4444`, `ana@acme.example, license 1699349720166389`.
    public var licenseName: String {
        let number = self[.license].text.isEmpty ? "" : ", license \(self[.license].text)"
        return switch signIn {
        case .licenseKey: "the key …" + Secret(self[.key].text).lastFour + number
        case .user: self[.userName].text + number
        case .singleSignOn: "the single sign-on of \(self[.account].text)" + number
        }
    }

    /// Moves the focus by a number of fields, around the ends.
    mutating func moveFocus(by step: Int) {
        let fields = fields
        let index = fields.firstIndex(of: focus) ?? 0
        focus = fields[(index + step + fields.count) % fields.count]
    }

    /// Turns the choice that has the focus.
    mutating func turn(by step: Int) {
        if focus != .more { touch() }
        switch focus {
        case .signIn: signIn = signIn.turned(by: step)
        case .proofKind: proofKind = proofKind.turned(by: step)
        case .maximum: isMaximum.toggle()
        case .more: isUnfolded.toggle()
        default: break
        }
    }
}

extension FormField.ID {
    /// The field that it names.
    var field: FormField { FormField.of(self) }
}

extension RawRepresentable<Int> where Self: CaseIterable, AllCases: RandomAccessCollection, AllCases.Index == Int {
    /// The case a number of places on, around the ends.
    func turned(by step: Int) -> Self {
        let all = Self.allCases
        return all[(rawValue + step + all.count) % all.count]
    }
}
