internal import Foundation
internal import Licensing

/// Which targets raise a code, as their sources say.
struct Raisers {
    private var sources: [(target: String, text: String)] = []
    private var names: [String: String] = [:]

    /// - Parameter root: the folder of the package.
    init(root: URL) throws {
        let folder = root.appending(path: "Sources")
        let known = try String(
            contentsOf: folder.appending(path: "Licensing/Problems/ProblemCode+Known.swift"), encoding: .utf8)
        for match in known.matches(of: /static let (\w+): Self = "(\w+)"/) {
            names[String(match.output.2)] = String(match.output.1)
        }
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        where path.hasSuffix(".swift") && !path.hasPrefix("Licensing/") {
            let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
            sources.append((path.split(separator: "/").first.map(String.init) ?? path, text))
        }
    }

    /// The targets whose sources name a code, in alphabetical order.
    func targets(of code: ProblemCode) -> [String] {
        guard let name = names[code.rawValue] else { return [] }
        let found = sources.filter { source in
            source.text.ranges(of: ".\(name)").contains { range in
                let next = range.upperBound
                return next == source.text.endIndex || !(source.text[next].isLetter || source.text[next].isNumber)
            }
        }
        return Set(found.map(\.target)).sorted()
    }
}
