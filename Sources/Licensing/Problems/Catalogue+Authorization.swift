/// Whether the server lets this program ask at all (reference, sections 2.2 and 2.3).
extension ProblemCatalogue {
    static let authorization: [CatalogueEntry] = [
        CatalogueEntry(
            .dateHeaderDiff, "This host's clock is too far from the server's; 15 minutes are allowed.",
            likely: [ClockOff.noSynchronization, ClockOff.suspended],
            youCan: [
                Remedy("look at the clock", typing: "timedatectl status"),
                Remedy("switch synchronization on: sudo timedatectl set-ntp true"),
                Remedy("with chrony, set the clock at once: sudo chronyc makestep"),
                Remedy("then retry", .retry),
            ],
            who: [.systemAdministrator], retry: .afterChange, exit: .clockRefused, sharpen: ClockOff.sharpen),
        CatalogueEntry(
            .authorizationInvalidHeaders, "The server could not read how this program identifies itself.",
            likely: [
                "the API key or the shared key holds a quotation mark, a blank or a line break",
                "a proxy on the way changed the Authorization header",
            ],
            youCan: [
                Remedy("copy the API key and the shared key into the configuration again"),
                Remedy("try without the proxy", .retry), .report,
            ],
            who: [.you, .networkAdministrator, .developers], retry: .afterChange, exit: .authorizationRefused),
        CatalogueEntry(
            .authorizationMissingParams, "A part of how this program identifies itself did not reach the server.",
            likely: [
                "the API key or the shared key in the configuration is empty",
                "a proxy on the way changed the Authorization header",
            ],
            youCan: [
                Remedy("check the API key and the shared key in the configuration"),
                Remedy("try without the proxy", .retry), .report,
            ],
            who: [.you, .networkAdministrator, .developers], retry: .afterChange, exit: .authorizationRefused),
        CatalogueEntry(
            .hmacRequired, "The server wants requests that are signed with a shared key (HMAC).",
            likely: ["the server does not take the kind of keys that the configuration names"],
            youCan: [
                Remedy("put an API key with its shared key into the configuration"),
                Remedy("ask your license administrator which kind the vendor uses"),
            ],
            who: [.you, .licenseAdministrator], retry: .afterChange, exit: .authorizationRefused),
        CatalogueEntry(
            .signatureMismatch, "The signature of the request, made with the shared key, does not match.",
            likely: [
                "the shared key in the configuration does not belong to the API key",
                "it was copied with a blank or a line break, or not whole",
            ],
            youCan: [
                Remedy("copy the shared key again from the vendor's portal, whole and alone on its line"),
                Remedy("ask your license administrator for the pair of keys"),
            ],
            who: [.you, .licenseAdministrator], retry: .afterChange, exit: .authorizationRefused),
        CatalogueEntry(
            .invalidAPIKey, "The server does not know the API key in the configuration.",
            likely: [
                "the key is mistyped or was copied only in part",
                "the key belongs to another server, for example to the sandbox",
            ],
            youCan: [
                Remedy("copy the API key into the configuration again"), .checkAddress,
                Remedy("ask your license administrator for a valid API key"),
            ],
            who: [.you, .licenseAdministrator], retry: .afterChange, exit: .authorizationRefused),
        CatalogueEntry(
            .revokedAPIKey, "The API key in the configuration has been revoked.",
            likely: ["the vendor has replaced it with a new one"],
            youCan: [Remedy("ask your license administrator for the new API key and its shared key")],
            who: [.licenseAdministrator, .vendor], retry: .afterChange, exit: .authorizationRefused),
        CatalogueEntry(
            .readOnlyAPIKey, "The API key in the configuration may only read, and this would change something.",
            likely: ["the key was made for reports, not for borrowing"],
            youCan: [Remedy("ask your license administrator for an API key that may borrow")],
            who: [.licenseAdministrator, .vendor], retry: .afterChange, exit: .authorizationRefused),
        CatalogueEntry(
            .invalidClient, "The client id or the client secret in the configuration was not accepted (OAuth).",
            likely: [
                "one of them is mistyped or was copied only in part", "the secret has been replaced with a new one",
            ],
            youCan: [
                Remedy("copy the client id and the client secret into the configuration again"),
                Remedy("ask your license administrator for the present secret"),
            ],
            who: [.you, .licenseAdministrator], retry: .afterChange, exit: .authorizationRefused),
        CatalogueEntry(
            .unauthorizedClient, "The client id in the configuration may not sign in this way (OAuth).",
            likely: ["the client id was made for another purpose, or was switched off"],
            youCan: [Remedy("ask your license administrator for a client id that may borrow")],
            who: [.licenseAdministrator, .vendor], retry: .afterChange, exit: .authorizationRefused),
        CatalogueEntry(
            .oauthTokenExpired, "This program's access token has run out (OAuth).",
            likely: [
                "the request was held up on the way for longer than the token lives",
                "this host's clock is wrong",
            ],
            youCan: [
                Remedy("retry: a new token is fetched", .retry),
                Remedy("look at the clock", typing: "timedatectl status"),
            ],
            who: [.you, .systemAdministrator], retry: .now, exit: .authorizationRefused),
        CatalogueEntry(
            .oauthTokenMalformed, "The server could not read this program's access token (OAuth).",
            likely: [
                "a proxy on the way changed the Authorization header",
                "the token was made by another sign-in service than the server trusts",
            ],
            youCan: [
                Remedy("retry: a new token is fetched", .retry), .checkAddress,
                Remedy("try without the proxy", .retry),
            ],
            who: [.you, .networkAdministrator], retry: .now, exit: .authorizationRefused),
    ]
}
