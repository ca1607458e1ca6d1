internal import ArgumentParser

/// Which borrow of the ledger a command is about.
struct BorrowOptions: ParsableArguments {
    @Argument(
        help: "The borrow: its id from `berth status`, or a product that one such borrow is of.", completion: .borrows)
    var borrow: String

    @Option(help: ArgumentHelp("The borrow of this feature of the product.", valueName: "code"))
    var feature: String?
}
