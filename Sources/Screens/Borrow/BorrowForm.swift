public import Foundation
public import Licensing
public import TerminalUI

/// The draft of a borrow, as it is being typed.
public struct BorrowForm: Hashable, Sendable {
    /// A place in the form that can have the focus.
    public enum Field: Hashable, Sendable, CaseIterable {
        case product, signIn, key, userName, password, proofKind, proof, account, license, device, maximum, until,
            submit
    }

    /// How the operator signs in.
    public enum SignIn: Int, Hashable, Sendable, CaseIterable {
        case licenseKey, user, singleSignOn
    }

    /// What a browser sign-in handed out.
    public enum ProofKind: Int, Hashable, Sendable, CaseIterable {
        case code, token
    }

    public var product: TextInput
    public var signIn: SignIn = .licenseKey
    public var key = TextInput()
    public var userName: TextInput
    public var password = TextInput()
    public var proofKind: ProofKind = .code
    public var proof = TextInput(limit: 8192)
    public var account = TextInput()
    /// A license number; empty for any.
    public var license = TextInput(limit: 20)
    /// A hardware id; empty for this host's.
    public var device = TextInput()
    /// Whether to borrow as long as the license allows.
    public var isMaximum = false
    public var until: TextInput
    public var focus: Field = .product
    /// What is wrong with a field, for those that were left or submitted.
    public var errors: [Field: String] = [:]

    /// This host's device, used where the field is empty.
    let hostDevice: HardwareID?

    public init(settings: App.Settings, hardwareID: HardwareID?, now: Date) {
        product = TextInput(settings.product)
        userName = TextInput(settings.userName)
        hostDevice = hardwareID
        let local = LocalTime(zone: settings.timeZone)
        let tomorrow = local.calendar.date(byAdding: .day, value: 1, to: now) ?? now
        until = TextInput(local.day(tomorrow) + " 18:00")
        signIn = settings.userName.isEmpty ? .licenseKey : .user
        focus = settings.product.isEmpty ? .product : signIn == .user ? .password : .key
    }

    /// The fields that show, in their order.
    public var fields: [Field] {
        let credentials: [Field] =
            switch signIn {
            case .licenseKey: [.key]
            case .user: [.userName, .password]
            case .singleSignOn: [.proofKind, .proof, .account]
            }
        return [.product, .signIn] + credentials + [.license, .device, .maximum] + (isMaximum ? [] : [.until]) + [
            .submit
        ]
    }

    /// Whether something that would be missed has been typed.
    public var isDirty: Bool {
        !key.text.isEmpty || !password.text.isEmpty || !proof.text.isEmpty
    }

    /// The text being edited in a field; nil for one that is no text.
    subscript(field: Field) -> TextInput? {
        get {
            switch field {
            case .product: product
            case .key: key
            case .userName: userName
            case .password: password
            case .proof: proof
            case .account: account
            case .license: license
            case .device: device
            case .until: until
            case .signIn, .proofKind, .maximum, .submit: nil
            }
        }
        set {
            guard let newValue else { return }
            switch field {
            case .product: product = newValue
            case .key: key = newValue
            case .userName: userName = newValue
            case .password: password = newValue
            case .proof: proof = newValue
            case .account: account = newValue
            case .license: license = newValue
            case .device: device = newValue
            case .until: until = newValue
            case .signIn, .proofKind, .maximum, .submit: break
            }
        }
    }

    /// Empties what must not be kept once it has been used.
    mutating func forgetSecrets() {
        key.replace(with: "")
        password.replace(with: "")
        proof.replace(with: "")
    }

    /// Moves the focus by a number of fields, around the ends.
    mutating func moveFocus(by step: Int) {
        let fields = fields
        let index = fields.firstIndex(of: focus) ?? 0
        focus = fields[(index + step + fields.count) % fields.count]
    }

    /// Takes the form's place in a choice of one among several: sign-in, proof, the toggle.
    mutating func turn(by step: Int) {
        switch focus {
        case .signIn: signIn = signIn.turned(by: step)
        case .proofKind: proofKind = proofKind.turned(by: step)
        case .maximum: isMaximum.toggle()
        default: break
        }
    }
}

extension RawRepresentable<Int> where Self: CaseIterable, AllCases: RandomAccessCollection, AllCases.Index == Int {
    /// The case a number of places on, around the ends.
    func turned(by step: Int) -> Self {
        let all = Self.allCases
        return all[(rawValue + step + all.count) % all.count]
    }
}

extension BorrowForm.Field {
    /// What stands before it.
    var label: String {
        switch self {
        case .product: "Product"
        case .signIn: "Sign in"
        case .key: "Key"
        case .userName: "User"
        case .password: "Password"
        case .proofKind: "By"
        case .proof: "Value"
        case .account: "Account"
        case .license: "License"
        case .device: "Device"
        case .maximum: "Until"
        case .until: ""
        case .submit: ""
        }
    }

    /// Whether a list or a calendar can be opened on it.
    var opens: Bool {
        switch self {
        case .product, .license, .device, .until: true
        default: false
        }
    }

    /// Whether what is typed must not be seen.
    var isSecret: Bool { self == .key || self == .password || self == .proof }
}
