import ClientCore
import Foundation
import Licensing
import Screens
import TerminalUI
import TestKit

/// A screen that is kept as a file at every size: what there is, and the keys that lead to it.
enum GoldenScreen: String, CaseIterable, Sendable {
    case empty, emptyList = "empty-list", typical, full, fullEnd = "full-end", form, signOnForm = "form-sso"
    case featureForm = "form-feature", features, checkFeature = "check-feature", longNames = "long-names"
    case userError = "user-error", problem, problems, unknown, unknownChosen = "unknown-chosen"
    case returnQuestion = "return", returnElsewhere = "return-elsewhere", returnMany = "return-many"
    case extend, extendShorter = "extend-shorter", repeatUnknown = "repeat"
    case find, findNothing = "find-nothing", marks, commands, guide, choice, calendar
    case help, helpForm = "help-form", details, problemDetails = "problem-details", quit
    case problemSeen = "problem-seen", timeline, timelineFull = "timeline-full", profiles, profilesDetails =
        "profiles-details"
    case calendarRefused = "calendar-refused", holdings, holdingsFull = "holdings-full"

    func desk(_ columns: Int, _ rows: Int) -> DeskScript {
        var desk = DeskScript(
            columns: columns, rows: rows, borrows: borrows, isDemo: self == .guide,
            product: [.empty, .emptyList, .helpForm].contains(self) ? "" : "CAD-PRO", guide: SampleBorrows.guide,
            account: isOfProfiles ? SampleBorrows.account : Account(),
            profiles: isOfProfiles ? SampleBorrows.profiles : [])
        desk.walk(to: self)
        return desk
    }

    private var isOfProfiles: Bool { self == .profiles || self == .profilesDetails }

    private var borrows: [Borrow] {
        switch self {
        case .profiles, .profilesDetails: SampleBorrows.twoProfiles
        case .empty, .emptyList, .helpForm, .calendar, .calendarRefused, .choice, .userError, .guide: []
        case .full, .fullEnd, .find, .findNothing, .timelineFull, .holdingsFull: SampleBorrows.sixty
        case .longNames: SampleBorrows.longNames
        case .features, .checkFeature: SampleBorrows.features
        default: SampleBorrows.typical
        }
    }
}

extension DeskScript {
    /// Presses what leads to a screen.
    fileprivate mutating func walk(to screen: GoldenScreen) {
        switch screen {
        case .empty, .typical, .full, .longNames, .features: break
        case .signOnForm: press(.character("b"), .backTab, .left)
        case .featureForm:
            press(.character("b"), .tab, .tab, .tab, .character(" "), .tab, .tab)
            type("GPU")
        case .checkFeature: press(.character("s"))
        case .emptyList: press(.escape)
        case .fullEnd: press(.end)
        case .form: press(.character("b"))
        case .userError:
            press(.backTab, .right, .tab)
            type("ana")
            press(.enter, .tab, .tab, .enter, .enter)
        case .problem:
            fillIn()
            borrow(.failure(Fixture.refusal(.floatingNotAvailable, "No available slots for floating license")))
        case .problems:
            fillIn()
            borrow(.failure(Fixture.refusal(.floatingNotAvailable, "No available slots for floating license")))
            ledgerFails(.ledgerUnreadable)
        case .unknown:
            fillIn()
            borrow(.failure(Fixture.timeout))
        case .unknownChosen: choose("unknown")
        case .returnQuestion:
            choose("mine")
            press(.character("r"))
        case .returnElsewhere:
            choose("there")
            press(.character("r"))
        case .returnMany:
            press(.character("*"), .character("r"))
        case .extend:
            choose("mine")
            press(.character("e"))
        case .extendShorter:
            choose("mine")
            press(.character("e"))
            type("+1h")
            press(.tab)
            type("tulip-9-harbour")
            press(.enter)
        case .repeatUnknown:
            choose("unknown")
            press(.character("R"))
        case .find:
            press(.character("/"))
            type("mesh render-1")
        case .findNothing:
            press(.character("/"))
            type("nothing like it")
        case .marks: press(.character(" "), .character(" "), .down, .character(" "))
        case .commands: press(.character(":"))
        case .guide: press(.function(2))
        case .choice: press(.backTab, .backTab, .control("u"), .down)
        case .calendar: press(.tab, .tab, .down, .right)
        case .calendarRefused:
            press(.tab, .tab, .down)
            type("0900")
            press(.home, .enter)
        case .profiles:
            choose("theirs")
            press(.character("r"))
        case .profilesDetails:
            choose("doubt")
            press(.enter)
        case .help: press(.character("?"))
        case .helpForm: press(.function(1))
        case .details:
            choose("mine")
            press(.enter)
        case .problemDetails:
            fillIn()
            var failure = Fixture.refusal(.floatingNotAvailable, "No available slots for floating license")
            failure.exchange = SampleBorrows.exchange
            borrow(.failure(failure))
            press(.character("d"))
        case .problemSeen:
            fillIn()
            borrow(.failure(Fixture.refusal(.floatingNotAvailable, "No available slots for floating license")))
            press(.character("!"), .tab, .escape)
        case .timeline, .timelineFull: press(.character("t"), .down)
        case .holdings: press(.character("w"))
        case .holdingsFull: press(.character("w"), .right, .down)
        case .quit:
            press(.character("b"))
            type("AAAA")
            press(.control("c"))
        }
    }

    /// Goes down to a row of the list.
    mutating func choose(_ id: String) {
        press(.home)
        for _ in state.client.book.listed where chosen != OperationID(rawValue: id) { press(.down) }
    }
}
