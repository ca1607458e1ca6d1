"""The SDK's higher layer, which keeps a license file and watches over licenses and features in threads."""

import tempfile
import threading
from urllib.parse import urlsplit

from licensespring.api.error import ClientError
from licensespring.licensefile.config import Configuration
from licensespring.licensefile.error import TimeoutExpiredException
from licensespring.licensefile.license_manager import LicenseID, LicenseManager

from common import expect, expect_error, expect_refusal, in_hours

# How long a watchdog's thread may take for what it does at once.
PATIENCE = 60


def license_manager(options, verifier):
    with tempfile.TemporaryDirectory() as folder:
        manager = make_manager(options, verifier, folder, "CAD-PRO")
        expect("is_online", manager.is_online())
        license = manager.activate_license(LicenseID.from_key("CADP-7Q2M-K4XN-9F3T"))
        expect("LicenseManager activates", license.is_valid(), f"license {license.id()}")
        license.check()
        expect("License.check", license.floating_in_use_devices() >= 1, f"{license.floating_in_use_devices()} in use")
        license.floating_borrow(in_hours(24))
        expect("License.floating_borrow", license.is_borrowed(), str(license.borrow_until()))
        license.local_check()
        expect("License.local_check", True)
        license.check()
        expect("License.check keeps the borrow", license.is_borrowed(), str(license.borrow_until()))
        details = license.product_details(include_latest_version=True, include_custom_fields=True)
        expect("License.product_details", details["latest_version"] is None and details["custom_fields"] == [])
        offline(options, verifier, folder)
        license.floating_release(throw_e=True)
        expect("License.floating_release", not license.is_borrowed())
        expect_error("License.local_check after it", TimeoutExpiredException, license.local_check)
        expect_refusal(
            "License.floating_borrow beyond the limit", "borrow_until_not_valid",
            lambda: license.floating_borrow(in_hours(24 * 8)))
        watchdog(license)
        license.deactivate()
        expect("License.deactivate", not license.license_active())


def make_manager(options, verifier, folder, product, domain=None):
    address = urlsplit(options.url)
    return LicenseManager(
        Configuration(
            product=product,
            api_key=options.api_key,
            shared_key=options.shared_key,
            signature_verifier=verifier,
            api_protocol=address.scheme,
            api_domain=domain or address.netloc,
            file_path=folder,
        ))


def offline(options, verifier, folder):
    """Another process, on a host whose network is gone, that has the license file alone."""
    manager = make_manager(options, verifier, folder, "CAD-PRO", domain="127.0.0.1:1")
    expect("is_online without a network", not manager.is_online(throw_e=False))
    license = manager.load_license()
    expect("load_license", license.is_borrowed(), str(license.borrow_until()))
    license.local_check()
    expect("License.local_check without a network", True)
    expect("License.check without a network", license.check() is None)


def watchdog(license):
    """The license's watchdog checks at once, and tells of a refusal."""
    checked = threading.Event()
    check = license.check

    def observed_check(*arguments, **named):
        check(*arguments, **named)
        checked.set()

    license.check = observed_check
    refused = threading.Event()
    errors = []

    def tell(error):
        errors.append(error)
        refused.set()

    license.setup_license_watch_dog(tell, timeout=0, deamon=True)
    expect("the watchdog checks", checked.wait(PATIENCE) and not errors, f"every {license.watch_dog.timeout_secs} s")
    license.stop_license_watch_dog()

    def refused_check(*_, **__):
        license.api_client.check_license("CAD-PRO", license_key="CADP-X9TC-4NVA-8GZD")

    license.check = refused_check
    license.setup_license_watch_dog(tell, timeout=0, deamon=True)
    told = refused.wait(PATIENCE) and isinstance(errors[0], ClientError) and errors[0].code == "license_not_enabled"
    expect("the watchdog tells of a refusal", told)
    license.stop_license_watch_dog()
    license.check = check


def manager_features(options, verifier):
    with tempfile.TemporaryDirectory() as folder:
        manager = make_manager(options, verifier, folder, "RENDER")
        license = manager.activate_license(LicenseID.from_key("REND-4HXC-M9QT-5VJA"))
        data = license.get_feature_data
        errors = []
        license.setup_feature_watch_dog(errors.append, timeout=7200, deamon=True)
        license.check_feature("GPU", add_to_watchdog=True)
        expect("License.check_feature", data("GPU")["floating_in_use_devices"] == 1, str(data("GPU")["floating_end_date"]))
        expect("License.check_feature knows the time-out", data("GPU")["floating_timeout"] == 120)
        expect("the feature watchdog has it", "GPU" in license.feature_watch_dog.get_feature_codes())
        license.borrow_feature("GPU", in_hours(3))
        expect("License.borrow_feature", data("GPU")["is_borrowed"], str(data("GPU")["floating_end_date"]))
        license.check()
        expect("License.check keeps the feature's borrow", data("GPU")["is_borrowed"])
        license.release_feature("GPU")
        expect("License.release_feature", not data("GPU")["is_borrowed"])
        expect("the feature watchdog has it no more", "GPU" not in license.feature_watch_dog.get_feature_codes())
        license.stop_feature_watch_dog()
        expect("the feature watchdog told of nothing", not errors, str(errors))
        license.check_feature("EXPORT")
        expect("License.check_feature of one that does not float", not data("EXPORT")["is_floating_cloud"])
        expect_refusal(
            "License.borrow_feature of one that does not float", "feature_not_floating",
            lambda: license.borrow_feature("EXPORT", in_hours(1)))
        expect_refusal(
            "License.check_feature of one that is not there", "invalid_license_feature_code",
            lambda: license.check_feature("NONE"))
        license.deactivate(delete_license=True)


def manager_user(options, verifier):
    with tempfile.TemporaryDirectory() as folder:
        manager = make_manager(options, verifier, folder, "SIM-X")
        license = manager.activate_license(LicenseID.from_user("ana@acme.example", "harbour-1"))
        expect("LicenseManager activates by user", license.license_user()["email"] == "ana@acme.example")
        license.floating_borrow(in_hours(1), password="harbour-1")
        expect("License.floating_borrow by user", license.is_borrowed())
        expect("License.change_password", license.change_password("harbour-1", "harbour-4") == "Password changed")
        expect_refusal(
            "License.floating_borrow with the old password", "authentication_failure",
            lambda: license.floating_borrow(in_hours(2), password="harbour-1"))
        license.change_password("harbour-4", "harbour-1")
        license.floating_release(throw_e=True)
        expect("get_sso_url", manager.get_sso_url("acme")["url"].startswith("http"))
        expect_refusal(
            "activation by a wrong password", "authentication_failure",
            lambda: manager.activate_license(LicenseID.from_user("ana@acme.example", "harbour-9")))
