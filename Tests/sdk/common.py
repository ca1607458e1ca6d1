"""What the steps of run_sdk.py share: clients of the sandbox, and a line for each step."""

import datetime
import uuid
from urllib.parse import urlsplit

from licensespring.api import APIClient
from licensespring.api.error import ClientError

FAILURES = []


def expect(name, condition, detail=""):
    print(f"{'ok  ' if condition else 'FAIL'} {name} {detail}".rstrip())
    if not condition:
        FAILURES.append(name)


def expect_refusal(name, code, call, status=400):
    try:
        response = call()
        expect(name, False, f"no refusal but {response!r}")
    except ClientError as error:
        expect(name, error.code == code and error.status == status, f"{error.status} {error.code}: {error.message}")


def expect_error(name, kind, call):
    """An error of the SDK's own."""
    try:
        response = call()
        expect(name, False, f"no error but {response!r}")
    except kind as error:
        expect(name, True, type(error).__name__)


def make_client(options, verifier, **credentials):
    address = urlsplit(options.url)
    return APIClient(
        signature_verifier=verifier,
        api_protocol=address.scheme,
        api_domain=address.netloc,
        **(credentials or {"api_key": options.api_key, "shared_key": options.shared_key}),
    )


def new_device():
    return f"sdk-{uuid.uuid4()}"


def in_hours(hours):
    end = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=hours)
    return end.strftime("%Y-%m-%dT%H:%M:%SZ")


def instant(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def hours_until(text):
    return (instant(text) - datetime.datetime.now(datetime.timezone.utc)).total_seconds() / 3600
