#!/usr/bin/env python3
"""A language nobody speaks, to test the others with: every letter has an accent, every text is longer by two fifths
and stands between ⟦ and ⟧. What is plain or cut off in the window was not translated, or has no room.

usage: pseudo_locale.py SOURCE_ROOT FOLDER      makes FOLDER/en@pseudo/LC_MESSAGES/gradsheet.mo and a locale; then
       LOCPATH=FOLDER/locales LC_ALL=en_GB.UTF-8 LANGUAGE=en@pseudo GRADSHEET_LOCALE_DIR=FOLDER gradsheet
"""
import os
import re
import subprocess
import sys

ACCENTED = str.maketrans("abcdefghijklmnoprstuvwyzABCDEFGHIJKLMNOPRSTUVWYZ",
                         "àƀçđéƒĝĥîĵķļɱñôþŕšţûṽŵýžÀɃÇĐÉƑĜĤÎĴĶĻṀÑÔÞŔŠŢÛṼŴÝŽ")
# What must stay as it is: directives, markup, entities, line breaks.
DIRECTIVE = r"%(?:\d+\$)?[-+ #0']*(?:\d+|\*)?(?:\.(?:\d+|\*))?(?:hh|ll|[hlqjztL])?(?:<\w+>|[diouxXeEfFgGcsp%])"
KEPT = re.compile(rf"({DIRECTIVE}|</?[a-z][^<>]*>|&\w+;|\n)")
XGETTEXT = ["xgettext", "--from-code=UTF-8", "--add-comments=Translators", "--sort-by-file", "--package-name=gradsheet",
            "-k_", "-kN_", "-kC_:1c,2", "-kNC_:1c,2", "-kg_dngettext:2,3",
            "--flag=_:1:pass-c-format", "--flag=N_:1:pass-c-format", "--flag=C_:2:pass-c-format",
            "--flag=ngettext:1:pass-c-format", "--flag=ngettext:2:pass-c-format",
            "--flag=g_dngettext:2:pass-c-format", "--flag=g_dngettext:3:pass-c-format",
            "--flag=g_strdup_printf:1:c-format", "--flag=g_string_append_printf:2:c-format",
            "--flag=g_set_error:4:c-format", "--flag=g_prefix_error:2:c-format", "--flag=gs_reader_fail:2:c-format"]


def lengthen(text):
    """The text in the language nobody speaks."""
    if not text:
        return ""
    pieces = [piece if number % 2 else piece.translate(ACCENTED) for number, piece in enumerate(KEPT.split(text))]
    letters = sum(len(piece) for piece in pieces[::2])
    filler = ("~ôñé~ţŵô~ţĥŕéé~ƒôûŕ" * (letters // 40 + 1))[:max(letters * 2 // 5, 1)]
    # A line break at an end must stay there.
    end = "\n" if text.endswith("\n") else ""
    body = "".join(pieces)
    return f"⟦{body[:len(body) - len(end)]}{filler}⟧{end}"


def quote(text):
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def unquote(lines):
    joined = "".join(text for line in lines for text in re.findall(r'"((?:[^"\\]|\\.)*)"', line))
    return re.sub(r"\\(.)", lambda found: {"n": "\n", "t": "\t"}.get(found[1], found[1]), joined)


def read_catalogue(text):
    """The entries of a .po or .pot file: dicts of comments, msgctxt, msgid, msgid_plural, msgstr[0] and so on."""
    entries = []
    for block in re.split(r"\n\s*\n", text.strip()):
        entry, key = {"comments": []}, None
        parts = {}
        for line in block.split("\n"):
            found = re.match(r'(msg[\w\[\]]+)\s+(".*")$', line)
            if line.startswith("#"):
                entry["comments"].append(line)
            elif found:
                key = found[1]
                parts[key] = [found[2]]
            elif key:
                parts[key].append(line)
        entry.update({name: unquote(lines) for name, lines in parts.items()})
        entries.append(entry)
    return entries


def collect(root):
    """The texts of the sources, as a .pot."""
    result = subprocess.run([*XGETTEXT, "-f", "po/POTFILES", "-o", "-"], cwd=root, capture_output=True,
                            encoding="utf-8", check=True)
    return result.stdout


def translate(pot):
    """The .pot's texts in the language nobody speaks, as a .po."""
    lines = ['msgid ""', 'msgstr ""', '"Project-Id-Version: gradsheet\\n"', '"MIME-Version: 1.0\\n"',
             '"PO-Revision-Date: 2000-01-01 00:00+0000\\n"', '"Last-Translator: nobody\\n"', '"Language-Team: nobody\\n"',
             '"Content-Type: text/plain; charset=UTF-8\\n"', '"Content-Transfer-Encoding: 8bit\\n"',
             '"Language: en@pseudo\\n"', '"Plural-Forms: nplurals=2; plural=n != 1;\\n"', ""]
    for entry in read_catalogue(pot):
        if not entry.get("msgid"):
            continue
        lines += [comment for comment in entry["comments"] if comment.startswith("#,")]
        for key in ("msgctxt", "msgid", "msgid_plural"):
            if key in entry:
                lines.append(f"{key} {quote(entry[key])}")
        if "msgid_plural" in entry:
            lines.append(f"msgstr[0] {quote(lengthen(entry['msgid']))}")
            lines.append(f"msgstr[1] {quote(lengthen(entry['msgid_plural']))}")
        else:
            lines.append(f"msgstr {quote(lengthen(entry['msgid']))}")
        lines.append("")
    return "\n".join(lines)


def install(root, folder):
    """Makes the language, and a locale, as machines for testing have none. Returns the environment to use it with."""
    place = os.path.join(folder, "en@pseudo", "LC_MESSAGES")
    os.makedirs(place, exist_ok=True)
    po = os.path.join(folder, "en@pseudo.po")
    with open(po, "w", encoding="utf-8") as file:
        file.write(translate(collect(root)))
    subprocess.run(["msgfmt", "-c", "-o", os.path.join(place, "gradsheet.mo"), po], check=True)
    locales = os.path.join(folder, "locales")
    os.makedirs(locales, exist_ok=True)
    subprocess.run(["localedef", "-i", "en_GB", "-f", "UTF-8", os.path.join(locales, "en_GB.UTF-8")], check=True)
    return {"LOCPATH": locales, "LC_ALL": "en_GB.UTF-8", "LANGUAGE": "en@pseudo", "GRADSHEET_LOCALE_DIR": folder}


if __name__ == "__main__":
    made = install(*(os.path.abspath(path) for path in sys.argv[1:3]))
    print(" ".join(f"{name}={value}" for name, value in made.items()))
