internal import Licensing

extension Client.State {
    mutating func lookupRequested(_ lookup: Client.Lookup) -> [Client.Effect] {
        lookups.insert(lookup).inserted ? [.lookUp(lookup)] : []
    }

    mutating func lookupFinished(
        _ lookup: Client.Lookup, _ result: Result<Client.Found, ServiceFailure>
    ) -> [Client.Effect] {
        guard lookups.remove(lookup) != nil else { return [] }
        switch (lookup, result) {
        case (_, .failure(let failure)):
            measured(failure.clockOffset)
            report(failure.problem)
        case (.product(let code), .success(.product(let answer))):
            measured(answer.clockOffset)
            products[code] = answer.value
        case (.licenses(let product, .user(let name, _)), .success(.licenses(let answer))):
            measured(answer.clockOffset)
            licenses = Client.LicenseList(product: product, user: name, licenses: answer.value)
        case (.activation, .success(.license(let answer))):
            measured(answer.clockOffset)
            lastOutcome = .activated(answer.value)
            if problems.first?.code == .deviceNotFound { problems.removeFirst() }
        case (.check, .success(.license(let answer))):
            measured(answer.clockOffset)
            lastOutcome = .checked(answer.value)
        case (_, .success):
            break
        }
        return []
    }

    mutating func problemDismissed() -> [Client.Effect] {
        if !problems.isEmpty { problems.removeFirst() }
        return []
    }
}
