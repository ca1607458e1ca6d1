internal import ArgumentParser

/// Which borrow of the ledger a command is about.
struct BorrowOptions: ParsableArguments {
    @Argument(
        help: "The borrow: its id from `berth status`, or a product that one such borrow is of.", completion: .borrows)
    var borrow: String

    @Option(help: ArgumentHelp("The borrow of this feature of the product.", valueName: "code"))
    var feature: String?

    func validate() throws { try requireName(borrow) }
}

extension ParsableArguments {
    /// Refuses a name that was given and is empty, as by a shell's variable that is not set.
    ///
    /// - Parameter text: what names a borrow; nil where nothing was given.
    func requireName(_ text: String?) throws {
        guard text?.allSatisfy(\.isWhitespace) != true else {
            throw ValidationError("The name of the borrow is empty: give its id, or a product's code.")
        }
    }
}
