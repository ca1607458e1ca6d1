internal import ClientCore
internal import ClientLive
internal import Foundation
internal import Ledger
internal import Licensing

/// What tells a product that a request may name from a license key that was typed in its place, and would be sent and kept: one
/// that looks like a key is a product where the configuration names it, or the ledger has a borrow of it.
struct KnownProducts {
    private let codes: Set<String>

    /// Reads what is known, as far as that is needed.
    ///
    /// - Parameters:
    ///   - configuration: what it names is meant.
    ///   - ledger: the ledger, which is read where something looks like a key; nil where there is none.
    ///   - typed: what was typed for a product.
    init(
        _ configuration: BerthConfiguration, _ ledger: (any LedgerStore)?, for typed: [String]
    ) async throws(Problem) {
        let configured = Set([configuration.product].compactMap(\.self) + configuration.products)
        guard let ledger, typed.contains(where: { KeyShape.isByAnyMeasureIn($0) && !configured.contains($0) }) else {
            codes = configured
            return
        }
        codes = try await TimeLimit.bounding("the ledger could be read") { () throws(Problem) in
            let moment = Moment(host: Date())
            var known = configured
            try await ledger.stream(heldAt: nil, inPartsOf: 1000) { borrows in
                // Whatever was refused may have been refused for its product.
                let borrows = borrows.filter { if case .refused = $0.status(at: moment) { false } else { true } }
                return Set(borrows.map(\.subject.product))
            } _: { products throws(Problem) in
                known.formUnion(products)
            }
            return known
        }
    }

    /// A product's code.
    ///
    /// - Parameters:
    ///   - text: what was typed for it.
    ///   - name: the flag or the column that says it.
    /// - Throws: `input_invalid` for what is no code, or looks like a license key; that is not repeated.
    func code(_ text: String, named name: String) throws(Problem) -> String {
        guard !KeyShape.isByAnyMeasureIn(text) || codes.contains(text) else {
            throw .usage(
                "What \(name) says looks like a license key, so it was not sent, and is not repeated. Name the product by its "
                    + "short code; the key is read from BERTH_LICENSE_KEY, from --license-key-file or at a prompt. A product "
                    + "that is called so has to stand in the configuration, in product or products.",
                name: name)
        }
        return try valid { () throws(FieldError) in try Validation.product(text) }
    }
}

extension BerthConfiguration {
    /// That a product which it names looks like a license key, in a sentence that does not repeat it; nil where none does.
    var noteOnProducts: String? {
        let names = [("product", [product].compactMap(\.self)), ("products", products)].compactMap { name, codes in
            codes.contains(where: KeyShape.isByAnyMeasureIn) ? spellings[name] ?? name : nil
        }
        guard !names.isEmpty else { return nil }
        return
            "what \(names.joined(separator: " and ")) says looks like a license key; it is taken for a product, and sent: "
            + "correct it, unless a product is called so"
    }
}
