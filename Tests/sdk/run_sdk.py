#!/usr/bin/env python3
"""Runs LicenseSpring's official Python SDK, unchanged, against a sandbox with the demo's inventory.

The SDK is a check that shares no code with the sandbox: it signs the requests, and verifies the responses with the
sandbox's public key.

    python3 -m venv /tmp/sdk && /tmp/sdk/bin/pip install licensespring==4.0.0
    /tmp/sdk/bin/python Tests/sdk/run_sdk.py --url http://127.0.0.1:8181 --public-key sandbox.pub.pem \\
        --api-key KEY --shared-key KEY [--client-id ID --client-secret SECRET]

Prints a line for each step and exits 0 if all went as expected.
"""

import argparse
import re
import sys
import urllib.request

from licensespring.api.error import InvalidClientCredentials
from licensespring.api.signature import SignatureVerifier

from common import (
    FAILURES, expect, expect_error, expect_refusal, hours_until, in_hours, instant, make_client, new_device)
from manager import license_manager, manager_features, manager_user


def main() -> int:
    options = parse_arguments()
    verifier = make_verifier(options.public_key)
    client = make_client(options, verifier)
    key_based(client)
    user_based(client)
    features(client)
    bundles(client)
    refusals(client)
    authorization(options, verifier)
    license_manager(options, verifier)
    manager_features(options, verifier)
    manager_user(options, verifier)
    if options.client_id:
        oauth(options, verifier)
    print(f"{len(FAILURES)} failures" if FAILURES else "all as expected")
    return 1 if FAILURES else 0


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--url", required=True)
    parser.add_argument("--public-key", required=True, help="PEM file")
    parser.add_argument("--api-key", required=True)
    parser.add_argument("--shared-key", required=True)
    parser.add_argument("--client-id")
    parser.add_argument("--client-secret")
    return parser.parse_args()


def make_verifier(path):
    """The SDK's verifier with another public key."""
    with open(path, encoding="ascii") as file:
        pem = file.read()
    return type("SandboxVerifier", (SignatureVerifier,), {"PUBLIC_KEY": pem})


def key_based(client):
    device = new_device()
    who = {"product": "MESH", "hardware_id": device, "license_key": "MESH-6ZTQ-B3XK-R9PA"}
    details = client.product_details("MESH")
    expect("product_details", details["authorization_method"] == "license-key", details["product_name"])
    activation = client.activate_license(**who)
    expect("activate_license", activation["license_active"] is True, f"license {activation['id']}")
    before = client.check_license(**who)
    expect("check_license takes a seat", before["floating_in_use_devices"] >= 1 and not before["is_borrowed"])
    longest = client.floating_borrow(**who, borrowed_until=None)
    expect("floating_borrow with null", 3.9 < hours_until(longest["borrowed_until"]) <= 4, longest["borrowed_until"])
    same = (longest["license_id"], longest["device_id"]) == (activation["id"], activation["device_id"])
    expect("the same license and device", same)
    until = in_hours(2)
    dated = client.floating_borrow(**who, borrowed_until=until)
    expect("floating_borrow with a date", instant(dated["borrowed_until"]) == instant(until), dated["borrowed_until"])
    during = client.check_license(**who)
    kept = during["is_borrowed"] and during["borrowed_until"] == dated["borrowed_until"]
    expect("check_license while borrowed", kept)
    expect("floating_release returns an empty text", client.floating_release(**who) == "")
    expect_refusal("a second release", "floating_not_available", lambda: client.floating_release(**who))
    client.deactivate_license(**who)
    expect("deactivate_license", True)


def user_based(client):
    user = {"product": "SIM-X", "username": "ana@acme.example", "password": "harbour-1"}
    ids = [element["license"]["id"] for element in client.user_licenses(**user)]
    expect("user_licenses", len(ids) == 2, str(ids))
    device = new_device()
    borrow = client.floating_borrow(**user, hardware_id=device, license_id=ids[1], borrowed_until=None)
    expect("floating_borrow of the second license", borrow["license_id"] == ids[1], borrow["borrowed_until"])
    release = {"product": "SIM-X", "username": "ana@acme.example", "hardware_id": device, "license_id": ids[1]}
    expect("floating_release without the password", client.floating_release(**release) == "")
    signed_on = client.floating_borrow(
        "SIM-X", hardware_id=device, customer_account_code="acme", code="demo-code", borrowed_until=None)
    expect("floating_borrow by single sign-on", signed_on["license_id"] == ids[0])
    client.floating_release(**{**release, "license_id": ids[0]})

    def sign_on(code):
        return lambda: client.floating_borrow(
            "SIM-X", hardware_id=device, customer_account_code="acme", code=code, borrowed_until=None)

    expect_refusal("a code works only once", "authentication_failure", sign_on("demo-code"))
    with urllib.request.urlopen(client.sso_url("SIM-X", "acme", response_type="code")["url"]) as page:
        code = re.search(r"code: (\S+)", page.read().decode())[1]
    expect("a code of the page that sso_url names", sign_on(code)()["license_id"] == ids[0])
    client.floating_release(**{**release, "license_id": ids[0]})
    with_token = client.floating_borrow(
        "SIM-X", hardware_id=device, customer_account_code="acme", id_token="demo-id-token", borrowed_until=None)
    expect("floating_borrow by a token of single sign-on", with_token["license_id"] == ids[0])
    client.floating_release(**{**release, "license_id": ids[0]})
    changed = client.change_password(username=user["username"], password="harbour-1", new_password="harbour-1")
    expect("change_password", changed == "Password changed")


def features(client):
    who = {"product": "RENDER", "hardware_id": new_device(), "license_key": "REND-4HXC-M9QT-5VJA", "feature": "GPU"}
    expect("check_license_feature", client.check_license_feature(**who)["floating_in_use_devices"] >= 1)
    borrow = client.borrow_license_feature(**who, borrowed_until=in_hours(1))
    expect("borrow_license_feature", borrow["borrowed_until"].endswith("Z"), borrow["borrowed_until"])
    expect("floating_feature_release", client.floating_feature_release(**who) == "")


def bundles(client):
    who = {"product": "MESH", "hardware_id": new_device(), "license_key": "MESH-6ZTQ-B3XK-R9PA"}
    expect_refusal(
        "a bundle that the license is not in", "license_not_found",
        lambda: client.floating_borrow(**who, bundle_code="SUITE", borrowed_until=None))


def refusals(client):
    def borrow(product, key, until=None):
        return lambda: client.floating_borrow(product, hardware_id=new_device(), license_key=key, borrowed_until=until)

    for code, call in {
        "missing_headers": borrow("FAULT-HEADERS", "FALT-0000-0000-0001"),
        "missing_parameters": borrow("FAULT-PARAMS", "FALT-0000-0000-0001"),
        "unknown_product": borrow("CAD-PR0", "CADP-7Q2M-K4XN-9F3T"),
        "license_not_found": borrow("CAD-PRO", "MESH-6ZTQ-B3XK-R9PA"),
        "license_not_active": borrow("CAD-PRO", "CADP-M3KY-P7UF-2WSB"),
        "license_not_enabled": borrow("CAD-PRO", "CADP-X9TC-4NVA-8GZD"),
        "license_borrow_not_allowed": borrow("MESH", "MESH-J7LV-5CDW-N2YF"),
        "borrow_until_not_valid": borrow("MESH", "MESH-6ZTQ-B3XK-R9PA", in_hours(5)),
        "device_not_found": borrow("MESH", "MESH-8QEB-T4SG-X6MH"),
        "blacklisted": borrow("MESH", "MESH-V5NA-9KRC-3JDT"),
        "floating_not_available": borrow("CAD-PRO", "CADP-2B8W-HJ5R-6LQE"),
    }.items():
        expect_refusal("refusal", code, call)
    activation = {"product": "MESH", "hardware_id": new_device(), "license_key": "MESH-3WFP-G8ZU-7TKB"}
    expect_refusal("refusal", "license_activated_max_times", lambda: client.activate_license(**activation))
    expired = {"product": "CAD-PRO", "hardware_id": new_device(), "license_key": "CADP-5RGH-D8EJ-V2NC"}
    expect_refusal("refusal of a check", "license_expired", lambda: client.check_license(**expired))
    feature = {"product": "RENDER", "hardware_id": new_device(), "license_key": "REND-4HXC-M9QT-5VJA", "feature": "GPU"}
    expect_refusal(
        "refusal of a feature's release", "floating_feature_device_not_in_use",
        lambda: client.floating_feature_release(**feature))
    # The SDK leaves the end out where it has none, and the documents ask for it.
    expect_refusal(
        "refusal of a feature's borrow without an end", "missing_parameters",
        lambda: client.borrow_license_feature(**feature, borrowed_until=None))
    expect_refusal(
        "device variables are not served", "not_found",
        lambda: client.track_device_variables(
            "MESH", hardware_id=new_device(), license_key="MESH-6ZTQ-B3XK-R9PA", variables={"site": "lab"}),
        status=404)


def authorization(options, verifier):
    def details(**keys):
        return lambda: make_client(options, verifier, **keys).product_details("MESH")

    expect_refusal("another shared key", "signature_mismatch", details(api_key=options.api_key, shared_key="another"))
    expect_refusal("an unknown API key", "invalid_api_key", details(api_key="unknown", shared_key="another"))


def oauth(options, verifier):
    client = make_client(options, verifier, client_id=options.client_id, client_secret=options.client_secret)
    who = {"product": "RENDER", "hardware_id": new_device(), "license_key": "REND-4HXC-M9QT-5VJA"}
    borrow = client.floating_borrow(**who, borrowed_until=None)
    expect("floating_borrow with a token", borrow["max_borrow_time"] == 720, borrow["borrowed_until"])
    expect("floating_release with a token", client.floating_release(**who) == "")
    client.token = "sandbox.unknown"
    expect("a token that is not known is renewed", client.check_license(**who)["license_active"])
    expect("by another", client.token != "sandbox.unknown")
    wrong = make_client(options, verifier, client_id=options.client_id, client_secret="wrong")
    expect_error("a wrong client secret", InvalidClientCredentials, lambda: wrong.check_license(**who))


if __name__ == "__main__":
    sys.exit(main())
