/// `authentication_failure`: a wrong password or user, or a sign-in code that is spent.
enum SignInRefused {
    @Sendable static func sharpen(_ wording: inout Wording, _ problem: Problem) {
        let license = problem.facts.license
        switch problem.facts.signIn {
        case .user:
            if let license {
                wording.whatHappened = "The server did not accept \(license) with this password."
            }
        case .singleSignOn:
            wording.whatHappened = "The server did not accept the code or token from the sign-in page."
            wording.likelyCauses = [
                "a code works only once, and only for a short time", "the customer account code is mistyped",
            ]
            wording.remedies = [
                Remedy("sign in on the web page again, and paste the new code", .editSignIn),
                Remedy("check the customer account code", .editSignIn),
            ]
        case .licenseKey:
            wording.whatHappened = "The server did not accept the sign-in by license key."
            wording.likelyCauses = ["the product wants a user and a password", "the key is mistyped"]
            wording.remedies = [
                Remedy("sign in with a user and a password", .editSignIn), Remedy("enter the key again", .editSignIn),
            ]
        case nil: break
        }
    }
}

/// `invalid_product_auth_method`: names the other way to sign in.
enum WrongSignIn {
    @Sendable static func sharpen(_ wording: inout Wording, _ problem: Problem) {
        switch problem.facts.signIn {
        case .licenseKey:
            wording.likelyCauses = ["\(problem.facts.productWords) wants a user, and a license key was sent"]
            wording.remedies = [
                Remedy("sign in with a user and a password", .editSignIn),
                Remedy("check the product code", .editProduct),
            ]
        case .user, .singleSignOn:
            wording.likelyCauses = ["\(problem.facts.productWords) wants a license key, and a user was sent"]
            wording.remedies = [
                Remedy("sign in with a license key", .editSignIn), Remedy("check the product code", .editProduct),
            ]
        case nil: break
        }
    }
}
