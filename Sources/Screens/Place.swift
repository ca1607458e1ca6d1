internal import ClientCore
internal import Licensing

extension App {
    /// Where keys go: the topmost overlay, or the part of the desk that has the focus.
    public enum Place: Hashable, Sendable, CaseIterable {
        case text, opening, turning, toggle, button
        case borrows, problem
        case calendar, choice, confirmReturn, confirmLook, confirmRepeat, note, confirmQuit, confirmActivation, details,
            help, guide

        /// What a person calls it.
        public var name: String {
            switch self {
            case .text, .opening, .turning, .toggle, .button: "Borrow form"
            case .borrows: "Active borrows"
            case .problem: "Problem"
            case .calendar: "Calendar"
            case .choice: "List"
            case .confirmReturn: "Return a borrow"
            case .confirmLook: "Look at a borrow"
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
        case .seat(let dialog): dialog.purpose == .look ? .confirmLook : .confirmReturn
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

    /// Where keys went before the topmost overlay was opened: what the help screen is about.
    var placeBelow: App.Place {
        var below = self
        below.overlays = overlays.dropLast()
        return below.place
    }

    private var placeWithoutOverlay: App.Place {
        switch focus {
        case .borrows: .borrows
        case .problem: client.problems.isEmpty ? .borrows : .problem
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
        let status = selectedBorrow?.status(at: serverNow)
        return switch action {
        case .returnBorrow:
            switch status {
            case nil: Strings.cannotReturnNothing
            case .returned?: Strings.alreadyReturned
            case .ended?: Strings.alreadyEnded
            case .active?, .pending?, .unknown?, .refused?: nil
            }
        case .forget:
            switch status {
            case nil: Strings.noBorrows
            case .ended?, .returned?, .refused?: nil
            case .active?, .pending?, .unknown?: Strings.stillHeld
            }
        case .extend, .borrowDetails: selectedBorrow == nil ? Strings.noBorrows : nil
        case .look:
            switch selectedBorrow?.subject.license {
            case nil: Strings.noBorrows
            case .customerAccount?: Strings.cannotLookBySignOn
            case .key?, .user?: nil
            }
        case .markSeen: selectedBorrow?.doubt == nil ? Strings.outcomeIsKnown : nil
        case .stopWaiting: client.underway.isEmpty ? Strings.nothingUnderway : nil
        case .goToProblem, .problemDetails, .closeProblem: client.problems.isEmpty ? Strings.noProblem : nil
        case .retry: lastAttempt == nil ? Strings.nothingToRetry : nil
        case .guide: settings.isDemo ? nil : Strings.guideIsForTheDemo
        default: nil
        }
    }
}
