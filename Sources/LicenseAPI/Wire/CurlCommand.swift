internal import FoundationEssentials
internal import Licensing

extension Call {
    /// A command for a shell that makes the same call. It is written from the members that are sent, and holds no secret.
    func curl(_ authorization: Authorization) -> String {
        var lines = ["curl \(endpoint.method == .get ? "--get " : "")\(Shell.quoted(address.text + endpoint.path))"]
        if isAuthorized {
            lines += [#"--header "Date: $DATE""#, #"--header "Authorization: \#(authorization.sketch)""#]
        }
        lines.append("--header 'Accept: application/json'")
        let members = fields.sketched.members
        switch (endpoint.method, endpoint.bodyForm) {
        case (.post, .json):
            lines.append("--header 'Content-Type: application/json'")
            lines.append("--data \(Shell.quoted(fields.sketched.prettyJSON))")
        case (.get, _), (.post, .urlEncoded):
            lines += members.map { "--data-urlencode \(Shell.quoted("\($0.name)=\($0.value)"))" }
        }
        return lines.joined(separator: " \\\n  ")
    }
}

extension Authorization {
    /// The header's value within double quotes, with variables in place of what is secret or goes by the date.
    fileprivate var sketch: String {
        switch self {
        case .apiKey:
            RequestSigner.authorization(signature: "$SIGNATURE", apiKey: "$BERTH_API_KEY").replacing("\"", with: "\\\"")
        case .oauth: "Bearer $TOKEN"
        }
    }
}

extension RequestFields {
    /// The same with a variable of the shell in the place of each secret: `BERTH_LICENSE_KEY` for `license_key`.
    fileprivate var sketched: RequestFields {
        var copy = self
        for (name, value) in values {
            if case .secret = value { copy.set(name, .text(Shell.variable("BERTH_" + name.uppercased()))) }
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
