internal import FoundationEssentials
internal import Licensing

extension Call {
    /// A command for a shell that makes the same call. It is written from the members that are sent, and holds no secret.
    func curl(_ authorization: Authorization) -> String {
        var lines = ["curl \(endpoint.method == .get ? "--get " : "")\(Shell.quoted(address.text + endpoint.path))"]
        if isAuthorized {
            let authorization = authorization.sketch.replacing("\"", with: "\\\"")
            lines += [#"--header "Date: $DATE""#, #"--header "Authorization: \#(authorization)""#]
        }
        lines.append("--header 'Accept: application/json'")
        let fields = self.fields.withVariables(Shell.variable)
        let members = fields.members
        switch (endpoint.method, endpoint.bodyForm) {
        case (.post, .json):
            lines.append("--header 'Content-Type: application/json'")
            lines.append("--data \(Shell.quoted(fields.prettyJSON))")
        case (.get, _), (.post, .urlEncoded):
            lines += members.map { "--data-urlencode \(Shell.quoted("\($0.name)=\($0.value)"))" }
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
    /// The same with a variable in the place of each secret: `BERTH_LICENSE_KEY` for `license_key`.
    ///
    /// - Parameter spell: how a variable of a name is written.
    func withVariables(_ spell: (String) -> String) -> RequestFields {
        var copy = self
        for (name, value) in values {
            if case .secret = value { copy.set(name, .text(spell("BERTH_" + name.uppercased()))) }
        }
        return copy
    }

    fileprivate var prettyJSON: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}

/// The quoting of a POSIX shell.
private enum Shell {
    private static let (opening, closing) = ("\u{E000}", "\u{E001}")

    /// A variable, to stand in a text that is quoted later.
    static func variable(_ name: String) -> String { opening + name + closing }

    /// A text as one word. Nothing in it means anything to the shell but the variables.
    static func quoted(_ text: String) -> String {
        let word = "'" + text.replacing("'", with: #"'\''"#) + "'"
        let filled = word.replacing(opening, with: #"'"$"#).replacing(closing, with: #""'"#)
        return filled.hasSuffix("\"''") ? String(filled.dropLast(2)) : filled
    }
}
