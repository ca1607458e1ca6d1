internal import Licensing

extension Route {
    /// Changes a user's password (reference, section 5.5), for as long as the sandbox runs. The response is a text.
    static let changePassword = post("/api/v4/change_password") { request, state throws(Refusal) in
        let needs = Parameters.Needs(required: ["username", "password", "new_password"], identification: .none)
        let (parameters, _) = try state.read(request, needs)
        let name = try state.user(parameters)
        guard state.inventory.users.first(where: { $0.email == name })?.mayChangePassword == true else {
            throw Refusal(.changePasswordNotAllowed)
        }
        state.passwords[name] = parameters.text("new_password").map { Secret($0) }
        return .text(state.choices.passwordText)
    }
}
