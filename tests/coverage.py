#!/usr/bin/env python3
"""Which public functions of nn/ and app/ no test calls: those that headers declare, beside what gcov counted.

usage: coverage.py BUILD SOURCE_ROOT, after the tests have run in a build with -Db_coverage=true
"""
import collections
import gzip
import json
import os
import re
import subprocess
import sys
import tempfile

BUILD, ROOT = map(os.path.abspath, sys.argv[1:3])
ROOMS = ("nn", "app")
DECLARED = re.compile(r"^(?!static|#|typedef)(?:[\w*]+[ *\n]+)+?((?:nn|gs)_\w+) \([^;{]*\)(?: G_GNUC_\w+(?: \([^)]*\))?)*;", re.M)


def declared_functions():
    """The header of each public function."""
    functions = {}
    for room in ROOMS:
        for place, _, names in os.walk(os.path.join(ROOT, room)):
            for name in sorted(names):
                if name.endswith(".h") and "private" not in name:
                    path = os.path.join(place, name)
                    with open(path, encoding="utf-8") as file:
                        text = re.sub(r"/\*.*?\*/", "", file.read(), flags=re.S)
                    for function in DECLARED.findall(text):
                        functions.setdefault(function, os.path.relpath(path, ROOT))
    return functions


def counted_calls():
    """How often each function ran, over all copies of it."""
    calls = collections.Counter()
    data = [os.path.join(place, name) for place, _, names in os.walk(BUILD) for name in names if name.endswith(".gcda")]
    assert data, f"no test has run in {BUILD}"
    with tempfile.TemporaryDirectory() as folder:
        for number in range(0, len(data), 40):
            subprocess.run(["gcov", "--json-format", *data[number:number + 40]], cwd=folder, capture_output=True, check=True)
            for name in os.listdir(folder):
                with gzip.open(os.path.join(folder, name), "rt", encoding="utf-8") as file:
                    for source in json.load(file)["files"]:
                        for function in source["functions"]:
                            calls[function["name"]] = max(calls[function["name"]], function["execution_count"])
                os.remove(os.path.join(folder, name))
    return calls


def main():
    functions, calls = declared_functions(), counted_calls()
    assert len(functions) > 300, "the headers were not read"
    rooms = collections.defaultdict(list)
    for function, header in functions.items():
        rooms[os.path.dirname(header)].append(function)
    missing = [(header, function) for function, header in functions.items() if function in calls and calls[function] == 0]
    print(f"{'folder':<18}{'public functions':>17}{'called by tests':>17}")
    for room in sorted(rooms):
        known = [function for function in rooms[room] if function in calls]
        print(f"{room:<18}{len(known):>17}{sum(calls[function] > 0 for function in known):>17}")
    total = sum(function in calls for function in functions)
    print(f"{'all':<18}{total:>17}{total - len(missing):>17}")
    for header, function in sorted(missing):
        print(f"not called: {function} ({header})")


if __name__ == "__main__":
    main()
