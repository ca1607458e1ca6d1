#!/usr/bin/env python3
"""Runs LicenseSpring's official Python SDK, unchanged, against a sandbox with the demo's catalogue.

The SDK is a check that shares no code with the sandbox: it signs the requests, and verifies the answers with the
sandbox's public key.

    python3 -m venv /tmp/sdk && /tmp/sdk/bin/pip install licensespring==4.0.0
    /tmp/sdk/bin/python Tests/sdk/run_sdk.py --url http://127.0.0.1:8181 --public-key sandbox.pub.pem \\
        --api-key KEY --shared-key KEY [--client-id ID --client-secret SECRET]

Prints a line for each step and exits 0 if all went as expected.
"""

import argparse
import datetime
import sys
import tempfile
import uuid
from urllib.parse import urlsplit

from licensespring.api import APIClient
from licensespring.api.error import ClientError
from licensespring.api.signature import SignatureVerifier
from licensespring.licensefile.config import Configuration
from licensespring.licensefile.license_manager import LicenseID, LicenseManager

FAILURES = []


def main() -> int:
    options = parse_arguments()
    verifier = make_verifier(options.public_key)
    client = make_client(options, verifier)
    key_based(client)
    user_based(client)
    features(client)
    refusals(client)
    license_manager(options, verifier)
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


def make_client(options, verifier, **credentials):
    address = urlsplit(options.url)
    return APIClient(
        signature_verifier=verifier,
        api_protocol=address.scheme,
        api_domain=address.netloc,
        **(credentials or {"api_key": options.api_key, "shared_key": options.shared_key}),
    )


def expect(name, condition, detail=""):
    print(f"{'ok  ' if condition else 'FAIL'} {name} {detail}".rstrip())
    if not condition:
        FAILURES.append(name)


def expect_refusal(name, code, call):
    try:
        answer = call()
        expect(name, False, f"no refusal but {answer!r}")
    except ClientError as error:
        expect(name, error.code == code and error.status == 400, f"{error.status} {error.code}: {error.message}")


def new_device():
    return f"sdk-{uuid.uuid4()}"


def in_hours(hours):
    end = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=hours)
    return end.strftime("%Y-%m-%dT%H:%M:%SZ")


def instant(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def hours_until(text):
    return (instant(text) - datetime.datetime.now(datetime.timezone.utc)).total_seconds() / 3600


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
    expect("floating_release answers an empty text", client.floating_release(**who) == "")
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
    expect("sso_url", client.sso_url("SIM-X", "acme")["url"].startswith("http"))


def features(client):
    who = {"product": "RENDER", "hardware_id": new_device(), "license_key": "REND-4HXC-M9QT-5VJA", "feature": "GPU"}
    expect("check_license_feature", client.check_license_feature(**who)["floating_in_use_devices"] >= 1)
    borrow = client.borrow_license_feature(**who, borrowed_until=in_hours(1))
    expect("borrow_license_feature", borrow["borrowed_until"].endswith("Z"), borrow["borrowed_until"])
    expect("floating_feature_release", client.floating_feature_release(**who) == "")


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


def license_manager(options, verifier):
    """The SDK's higher layer, which also checks answers against its schema and keeps a license file."""
    address = urlsplit(options.url)
    with tempfile.TemporaryDirectory() as folder:
        manager = LicenseManager(
            Configuration(
                product="CAD-PRO",
                api_key=options.api_key,
                shared_key=options.shared_key,
                signature_verifier=verifier,
                api_protocol=address.scheme,
                api_domain=address.netloc,
                file_path=folder,
            ))
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
        license.floating_release(throw_e=True)
        expect("License.floating_release", not license.is_borrowed())


def oauth(options, verifier):
    client = make_client(options, verifier, client_id=options.client_id, client_secret=options.client_secret)
    who = {"product": "RENDER", "hardware_id": new_device(), "license_key": "REND-4HXC-M9QT-5VJA"}
    borrow = client.floating_borrow(**who, borrowed_until=None)
    expect("floating_borrow with a token", borrow["max_borrow_time"] == 720, borrow["borrowed_until"])
    expect("floating_release with a token", client.floating_release(**who) == "")


if __name__ == "__main__":
    sys.exit(main())
