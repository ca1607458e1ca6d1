internal import FoundationEssentials

/// Newer and general codes about the request, the license, the user and the device (reference, sections 3.5 and 5.1).
extension ProblemCatalogue {
    static let license: [CatalogueEntry] = [
        CatalogueEntry(
            .validationError, "The server cannot use a value in the request.",
            likely: ["a value has another form than the server expects (its own words name it)"],
            youCan: [Remedy("read the server's words and correct the value that they name"), .report],
            who: [.you, .developers], retry: .afterChange, exit: .requestRefused,
            sharpen: { wording, problem in
                guard !problem.message.isEmpty else { return }
                wording.likelyCauses = ["as the server says: \(problem.message)"]
            }),
        CatalogueEntry(
            .invalidJSON, "The server could not read the request at all.",
            likely: ["a proxy on the way changed or cut it", "this program wrote it wrongly"],
            youCan: [Remedy("try without the proxy", .retry), .report],
            who: [.networkAdministrator, .developers], retry: .afterChange, exit: .requestRefused),
        CatalogueEntry(
            .notFound, "The server has nothing at the address that was asked.",
            likely: [
                "the server's address in the configuration is wrong, or has a path too many",
                "it is an on-premises license server, which borrows at other addresses than the cloud",
            ],
            youCan: [.checkAddress],
            who: [.you, .systemAdministrator], retry: .afterChange, exit: .configuration,
            sharpen: { wording, problem in
                guard let endpoint = problem.facts.endpoint else { return }
                wording.whatHappened = "The server has nothing at \(endpoint)."
            }),
        CatalogueEntry(
            .internalError, "The server failed on its side.",
            likely: ["a fault or an outage at LicenseSpring"],
            youCan: [Remedy("look at the service's status page, if it lasts")],
            who: [.licenseSpring], retry: .later, exit: .notReached, usual: .possible),
        CatalogueEntry(
            .licenseExpired, "This license has expired.",
            likely: ["its time is over, and it was not renewed"],
            youCan: [
                Remedy("ask your license administrator to renew it"), .anotherLicense,
            ],
            who: [.licenseAdministrator, .vendor], retry: .afterChange, exit: .licenseRefused,
            sharpen: { wording, problem in
                guard let end = problem.facts.licenseValidUntil, end <= problem.serverTime else { return }
                wording.whatHappened = "This license has expired: it ended at \(UTC.words(end))."
            }),
        CatalogueEntry(
            .authenticationFailure, "The server did not accept the user or the password.",
            likely: [
                "the password is mistyped, or was changed", "the user's e-mail is mistyped",
                "the account signs in through a web page (single sign-on), without a password",
            ],
            youCan: [
                Remedy("enter the user and the password again", .editSignIn),
                Remedy("ask your license administrator to reset the password"),
            ],
            who: [.you, .licenseAdministrator], retry: .afterChange, exit: .authorizationRefused,
            sharpen: SignInRefused.sharpen),
        CatalogueEntry(
            .archivedProduct, "This product is archived: the vendor no longer offers it.",
            likely: ["a newer product has replaced it, under another code"],
            youCan: [
                Remedy("ask your license administrator which product has replaced it"),
                Remedy("pick another product", .editProduct),
            ],
            who: [.licenseAdministrator, .vendor], retry: .afterChange, exit: .requestRefused),
        CatalogueEntry(
            .disabledProduct, "This product is switched off for all its licenses.",
            likely: ["the vendor has disabled it, for good or for a while"],
            youCan: [Remedy("ask the vendor when it comes back"), Remedy("pick another product", .editProduct)],
            who: [.vendor, .licenseAdministrator], retry: .later, exit: .requestRefused),
        CatalogueEntry(
            .licenseActivatedMaxTimes, "Every activation of this license is used up.",
            likely: [
                "devices that are no longer in use are still activated",
                "there are more devices than activations, which are not the same as seats",
            ],
            youCan: [
                Remedy("have a device deactivated that no longer needs the license"),
                Remedy("ask your license administrator for more activations"),
                .anotherLicense,
            ],
            who: [.licenseAdministrator, .vendor], retry: .afterChange, exit: .licenseRefused),
        CatalogueEntry(
            .licenseTransferredMaxTimes, "This license may not move to another device any more.",
            likely: ["each activation after a deactivation counts as a move, and all moves are used up"],
            youCan: [
                Remedy("ask your license administrator to allow more moves (transfers)"),
                .anotherLicense,
            ],
            who: [.licenseAdministrator, .vendor], retry: .afterChange, exit: .licenseRefused),
        CatalogueEntry(
            .licenseUserActivatedMaxTimes, "This user has used up all activations of the license.",
            likely: ["the user's earlier devices are still activated"],
            youCan: [
                Remedy("have one of the user's old devices deactivated"),
                Remedy("ask your license administrator for more activations"),
            ],
            who: [.licenseAdministrator, .you], retry: .afterChange, exit: .licenseRefused),
        CatalogueEntry(
            .licenseStartDateError, "This license is not valid yet.",
            likely: ["its start date lies ahead"],
            youCan: [
                Remedy("ask your license administrator for the start date, and wait for it"),
                .anotherLicense,
            ],
            who: [.licenseAdministrator], retry: .later, exit: .licenseRefused),
        CatalogueEntry(
            .vmNotAllowed, "This license may not be used on a virtual machine.",
            likely: ["the vendor has ruled virtual machines out for this license"],
            youCan: [
                Remedy("use a physical machine", .editDevice),
                Remedy("ask the vendor to allow virtual machines"),
            ],
            who: [.vendor, .licenseAdministrator], retry: .afterChange, exit: .deviceRefused),
        CatalogueEntry(
            .invalidProductAuthMethod, "This product signs in another way than the request did.",
            likely: ["the product wants a user where a key was sent, or a key where a user was"],
            youCan: [Remedy("sign in the other way", .editSignIn), Remedy("check the product code", .editProduct)],
            who: [.you], retry: .afterChange, exit: .authorizationRefused, sharpen: WrongSignIn.sharpen),
        CatalogueEntry(
            .apiKeyProductNotAllowed, "The API key in the configuration has no right to this product.",
            likely: ["the key was made for other products of the company", "the product code is mistyped"],
            youCan: [
                Remedy("ask your license administrator for an API key with this product"),
                Remedy("check the product code", .editProduct),
            ],
            who: [.licenseAdministrator, .vendor], retry: .afterChange, exit: .authorizationRefused),
        CatalogueEntry(
            .changePasswordNotAllowed, "The password cannot be changed here.",
            likely: ["the vendor lets users change it in the vendor's own portal only"],
            youCan: [Remedy("change it in the vendor's portal, or ask your license administrator")],
            who: [.licenseAdministrator, .vendor], retry: .no, exit: .authorizationRefused),
    ]

    /// Codes about single features of a license (reference, section 4.3).
    static let features: [CatalogueEntry] = [
        CatalogueEntry(
            .floatingFeatureDeviceNotInUse, "This device holds no seat of that feature.",
            likely: ["it was released before, or its time is over"],
            youCan: [Remedy("do nothing: the seat is likely free, as it should be")],
            who: [.you], retry: .no, exit: .deviceRefused,
            sharpen: { wording, problem in
                if problem.effect != .none { wording.remedies = [] }
            }),
        CatalogueEntry(
            .invalidLicenseFeatureCode, "The license has no feature with this code.",
            likely: ["the feature's code is mistyped", "the feature was not bought with this license"],
            youCan: [
                Remedy("check the feature's code", .editFeature),
                Remedy("ask your license administrator which features the license has"),
            ],
            who: [.you, .licenseAdministrator], retry: .afterChange, exit: .requestRefused,
            sharpen: { wording, problem in
                guard let feature = problem.facts.feature else { return }
                wording.whatHappened = "The license has no feature \(feature) (upper and lower case matter)."
            }),
        CatalogueEntry(
            .featureNotFloating, "That feature has no seats to borrow or to release.",
            likely: ["the feature comes with each device instead of by seats"],
            youCan: [Remedy("borrow the license itself instead of the feature", .editFeature)],
            who: [.you, .licenseAdministrator], retry: .no, exit: .licenseRefused),
    ]
}
