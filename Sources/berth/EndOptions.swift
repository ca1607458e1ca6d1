internal import ArgumentParser
internal import Foundation
internal import Licensing

/// When a borrow is to end.
struct EndOptions: ParsableArguments {
    @Option(help: ArgumentHelp("When it ends: 2026-11-27 18:00, fri 18:00, tomorrow 9am, +36h.", valueName: "time"))
    var until: String?

    @Flag(help: "Borrow as long as the license allows.")
    var max = false

    /// Whether an end is named.
    var isGiven: Bool { max || until != nil }

    /// Refuses what names no end, or two.
    func requireOne() throws {
        guard max != (until != nil) else { throw ValidationError("Say when it ends: either --until TIME or --max.") }
    }

    /// The end, with times as they are typed in a zone; what a person should know about how it was read is told.
    ///
    /// - Parameter isQuiet: whether nothing is told.
    func end(in zone: LocalZone, isQuiet: Bool) throws(Problem) -> BorrowEnd {
        guard let until else { return .maximum }
        do {
            let reading = try EndInput.read(until, now: Date(), in: zone)
            let end = try Validation.end(reading.end, now: Date())
            if !isQuiet { for note in reading.notes { Report.note(note.sentence) } }
            return end
        } catch let error as EndInput.Failure {
            throw Problem.usage(error.sentence, name: "--until")
        } catch let error as FieldError {
            throw Problem.usage(error.sentence, name: "--until")
        } catch {
            throw Problem.usage("\(error)", name: "--until")
        }
    }
}
