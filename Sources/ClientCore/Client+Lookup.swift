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
        case (.product(let code), .failure(let failure)):
            // Nobody waits for this: it is asked while a form is filled in, so it is noted there and raises no alarm.
            measured(failure.clockOffset)
            productProblems[code] = failure.problem
        case (_, .failure(let failure)):
            measured(failure.clockOffset)
            report(failure.problem)
        case (.product(let code), .success(.product(let answer))):
            measured(answer.clockOffset)
            products[code] = answer.value
            productProblems[code] = nil
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
