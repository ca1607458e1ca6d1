/// The eleven of the borrow page (reference, section 3.5).
extension ProblemCatalogue {
    static let borrow: [CatalogueEntry] = [
        CatalogueEntry(
            .missingHeaders, "A header that every request needs did not reach the server.",
            likely: ["a proxy on the way removed the Date or the Authorization header"],
            youCan: [
                Remedy("try without the proxy, or have it let both headers through", .retry), .report,
            ],
            who: [.networkAdministrator, .developers], retry: .afterChange, exit: .requestRefused),
        CatalogueEntry(
            .missingParameters, "The request lacks something that the server needs.",
            likely: [
                "a field was left empty",
                "the product signs in another way: by user instead of key, or the reverse",
            ],
            youCan: [Remedy("fill in what is missing"), Remedy("check how the product signs in", .editSignIn)],
            who: [.you, .licenseAdministrator], retry: .afterChange, exit: .requestRefused,
            sharpen: MissingParameters.sharpen),
        CatalogueEntry(
            .unknownProduct, "The server knows no product with this code (upper and lower case matter).",
            likely: ["the code is mistyped", "the product belongs to another company than the API key does"],
            youCan: [
                Remedy("check the product code letter by letter, upper and lower case too", .editProduct),
                Remedy("ask your license administrator for the exact code"),
            ],
            who: [.you, .licenseAdministrator], retry: .afterChange, exit: .requestRefused,
            sharpen: { wording, problem in
                guard let product = problem.facts.product else { return }
                wording.whatHappened = "The server knows no product \(product) (upper and lower case matter)."
            }),
        CatalogueEntry(
            .licenseNotFound, "The server found no license for this product and sign-in.",
            likely: [
                "the key or the user is mistyped",
                "it belongs to another product",
                "the product code differs in upper and lower case",
                "the license id that was picked is not one of this user's",
            ],
            youCan: [
                Remedy("enter the key or the user again", .editSignIn),
                Remedy("check the product code", .editProduct),
            ],
            who: [.you, .licenseAdministrator], retry: .afterChange, exit: .licenseRefused,
            sharpen: LicenseNotFound.sharpen),
        CatalogueEntry(
            .licenseNotActive, "This license is not active.",
            likely: ["no device is activated on it yet", "its last activation was taken back"],
            youCan: [
                Remedy("activate this device", .activateDevice), .anotherLicense,
            ],
            who: [.you, .licenseAdministrator], retry: .afterChange, exit: .licenseRefused, sharpen: NotActive.sharpen),
        CatalogueEntry(
            .licenseNotEnabled, "This license is switched off.",
            likely: ["the vendor or your license administrator has disabled it, for example over an unpaid order"],
            youCan: [
                Remedy("ask your license administrator to have it enabled"),
                .anotherLicense,
            ],
            who: [.licenseAdministrator, .vendor], retry: .afterChange, exit: .licenseRefused),
        CatalogueEntry(
            .licenseBorrowNotAllowed, "This license does not allow borrowing.",
            likely: [
                "borrowing is switched off in its settings, or its longest borrow is 0 h",
                "its seats are not counted in the cloud, and only such licenses can be borrowed here",
            ],
            youCan: [
                Remedy("ask your license administrator to allow borrowing"),
                .anotherLicense,
            ],
            who: [.licenseAdministrator, .vendor], retry: .afterChange, exit: .licenseRefused,
            sharpen: { wording, problem in
                guard problem.facts.maxBorrowHours == 0 else { return }
                wording.likelyCauses = ["its longest borrow is set to 0 h"]
            }),
        CatalogueEntry(
            .borrowUntilNotValid, "The server did not accept the end of the borrow.",
            likely: [
                "it lies in the past by the server's clock",
                "it lies beyond the longest borrow that the license allows",
                "it lies beyond the end of the license itself",
            ],
            youCan: [Remedy("pick another end", .editEnd), Remedy("use the longest borrow", .useMaximum)],
            who: [.you, .licenseAdministrator], retry: .afterChange, exit: .endRefused, sharpen: EndRefused.sharpen),
        CatalogueEntry(
            .deviceNotFound, "The server finds no device with this hardware id activated on the license.",
            likely: [
                "this device was never activated on the license",
                "its activation was taken back",
                "its hardware id has changed: a new disk image, a clone, a container",
            ],
            youCan: [
                Remedy("activate this device", .activateDevice),
                Remedy("compare the hardware id with the one that the application sends", .editDevice),
            ],
            who: [.you, .licenseAdministrator], retry: .afterChange, exit: .deviceRefused,
            sharpen: DeviceNotFound.sharpen),
        CatalogueEntry(
            .blacklisted, "This device is blocked: the license may not be used on it.",
            likely: [
                "the vendor or your license administrator has blocked its hardware id",
                "it is a clone and shares its hardware id with a device that was blocked",
            ],
            youCan: [
                Remedy("ask your license administrator to unblock it, and name its hardware id"),
                Remedy("use another device", .editDevice),
            ],
            who: [.licenseAdministrator, .vendor], retry: .afterChange, exit: .deviceRefused),
        CatalogueEntry(
            .floatingNotAvailable, "Every seat of this license is taken.",
            likely: [
                "all devices are working, or one that crashed holds its seat until its time-out",
                "seats are borrowed, and stay taken until they are released or end",
            ],
            youCan: [
                Remedy("wait and retry", .retry), .anotherLicense,
                Remedy("return one of yours", .releaseBorrow),
            ],
            who: [.you, .licenseAdministrator], retry: .later, exit: .noSeat, sharpen: NoSeat.sharpen),
    ]
}
