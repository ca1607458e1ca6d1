#!/usr/bin/env python3
"""Records the requests of LicenseSpring's official Python SDK, with made-up secrets, to compare a client's with them.

    python3 -m venv /tmp/sdk && /tmp/sdk/bin/pip install licensespring==4.0.0
    /tmp/sdk/bin/python Tests/sdk/capture_requests.py > Tests/LicenseAPITests/Fixtures/sdk-requests.json

Serves on a port of this host for as long as it takes, refuses every call, and prints what came in.
"""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from licensespring.api import APIClient
from licensespring.api.error import ClientError

API_KEY = "6f3c1f0e-0000-4000-8000-000000000001"
SHARED_KEY = "sh4red-key-of-the-tests"
KEPT_HEADERS = ("date", "authorization", "content-type", "accept")

captured = []


class Recorder(BaseHTTPRequestHandler):
    """Writes down each request; hands out a token, and refuses the rest."""

    def do_GET(self):
        self.respond(b"")

    def do_POST(self):
        self.respond(self.rfile.read(int(self.headers.get("content-length", 0))))

    def respond(self, body):
        parts = urlsplit(self.path)
        is_form = "form" in (self.headers.get("content-type") or "")
        text = body.decode()
        captured.append({
            "method": self.command,
            "path": parts.path,
            "query": dict(parse_qsl(parts.query, keep_blank_values=True)),
            "headers": {k.lower(): v for k, v in self.headers.items() if k.lower() in KEPT_HEADERS},
            "body": dict(parse_qsl(text)) if is_form else json.loads(text or "null"),
        })
        if parts.path == "/api/v4/oauth_url":
            self.reply(200, {"url": f"http://{self.headers['host']}/token"})
        elif parts.path == "/token":
            self.reply(200, {"access_token": "a-token", "expires_in": 480, "token_type": "Bearer"})
        else:
            self.reply(400, {"status": 400, "code": "unknown_product", "message": "recorded"})

    def reply(self, status, value):
        data = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


def record(call):
    """The last request that a call makes."""
    try:
        call()
    except ClientError:
        pass
    return captured[-1]


def main() -> int:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = {"api_protocol": "http", "api_domain": f"127.0.0.1:{server.server_port}"}
    client = APIClient(api_key=API_KEY, shared_key=SHARED_KEY, **address)
    oauth = APIClient(client_id="client-1", client_secret="cl1ent-s3cret", **address)
    key = {"product": "PROD1", "hardware_id": "hw-0001", "license_key": "AAAA-BBBB-CCCC-DDDD"}
    user = {"product": "PROD1", "hardware_id": "hw-0001", "username": "ana+test@example.com"}
    password = {"password": "s3cret-w0rd"}
    until = "2031-05-06T00:00:00Z"
    requests = {
        "borrow by key": record(lambda: client.floating_borrow(**key)),
        "borrow by user": record(
            lambda: client.floating_borrow(**user, **password, license_id=1699349720166389, borrowed_until=until)),
        "borrow by code": record(lambda: client.floating_borrow(
            "PROD1", hardware_id="hw-0001", code="c0de", customer_account_code="acme",
            redirect_uri="https://here.example", bundle_code="SUITE")),
        "release": record(lambda: client.floating_release(**key)),
        "release by user": record(lambda: client.floating_release(**user, license_id=1699349720166389)),
        "feature borrow": record(lambda: client.borrow_license_feature(**key, feature="FEAT1", borrowed_until=until)),
        "feature borrow, no end": record(
            lambda: client.borrow_license_feature(**key, feature="FEAT1", borrowed_until=None)),
        "feature release": record(lambda: client.floating_feature_release(**key, feature="FEAT1")),
        "check": record(lambda: client.check_license(**key)),
        "check by user": record(lambda: client.check_license(**user)),
        "check feature": record(lambda: client.check_license_feature(**key, feature="FEAT1")),
        "activate": record(lambda: client.activate_license(
            **key, hostname="host-a", app_ver="1.2.3", os_ver="Linux", ip="192.0.2.7",
            mac_address="02:00:00:00:00:01")),
        "deactivate": record(lambda: client.deactivate_license(**key)),
        "user licenses": record(
            lambda: client.user_licenses("PROD1", username="ana+test@example.com", password="s3cret-w0rd")),
        "product details": record(lambda: client.product_details("PROD1")),
        "change password": record(lambda: client.change_password("ana+test@example.com", "s3cret-w0rd", "n3w")),
        "sign-on address": record(lambda: client.sso_url("PROD1", "acme", response_type="code")),
        "borrow with a token": record(lambda: oauth.floating_borrow(**key)),
    }
    requests["token address"] = next(r for r in captured if r["path"] == "/api/v4/oauth_url")
    requests["token"] = next(r for r in captured if r["path"] == "/token")
    server.shutdown()
    json.dump(requests, sys.stdout, indent=2, sort_keys=True)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
