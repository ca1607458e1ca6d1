import TerminalUI
import Testing

@testable import NcursesTerminal

@Suite("What other threads want of the terminal's")
struct MailboxTests {
    @Test("a frame that equals the last wakes nobody, until what is on the screen is forgotten")
    func equalFrames() {
        let mailbox = Mailbox()
        mailbox.show(Frame("one"))
        mailbox.show(Frame("two"))
        #expect(mailbox.take().frame == Frame("two"), "only the newest waits")
        mailbox.show(Frame("two"))
        #expect(mailbox.take().frame == nil)
        mailbox.forget()
        mailbox.show(Frame("two"))
        #expect(mailbox.take().frame == Frame("two"))
    }
}
