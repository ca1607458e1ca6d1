internal import Configuration
internal import FoundationEssentials
internal import Licensing
internal import Synchronization

/// The configuration file: a flat YAML mapping of the keys of ``Setting``.
struct ConfigurationFile {
    let path: String
    /// Whether the operator named it: then it has to exist.
    let isExplicit: Bool
    let time: Date

    /// Reads and checks it; nil where it is missing and may be.
    func layer() throws(Problem) -> ConfigurationLayer? {
        guard let file = try read() else { return nil }
        guard Self.holdsMore(than: file.data) else { return nil }
        let keys = Mutex<[String]>([])
        let values = try parse(file.data) { key in keys.withLock { $0.append(key) } }
        let found = keys.withLock { $0 }
        try checkKnown(found)
        try checkPrivate(found, file)
        return ConfigurationLayer(source: .file(path), values: values, time: time)
    }

    private func read() throws(Problem) -> ReadableFile? {
        do {
            return try ReadableFile(path: path)
        } catch {
            if error.isMissing, !isExplicit { return nil }
            throw problem(.configUnreadable, "The configuration file cannot be read: \(error.words).")
        }
    }

    /// Whether there is anything but comments: a file without a mapping is fine as long as it says nothing.
    private static func holdsMore(than data: Data) -> Bool {
        data.split(separator: UInt8(ascii: "\n")).contains { line in
            let first = line.first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\r") }
            return first != nil && first != UInt8(ascii: "#")
        }
    }

    /// Parses it. The library asks of each key whether it is secret, which is how the keys become known here.
    private func parse(_ data: Data, _ seen: @escaping @Sendable (String) -> Void) throws(Problem) -> YAMLSnapshot {
        let options = YAMLSnapshot.ParsingOptions(
            secretsSpecifier: .dynamic { key, _ in
                seen(key)
                return Setting(rawValue: key)?.isSecret ?? true
            })
        do {
            return try YAMLSnapshot(data: data.bytes, providerName: "config.yaml", parsingOptions: options)
        } catch {
            // Of the parser's words only the place is safe to show: the rest quotes the file.
            let place = String(describing: error).prefix { $0.isNumber || $0 == ":" }.split(separator: ":")
            let line = place.count == 2 ? ", line \(place[0])," : ""
            throw problem(
                .configInvalid,
                "The configuration file\(line) is not YAML as it should be: write one key and one value a line, for "
                    + "example server: https://api.licensespring.com")
        }
    }

    private func checkKnown(_ keys: [String]) throws(Problem) {
        let known = Setting.allCases.filter(\.belongsInFile).map(\.rawValue)
        guard let unknown = keys.sorted().first(where: { !known.contains($0) }) else { return }
        var message = "There is no setting \(unknown)"
        if let near = NearMatch.of(unknown, among: known) {
            message += "; did you mean \(near)?"
        } else {
            message += "."
        }
        if let setting = Setting(rawValue: unknown) {
            message = "\(unknown) does not belong in this file: set \(setting.variable), or \(unknown)_file to a path."
        }
        throw problem(.configInvalid, message, name: unknown)
    }

    private func checkPrivate(_ keys: [String], _ file: ReadableFile) throws(Problem) {
        guard file.isExposed, let secret = keys.first(where: { Setting(rawValue: $0)?.isSecret == true }) else {
            return
        }
        throw problem(
            .secretFileExposed,
            "It holds \(secret), and others than its owner can use it. Run: \(ReadableFile.chmodCommand(path))",
            name: secret)
    }

    private func problem(_ code: ProblemCode, _ message: String, name: String? = nil) -> Problem {
        .configuration(code, message, name: name, path: path, time: time)
    }
}
