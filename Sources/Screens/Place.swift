internal import ClientCore
internal import Licensing

extension App {
    /// Where keys go: the topmost overlay, or the part of the desk that has the focus.
    public enum Place: Hashable, Sendable, CaseIterable {
        case text, opening, turning, toggle, button
        case borrows, problem
        case calendar, choice, confirmRelease, confirmCheck, offerRelease, confirmRepeat, note, confirmQuit,
            confirmActivation, details,
            help, guide

        /// What a person calls it.
        public var name: String {
            switch self {
            case .text, .opening, .turning, .toggle, .button: "Borrow form"
            case .borrows: "Active borrows"
            case .problem: "Problem"
            case .calendar: "Calendar"
            case .choice: "List"
            case .confirmRelease: "Return a borrow"
            case .confirmCheck: "Ask the server"
            case .offerRelease: "Return the seat of a check"
            case .confirmRepeat: "Borrow again"
            case .note: "Note"
            case .confirmQuit: "Quit"
            case .confirmActivation: "Activate this device"
            case .details: "Details"
            case .help: "Help"
            case .guide: "Demo guide"
            }
        }
    }
}

extension App.State {
    /// Where keys go.
    public var place: App.Place {
        switch overlays.last {
        case .calendar: .calendar
        case .choice: .choice
        case .seat(let dialog):
            switch dialog.purpose {
            case .release: .confirmRelease
            case .check: .confirmCheck
            case .releaseAfterCheck: .offerRelease
            }
        case .confirmRepeat: .confirmRepeat
        case .note: .note
        case .confirmQuit: .confirmQuit
        case .confirmActivation: .confirmActivation
        case .borrowDetails, .problemDetails: .details
        case .help: .help
        case .guide: .guide
        case nil: placeWithoutOverlay
        }
    }

    /// Where keys went before an overlay was opened: what the help screen is about.
    func place(below overlay: App.Overlay) -> App.Place {
        var below = self
        below.overlays = Array(overlays.prefix { $0 != overlay })
        return below.place
    }

    private var placeWithoutOverlay: App.Place {
        switch focus {
        case .borrows: .borrows
        case .problem: client.troubles.isEmpty ? .borrows : .problem
        case .form:
            switch form.focus {
            case .signIn, .proofKind: .turning
            case .maximum: .toggle
            case .submit: .button
            case let field where field.opens: .opening
            default: .text
            }
        }
    }

    /// Why an action cannot be done now; nil where it can.
    public func disabledReason(_ action: App.Action) -> String? {
        switch action {
        case .release:
            guard let borrow = selectedBorrow else { return Strings.cannotReturnNothing }
            if case .customerAccount = borrow.subject.license { return Strings.signOnEndsByItself }
            return switch borrow.status(at: moment) {
            case .released: Strings.alreadyReturned
            case .ended where !borrow.checkTookSeat: Strings.alreadyEnded
            case .active, .pending, .unknown, .refused, .activated, .ended: nil
            }
        case .forget:
            return selectedBorrow.map { $0.mayHoldSeat(at: moment) ? Strings.stillHeld : nil } ?? Strings.noBorrows
        case .extend, .borrowDetails: return selectedBorrow == nil ? Strings.noBorrows : nil
        case .check:
            return switch (focus == .problem ? troubledBorrow : selectedBorrow)?.subject.license {
            case nil: focus == .problem ? Strings.notInTheList : Strings.noBorrows
            case .customerAccount?: Strings.cannotCheckBySignOn
            case .key?, .user?: nil
            }
        case .note:
            guard let borrow = focus == .problem ? troubledBorrow : selectedBorrow else { return Strings.noBorrows }
            if case .unknown = borrow.status(at: moment) { return nil }
            return Strings.outcomeIsKnown
        case .stopWaiting:
            return client.underway.values.contains(where: \.isAwaitingResponse) ? nil : Strings.nothingUnderway
        case .goToProblem, .problemDetails, .closeProblem, .retry:
            return client.troubles.isEmpty ? Strings.noProblem : nil
        case .nextProblem: return client.troubles.count > 1 ? nil : Strings.noOtherProblem
        case .editProduct, .editEnd, .useMaximum, .editDevice: return cannotCorrect(.borrow)
        case .editLicense:
            return form(of: shownTrouble?.request) == .licenseKey ? Strings.keyHasOneLicense : cannotCorrect(.borrow)
        case .editSignIn: return cannotCorrect(.signIn)
        case .activateDevice:
            if case .borrow = shownTrouble?.request { return nil }
            return Strings.nothingToActivate
        case .guide: return settings.isDemo ? nil : Strings.guideIsForTheDemo
        default: return nil
        }
    }

    private enum Correction { case borrow, signIn }

    /// Why the request of the shown problem has no such field in the form; nil where it has.
    private func cannotCorrect(_ correction: Correction) -> String? {
        switch (shownTrouble?.request, correction) {
        case (.borrow, _), (.activate, _), (.query, _): nil
        case (.release, .signIn), (.check, .signIn):
            troubledBorrow.map(client.needsKey) == true ? nil : Strings.nothingToCorrect
        default: Strings.nothingToCorrect
        }
    }

    /// How a request signs in.
    private func form(of request: Client.Request?) -> BorrowForm.SignIn? {
        let credentials: Credentials? =
            switch request {
            case .borrow(let request, _): request.credentials
            case .activate(let request, _): request.credentials
            default: nil
            }
        return switch credentials {
        case .licenseKey: .licenseKey
        case .user: .user
        case .singleSignOn: .singleSignOn
        case nil: nil
        }
    }
}
