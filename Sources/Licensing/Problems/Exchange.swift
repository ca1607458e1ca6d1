/// A request and what came back, for a person to read: no secret is in it, and no ledger keeps it.
public struct Exchange: Hashable, Sendable {
    /// What tells the request's lines in a log apart from those of others.
    public var requestID: String
    /// A command for a shell, `curl`, that sends the same request. A variable stands for each secret, and for the date and its
    /// signature.
    public var command: String
    /// What came back; nil where nothing did.
    public var reply: Reply?

    public init(requestID: String, command: String, reply: Reply? = nil) {
        self.requestID = requestID
        self.command = command
        self.reply = reply
    }

    /// A response as it came, or with every secret in it blotted out.
    public struct Reply: Hashable, Sendable {
        /// The HTTP status.
        public var status: Int
        /// What kind of text it says it is.
        public var contentType: String?
        /// Its text, unsanitised; ``limit`` bounds it.
        public var body: String
        /// How many bytes came.
        public var size: Int

        /// The longest body that is kept, in characters.
        public static let limit = 16_384

        public init(status: Int, contentType: String? = nil, body: String, size: Int) {
            self.status = status
            self.contentType = contentType
            self.body = body.count > Self.limit ? body.prefix(Self.limit) + "…" : body
            self.size = size
        }
    }
}
