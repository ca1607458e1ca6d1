internal import Foundation
internal import Licensing

/// Which targets raise a code, as their sources say.
struct Raisers {
    private var sources: [(target: String, text: String)] = []
    private var names: [String: String] = [:]

    /// - Parameters:
    ///   - root: the folder of the package.
    ///   - folder: where in it to look: at all targets, or at one that is named.
    init(root: URL, folder: String = "Sources") throws {
        let known = try String(
            contentsOf: root.appending(path: "Sources/Licensing/Problems/ProblemCode+Known.swift"), encoding: .utf8)
        let folder = root.appending(path: folder)
        for match in known.matches(of: /static let (\w+): Self = "(\w+)"/) {
            names[String(match.output.2)] = String(match.output.1)
        }
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        where path.hasSuffix(".swift") && !path.hasPrefix("Licensing/Problems/") {
            let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
            sources.append((path.split(separator: "/").first.map(String.init) ?? path, text))
        }
    }

    /// Whether any source names a code, as a constant or as the text that people read.
    func names(_ code: ProblemCode) -> Bool {
        !targets(of: code).isEmpty || sources.contains { $0.text.contains(code.rawValue) }
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
