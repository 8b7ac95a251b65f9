#!/usr/bin/env python3
"""Brings what the sources say now into the translations: new texts empty, changed ones fuzzy with the old text above them.

usage: catalogues.py SOURCE_ROOT
"""
import os
import re
import subprocess
import sys

import pseudo_locale


def languages(root):
    """The languages of po/LINGUAS."""
    with open(os.path.join(root, "po", "LINGUAS"), encoding="utf-8") as file:
        return [word for line in file for word in line.split("#")[0].split()]


def merge(root, language):
    """The text of a language's catalogue, with what the sources say now. Places and dates are left out: they would change in
    every line with each commit, and nobody reads them."""
    path = os.path.join("po", language + ".po")
    pot = re.sub(r'^"POT-Creation-Date:.*\n', "", pseudo_locale.collect(root), flags=re.M)
    merged = subprocess.run(["msgmerge", "--quiet", "--previous", "--no-location", "-o", "-", path, "-"], input=pot, cwd=root,
                            capture_output=True, encoding="utf-8", check=True).stdout
    return subprocess.run(["msgattrib", "--no-obsolete", "-"], input=merged, cwd=root, capture_output=True, encoding="utf-8",
                          check=True).stdout


def main():
    root = os.path.abspath(sys.argv[1])
    for language in languages(root):
        text = merge(root, language)
        entries = [entry for entry in pseudo_locale.read_catalogue(text) if entry.get("msgid")]
        fuzzy = sum("fuzzy" in line for entry in entries for line in entry["comments"] if line.startswith("#,"))
        empty = sum(not all(value for key, value in entry.items() if key.startswith("msgstr")) for entry in entries)
        with open(os.path.join(root, "po", language + ".po"), "w", encoding="utf-8") as file:
            file.write(text)
        print(f"po/{language}.po: {len(entries)} texts, {empty} to translate, {fuzzy} to look at")


if __name__ == "__main__":
    main()
