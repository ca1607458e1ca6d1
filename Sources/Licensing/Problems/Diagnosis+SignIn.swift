/// `authentication_failure`: a wrong password or user, or a sign-in code that is spent.
enum SignInRefused {
    @Sendable static func sharpen(_ explanation: inout Explanation, _ problem: Problem) {
        let license = problem.facts.license
        switch problem.facts.signIn {
        case .user:
            if let license {
                explanation.whatHappened = "The server did not accept \(license) with this password."
            }
        case .singleSignOn:
            explanation.whatHappened = "The server did not accept the code or token from the sign-in page."
            explanation.likelyCauses = [
                "a code works only once, and only for a short time", "the customer account code is mistyped",
            ]
            explanation.remedies = [
                Remedy("sign in on the web page again, and paste the new code", .editSignIn),
                Remedy("check the customer account code", .editSignIn),
            ]
        case .licenseKey:
            explanation.whatHappened = "The server did not accept the sign-in by license key."
            explanation.likelyCauses = ["the product wants a user and a password", "the key is mistyped"]
            explanation.remedies = [
                Remedy("sign in with a user and a password", .editSignIn), Remedy("enter the key anew", .editSignIn),
            ]
        case nil: break
        }
    }
}

/// `invalid_product_auth_method`: names the other way to sign in.
enum WrongSignIn {
    @Sendable static func sharpen(_ explanation: inout Explanation, _ problem: Problem) {
        switch problem.facts.signIn {
        case .licenseKey:
            explanation.likelyCauses = ["\(problem.facts.productWords) wants a user, and a license key was sent"]
            explanation.remedies[0] = Remedy("sign in with a user and a password", .editSignIn)
        case .user, .singleSignOn:
            explanation.likelyCauses = ["\(problem.facts.productWords) wants a license key, and a user was sent"]
            explanation.remedies[0] = Remedy("sign in with a license key", .editSignIn)
        case nil: break
        }
    }
}
