#!/usr/bin/env python3
"""Reads a page of metrics as Prometheus (text format 0.0.4) and OpenMetrics 1.0 both describe it, and prints what it says as JSON.

Knows nothing of what wrote the page. Ends with status 1 and a line that names the fault where the page breaks a rule of either.
It needs nothing but Python 3.
"""

import json
import re
import sys

NAME = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*")
LABEL = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|[+-]?Inf|NaN")
ESCAPES = {"n": "\n", '"': '"', "\\": "\\"}


class Fault(Exception):
    pass


def take(pattern, text, position, what):
    match = pattern.match(text, position)
    if not match:
        raise Fault(f"{what} is missing at {text[position:position + 20]!r}")
    return match.group(0), match.end()


def quoted(text, position):
    """A label's value: from its quotation mark to the next one that no backslash stands before."""
    if text[position:position + 1] != '"':
        raise Fault("a label's value is not in quotation marks")
    position += 1
    value = ""
    while True:
        letter = text[position:position + 1]
        if letter == "":
            raise Fault("a label's value has no end")
        position += 1
        if letter == '"':
            return value, position
        if letter == "\\":
            escape = text[position:position + 1]
            if escape not in ESCAPES:
                raise Fault(f"there is no escape \\{escape}")
            value += ESCAPES[escape]
            position += 1
        else:
            value += letter


def sample(line):
    name, position = take(NAME, line, 0, "a name")
    labels = {}
    if line[position:position + 1] == "{":
        position += 1
        while line[position:position + 1] != "}":
            label, position = take(LABEL, line, position, "a label's name")
            if label in labels:
                raise Fault(f"the label {label} stands there twice")
            if line[position:position + 1] != "=":
                raise Fault("a label has no value")
            labels[label], position = quoted(line, position + 1)
            if line[position:position + 1] == ",":
                position += 1
            elif line[position:position + 1] != "}":
                raise Fault("no comma between labels")
        position += 1
    if line[position:position + 1] != " ":
        raise Fault("no blank before the value")
    value, end = take(NUMBER, line, position + 1, "a number")
    if end != len(line):
        raise Fault(f"something stands behind the value: {line[end:]!r}")
    return name, labels, float(value)


def page(text):
    if "\r" in text or not text.endswith("\n"):
        raise Fault("lines do not end with a line feed alone")
    lines = text.split("\n")[:-1]
    if lines[-1] != "# EOF" or "# EOF" in lines[:-1]:
        raise Fault("the page does not end with # EOF, once")
    families, samples, seen, current = {}, [], set(), None
    for number, line in enumerate(lines[:-1], 1):
        try:
            if line.startswith("#"):
                words = line.split(" ", 3)
                if len(words) < 4 or words[0] != "#" or words[1] not in ("HELP", "TYPE", "UNIT"):
                    raise Fault("a comment, which OpenMetrics has none of")
                _, kind, name, rest = words
                if name != current:
                    if name in families:
                        raise Fault(f"{name} is taken up again")
                    families[name], current = {}, name
                if kind in families[name] or any(one["name"] == name for one in samples):
                    raise Fault(f"{kind} of {name} stands twice, or too late")
                families[name][kind] = rest
                if kind == "UNIT" and not name.endswith("_" + rest):
                    raise Fault(f"{name} does not end with its unit")
            else:
                name, labels, value = sample(line)
                if name != current or "TYPE" not in families[name] or "HELP" not in families[name]:
                    raise Fault(f"{name} stands outside of its family, or has no type or help")
                key = (name, tuple(sorted(labels.items())))
                if key in seen:
                    raise Fault(f"{line} stands there twice")
                seen.add(key)
                samples.append({"name": name, "labels": labels, "value": value})
        except Fault as fault:
            raise Fault(f"line {number}: {fault}") from None
    return {"families": families, "samples": samples}


try:
    print(json.dumps(page(sys.stdin.buffer.read().decode("utf-8"))))
except Fault as fault:
    print(fault)
    sys.exit(1)
