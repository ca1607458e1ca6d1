internal import Foundation
internal import Licensing

/// What a check of the doctor has found.
struct DoctorFinding: Hashable, Sendable {
    /// How it is.
    enum Verdict: String, Hashable, Sendable {
        case ok
        /// It works, and will not for long, or not as it should.
        case warning
        /// It does not work.
        case failed
        /// It could not be looked at.
        case unknown
    }

    let verdict: Verdict
    /// What was found, in a sentence or two.
    var text: String
    /// What to do about it, best first.
    var remedies: [Remedy] = []
    /// What kind of problem it is, where it is one.
    var code: ProblemCode?
    /// The status by which the command ends, where nothing before it has failed.
    var exitCode = ExitCode.success

    /// A thing that is worth a word, and what to do about it.
    struct Remark: Hashable, Sendable {
        let sentence: String
        let remedy: Remedy

        init(_ sentence: String, remedy: Remedy) { (self.sentence, self.remedy) = (sentence, remedy) }
    }

    /// The same with more to say, and to do.
    func adding(_ remarks: [Remark]) -> DoctorFinding {
        var finding = self
        finding.text = ([text] + remarks.map(\.sentence)).joined(separator: " ")
        finding.remedies += remarks.map(\.remedy)
        return finding
    }

    static func ok(_ text: String) -> DoctorFinding { DoctorFinding(verdict: .ok, text: text) }

    static func warning(_ text: String, _ remedies: Remedy...) -> DoctorFinding { warning(text, remedies) }

    static func warning(_ text: String, _ remedies: [Remedy]) -> DoctorFinding {
        DoctorFinding(verdict: .warning, text: text, remedies: remedies)
    }

    static func warning(_ remarks: [Remark]) -> DoctorFinding {
        warning(remarks.map(\.sentence).joined(separator: " "), remarks.map(\.remedy))
    }

    static func unknown(_ text: String) -> DoctorFinding { DoctorFinding(verdict: .unknown, text: text) }

    /// A problem, in the catalogue's words.
    static func failed(_ problem: Problem) -> DoctorFinding {
        let explanation = ProblemCatalogue.explain(problem).withOwnCommands
        let isSaid = explanation.whatHappened.contains(problem.message)
        let sentence = problem.sentence
        return DoctorFinding(
            verdict: .failed, text: explanation.whatHappened + (isSaid ? "" : " " + sentence),
            remedies: explanation.remedies, code: problem.code, exitCode: explanation.exitCode)
    }

    /// A problem of a check's own.
    static func failed(
        _ code: ProblemCode, _ message: String, path: String? = nil, folder: String? = nil, name: String? = nil
    ) -> DoctorFinding {
        var facts = ProblemFacts()
        facts.path = path
        facts.folder = folder
        facts.name = name
        return failed(Problem(code, message: message, time: Date(), facts: facts))
    }
}

extension Problem {
    /// Its message as a sentence: a transport's words are no whole one. A name at its beginning stays as it is spelt.
    fileprivate var sentence: String {
        let word = message.prefix { $0 != " " && $0 != "," }
        let isName =
            !word.allSatisfy(\.isLetter) || String(word) == facts.name
            || message[word.endIndex...].hasPrefix(", port ")
        let words = isName ? message : message.prefix(1).uppercased() + message.dropFirst()
        return words + (words.hasSuffix(".") ? "" : ".")
    }
}
