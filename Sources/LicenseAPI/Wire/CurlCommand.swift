internal import FoundationEssentials
internal import Licensing

extension Call {
    /// A command for a shell that makes the same call. It is written from the members that are sent, and holds no secret.
    func curl(_ authorization: Authorization) -> String {
        let url = ShellWord(address.text + endpoint.path)
        var lines = ["curl \(endpoint.method == .get ? "--get " : "")\(url.text)"]
        if isAuthorized {
            let authorization = authorization.sketch.replacing("\"", with: "\\\"")
            lines += [#"--header "Date: $DATE""#, #"--header "Authorization: \#(authorization)""#]
        }
        lines.append("--header 'Accept: application/json'")
        switch (endpoint.method, endpoint.bodyForm) {
        case (.post, .json):
            lines.append("--header 'Content-Type: application/json'")
            lines.append("--data \(fields.jsonWord.text)")
        case (.get, _), (.post, .urlEncoded):
            lines += fields.formWords.map { "--data-urlencode \($0.text)" }
        }
        return lines.joined(separator: " \\\n  ")
    }
}

extension Authorization {
    /// The header's value, with variables in place of what is secret or goes by the date.
    var sketch: String {
        switch self {
        case .apiKey: RequestSigner.authorization(signature: "$SIGNATURE", apiKey: "$BERTH_API_KEY")
        case .oauth: "Bearer $TOKEN"
        }
    }
}

extension RequestFields {
    /// The variable that stands for the secret of a member: `BERTH_LICENSE_KEY` for `license_key`.
    private static func variable(for name: String) -> String { "BERTH_" + name.uppercased() }

    /// The same with a variable in the place of each secret, for a person to read.
    var withVariables: RequestFields {
        var copy = self
        for (name, value) in values {
            if case .secret = value { copy.set(name, .text("$" + Self.variable(for: name))) }
        }
        return copy
    }

    /// The members of a query or a form, each as a word of a shell.
    fileprivate var formWords: [ShellWord] {
        members.map { name, value in
            var word = ShellWord(name + "=")
            if case .secret? = values[name] {
                word.add(variable: Self.variable(for: name))
            } else {
                word.add(value)
            }
            return word
        }
    }

    /// The JSON of the members as a word of a shell, a member on each line.
    fileprivate var jsonWord: ShellWord {
        var word = ShellWord("{")
        var separator = "\n  "
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            word.add(separator + Self.json(name) + " : ")
            separator = ",\n  "
            if case .secret = value {
                word.add("\"")
                word.add(variable: Self.variable(for: name))
                word.add("\"")
            } else {
                word.add(Self.json(value))
            }
        }
        word.add("\n}")
        return word
    }

    private static func json(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }
}

/// One word of a POSIX shell, of texts that mean nothing to it and of variables.
///
/// Each part is quoted as it is added: whatever a text holds, it cannot become a variable.
private struct ShellWord {
    /// The word as it stands on a command line.
    var text: String { isInText ? quoted + "'" : quoted }
    private var quoted = ""
    private var isInText = false

    init(_ text: String) { add(text) }

    /// Adds a text.
    mutating func add(_ text: String) {
        if !isInText { quoted += "'" }
        isInText = true
        quoted += text.replacing("'", with: #"'\''"#)
    }

    /// Adds a variable, whose name the program chooses.
    mutating func add(variable name: String) {
        quoted += (isInText ? "'" : "") + "\"$" + name + "\""
        isInText = false
    }
}
