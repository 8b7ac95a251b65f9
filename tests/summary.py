#!/usr/bin/env python3
"""Counts single test cases from meson's log and closes with 'N passed, N failed'.

A skipped case counts as failed where CI is set, but for those that need data or a tool that
may rightly be absent: they say so with "optional" in the reason.
"""
import json
import os
import re
import sys

LINE = re.compile(r"^\s*(not ok|ok)\b(.*)$")


def count(entry):
    passed, failed, skipped = 0, [], []
    has_failed = False  # the case before: what follows says why
    for line in (entry.get("stdout") or "").splitlines():
        match = LINE.match(line)
        if not match:
            if has_failed and line.lstrip().startswith("#"):
                failed[-1] += f"\n        {line.strip()}"
            continue
        has_failed = False
        text = match.group(2).strip()
        if re.search(r"#\s*SKIP", text, re.I):
            skipped.append(text)
        elif match.group(1) == "ok":
            passed += 1
        else:
            failed.append(text)
            has_failed = True
    if entry["result"] == "OK" and not passed and not failed and not skipped:
        passed = 1  # a plain test that prints no TAP
    elif entry["result"] == "SKIP" and not skipped:
        skipped.append(entry["name"])
    elif entry["result"] not in ("OK", "SKIP", "EXPECTEDFAIL") and not failed:
        failed.append(f"{entry['name']} ended with {entry['result']}")
    return passed, failed, skipped


def main():
    passed = failed = skipped_well = 0
    with open(sys.argv[1], encoding="utf-8") as log:
        for line in log:
            entry = json.loads(line)
            ok, bad, skip = count(entry)
            passed += ok
            for text in bad:
                print(f"FAILED  {entry['name']}: {text}")
            for text in skip:
                optional = "optional" in text.lower()
                if optional or not os.environ.get("CI"):
                    skipped_well += 1
                    print(f"skipped {entry['name']}: {text}")
                else:
                    failed += 1
                    print(f"FAILED  {entry['name']}: skipped where nothing may be: {text}")
            failed += len(bad)
    if passed == 0:
        print("FAILED  no test ran")
        failed += 1
    tail = f", {skipped_well} skipped" if skipped_well else ""
    print(f"{passed} passed, {failed} failed{tail}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
