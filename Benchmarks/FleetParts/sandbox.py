"""`berth sandbox`, with a license that all hosts borrow of."""

import json
import os
import subprocess
import sys
import time
import urllib.request

from .cluster import HERE

PRODUCT, KEY = "CAD-PRO", "FLEET-AAAA-BBBB-CCCC"
API_KEY, SHARED_KEY = "0b4b7c1e-0000-4000-8000-000000000001", "made-up-shared-key"


class Sandbox:
    def __init__(self, berth, place, port, seats):
        self.url = f"http://{HERE}:{port}"
        home = place.home("sandbox")
        self.public_key = f"{home}/.local/state/berth/sandbox/public-key.pem"
        scenario = {
            "api_keys": [{"key": API_KEY, "shared_key": SHARED_KEY}],
            "products": [{"code": PRODUCT, "id": 1}],
            "licenses": [
                {"id": 11, "product": PRODUCT, "key": KEY, "seats": seats, "max_borrow_hours": 720, "activates_any_device": True}],
        }
        # What is JSON is YAML.
        path = place.write("scenario.yaml", json.dumps(scenario))
        with open(f"{home}/log", "wb") as log:
            self.process = subprocess.Popen(
                [berth, "sandbox", "--port", str(port), "--scenario", path], stdout=log, stderr=log,
                env={"PATH": os.environ["PATH"], "HOME": home, "TZ": "UTC"})
        for _ in range(200):
            try:
                self.seats()
                return
            except OSError:
                time.sleep(0.05)
        sys.exit("the sandbox does not answer")

    def seats(self):
        """The devices that hold a seat, once for each seat."""
        with urllib.request.urlopen(self.url + "/sandbox/seats") as answer:
            return sorted(seat["hardware_id"] for seat in json.load(answer))
