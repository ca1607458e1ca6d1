internal import CTerminal
internal import TerminalUI

/// The C screen, with Swift's types.
///
/// Sendable because it is made on one thread and handed to another, which from then on is the only one to use it: the
/// initialiser of ``NcursesTerminal`` keeps no copy beside the one that goes to the thread.
struct Screen: @unchecked Sendable {
    private let pointer: OpaquePointer
    /// Whether the terminal's character set is UTF-8.
    let isUTF8: Bool

    init(input: Int32, output: Int32, options: TerminalOptions) throws(TerminalError) {
        var status = CT_OPENED
        let opened = options.term.withCString { term in
            options.locale.withCString { locale in
                var settings = ct_options(
                    input: input, output: output, term: term, locale: locale, escape_delay: options.escapeDelay,
                    uses_mouse: options.usesMouse, has_title: options.showsTitle,
                    captures_errors: options.capturesErrors)
                return ct_open(&settings, &status)
            }
        }
        guard let opened else {
            switch status {
            case CT_NOT_A_TERMINAL: throw .notATerminal
            case CT_ALREADY_OPEN: throw .alreadyOpen
            default: throw .unknownTerminal(options.term)
            }
        }
        pointer = opened
        isUTF8 = ct_is_utf8(opened)
        define(options.palette)
    }

    /// Says what the roles look like from here on.
    func define(_ palette: Palette) {
        ct_forget_styles(pointer)
        for role in Role.allCases { define(palette[role], for: role) }
    }

    private func define(_ style: Palette.Style, for role: Role) {
        var attributes = 0
        if style.isBold { attributes |= CT_BOLD }
        if style.isDim { attributes |= CT_DIM }
        if style.isReverse { attributes |= CT_REVERSE }
        if style.isUnderlined { attributes |= CT_UNDERLINED }
        ct_define_style(
            pointer, Int32(role.rawValue), Int32(style.foreground.rawValue), Int32(style.background.rawValue),
            Int32(attributes))
    }

    /// Tells that the calling thread is the one that paints from here on.
    func takeOver() { ct_take_over(pointer) }

    var size: Size { Size(columns: Int(ct_columns(pointer)), rows: Int(ct_rows(pointer))) }

    /// Adopts the terminal's size. Returns whether it has changed.
    func resize() -> Bool { ct_resize(pointer) }

    /// The next byte or `CT_KEY_…` that waits.
    func readKey() -> Int? {
        let key = Int(ct_read_key(pointer))
        return key == CT_KEY_NONE ? nil : key
    }

    /// Whether the other side is gone.
    var isGone: Bool { ct_is_gone(pointer) }

    func clear(row: Int) { ct_clear_row(pointer, Int32(row)) }

    func put(ascii bytes: [UInt8], row: Int, column: Int, role: Role) {
        ct_put_ascii(pointer, Int32(row), Int32(column), bytes, Int32(bytes.count), Int32(role.rawValue))
    }

    func put(glyph: String, columns: Int, row: Int, column: Int, role: Role) {
        var glyph = glyph
        glyph.withUTF8 { bytes in
            ct_put_glyph(
                pointer, Int32(row), Int32(column), bytes.baseAddress, Int32(bytes.count), Int32(columns),
                Int32(role.rawValue))
        }
    }

    func setCursor(_ position: Position?) {
        if let position {
            ct_show_cursor(pointer, Int32(position.row), Int32(position.column))
        } else {
            ct_hide_cursor(pointer)
        }
    }

    func flush() { ct_flush(pointer) }
    func invalidate() { ct_invalidate(pointer) }
    func write(_ bytes: [UInt8]) { ct_write(pointer, bytes, bytes.count) }

    func leave() { ct_leave(pointer) }
    func enter() { ct_enter(pointer) }
    var canStop: Bool { ct_can_stop() }
    /// Stops the process group. Returns whether it came back to the foreground; otherwise it is to end.
    func stop() -> Bool { ct_stop(pointer) }
    func close() { ct_close(pointer) }

    /// What ended a wait.
    struct Readiness: OptionSet {
        let rawValue: Int
        static let readable = Readiness(rawValue: CT_READABLE)
        static let writable = Readiness(rawValue: CT_WRITABLE)
        static let woken = Readiness(rawValue: CT_WOKEN)
        static let hungUp = Readiness(rawValue: CT_HUNG_UP)
    }

    /// Waits for input, a wake-up or a signal, and on request for room for output.
    ///
    /// - Parameter timeout: in milliseconds; nil waits without end.
    func wait(forOutput: Bool, timeout: Int32?) -> Readiness {
        Readiness(rawValue: Int(ct_wait(pointer, forOutput, timeout ?? -1)))
    }

    /// Whether the terminal takes output without being waited for.
    var hasRoom: Bool { ct_has_room(pointer) }
}

/// The signals that came in since the last look.
struct Signals: OptionSet {
    let rawValue: Int
    static let interrupt = Signals(rawValue: CT_SIGNAL_INTERRUPT)
    static let terminate = Signals(rawValue: CT_SIGNAL_TERMINATE)
    static let hangUp = Signals(rawValue: CT_SIGNAL_HANG_UP)
    static let stop = Signals(rawValue: CT_SIGNAL_STOP)
    static let resume = Signals(rawValue: CT_SIGNAL_CONTINUE)
    static let resize = Signals(rawValue: CT_SIGNAL_RESIZE)

    static func forget(_ signals: Signals) { ct_forget_signals(Int32(signals.rawValue)) }

    static func take() -> Signals { Signals(rawValue: Int(ct_take_signals())) }
}
