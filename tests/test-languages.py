#!/usr/bin/env python3
"""What translations say is what the original says: every text is there, with the same directives, markup, links, keys and
numbers. The rules stand in po/README.md.

usage: test-languages.py SOURCE_ROOT FOLDER     FOLDER holds LANGUAGE/LC_MESSAGES/gradsheet.mo, as built
"""
import functools
import gettext
import glob
import os
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from xml.etree import ElementTree

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "generators"))
import catalogues  # noqa: E402
import pseudo_locale  # noqa: E402

from cases import case, main  # noqa: E402

ROOT, BUILT = (os.path.abspath(path) for path in sys.argv[1:3])
# Languages that are being translated: texts may be missing, what is there is checked.
UNFINISHED = set()
# Languages that have the help as well.
WITH_HELP = {"de"}
QUOTES = {"de": "„“", "pl": "„”"}
# What is printed on the keys.
KEYS = {"de": {"Ctrl": "Strg", "Shift": "Umschalt", "Enter": "Eingabe", "Delete": "Entf", "Home": "Pos1", "End": "Ende",
               "Page Up": "Bild auf", "Page Down": "Bild ab", "PageUp": "Bild auf", "PageDown": "Bild ab", "Space": "Leertaste",
               "Backspace": "Rücktaste", "Left": "Links", "Right": "Rechts", "Up": "Hoch", "Down": "Runter",
               "Return": "Eingabe", "Insert": "Einfg", "Menu": "Menü"}}
COMBINATION = re.compile(r"(?<![\w+])(?:(?:(?:Ctrl|Shift|Alt)\+)+(?:Page Up|Page Down|\w+|[^\w\s])|F\d{1,2}(?!\w))")


def in_language(combination, language):
    return "+".join(KEYS.get(language, {}).get(key, key) for key in combination.split("+"))


def numbers(text, comma):
    """The numbers in a text, written with a decimal comma or a point, as Python writes them."""
    found = re.findall(r"\d+(?:[.,\u202f\u00a0]\d+)*", text)
    group, sign = (".", ",") if comma else (",", ".")
    groups = re.compile(rf"^\d{{1,3}}(?:[{group}\u202f\u00a0]\d{{3}})+(?:[{sign}]\d+)?$")
    return [re.sub(rf"[{group}\u202f\u00a0]", "", number).replace(sign, ".") if groups.match(number)
            else number.replace(sign, ".") for number in found]


def same_numbers(original, translation):
    """Whether each number stands in both; a translation writes 0,5 for 0.5, or 0.5 where that is what one types or sees."""
    plain, commas = numbers(translation, False), numbers(translation, True)
    left = Counter(numbers(original, False))
    for one, other in zip(plain, commas):
        for number in dict.fromkeys([one, other]):
            if left[number] > 0:
                left[number] -= 1
                break
        else:
            return False
    return not +left


def differences(original, translation, language):
    """What is not the same in a text of the program and its translation."""
    plain, plain_too = (re.sub(pseudo_locale.DIRECTIVE, "", text) for text in (original, translation))
    for word, pattern in (("directives", pseudo_locale.DIRECTIVE), ("markup", r"</?[a-z][^<>]*>|&\w+;"), ("braces", r"[{}]"),
                          ("links", r"\[\[[^]|]*"), ("parts", r"\|"), ("line breaks", r"\n"), ("the end", r"(?:…|[:?!.])$")):
        both = [sorted(re.sub(r"^%\d+\$", "%", found) for found in re.findall(pattern, text)) for text in (original, translation)]
        if both[0] != both[1]:
            yield f"{word}: {both[0]}, but {both[1]}"
    if bool(re.search(r"_\w", plain)) != bool(re.search(r"_\w", plain_too)):
        yield "a letter to press with Alt"
    for keys in set(COMBINATION.findall(original)):
        wanted = in_language(keys, language)
        if original.count(keys) != translation.count(wanted):
            yield f"{keys} is {wanted}"
    for keys in sorted(COMBINATION.findall(plain), key=len, reverse=True):
        plain, plain_too = plain.replace(keys, ""), plain_too.replace(in_language(keys, language), "")
    if not same_numbers(plain, plain_too):
        yield f"numbers: {numbers(plain, False)}, but {numbers(plain_too, True)}"
    opening, closing = QUOTES[language]
    if translation.count(opening) != original.count("“") or translation.count(closing) != original.count("”"):
        yield f"quotes: they are {opening}…{closing}"


@functools.cache
def translated(language):
    """Pairs of entry and its forms, none where it must be looked at again."""
    pairs = []
    for entry in pseudo_locale.read_catalogue(catalogues.merge(ROOT, language)):
        if not entry.get("msgid"):
            continue
        fuzzy = any(re.search(r"^#,.*\bfuzzy\b", comment) for comment in entry["comments"])
        forms = [value for key, value in entry.items() if key.startswith("msgstr")]
        pairs.append((entry, [] if fuzzy else forms))
    return pairs


@case
def no_text_is_missing():
    for language in set(catalogues.languages(ROOT)) - UNFINISHED:
        missing = [entry["msgid"] for entry, forms in translated(language) if not forms or not all(forms)]
        assert not missing, f"{language} lacks or must look again at {len(missing)} (make translations): {missing[:5]}"


@case
def translations_say_the_same():
    found = []
    for language in catalogues.languages(ROOT):
        for entry, forms in translated(language):
            for form in filter(None, forms):
                likes = [entry[key] for key in ("msgid", "msgid_plural") if key in entry]
                faults = [list(differences(like, form, language)) for like in likes]
                if all(faults):
                    found.append(f"{language}: {form!r} for {likes[-1]!r}: {'; '.join(faults[-1])}")
    assert not found, "\n".join(found)


def letters(texts):
    """Which texts are pressed with which letter."""
    found = defaultdict(set)
    for text in texts:
        letter = re.search(r"_(\w)", text)
        if letter:
            found[letter[1].lower()].add(text)
    return found


@case
def a_letter_presses_one_thing():
    """No two texts of a template are pressed with the same letter."""
    clashes = []
    for path in sorted(glob.glob(os.path.join(ROOT, "ui", "*.ui"))):
        originals = [node.text for node in ElementTree.parse(path).getroot().iter("property") if node.get("translatable")]
        for language in [None, *catalogues.languages(ROOT)]:
            own = {entry["msgid"]: forms[0] for entry, forms in translated(language) if forms and forms[0]} if language else {}
            pressed = letters(own.get(text, text) for text in originals if text)
            clashes += [f"{os.path.basename(path)}, {language or 'en'}: {sorted(texts)}" for texts in pressed.values() if len(texts) > 1]
    assert not clashes, "\n".join(clashes)


@case
def the_check_finds_what_differs():
    def faults(original, translation):
        return [fault.split(":")[0] for fault in differences(original, translation, "de")]

    assert not faults("“%s” has %d rows at 0.25, of 1,000.", "„%s“ hat %d Zeilen bei 0,25, von 1.000.")
    assert not faults("%d of “%s”", "„%2$s“: %1$d")
    assert not faults("Press Ctrl+F4 or F7", "Strg+F4 oder F7 drücken")
    assert faults("%d rows", "%s Zeilen") == ["directives"]
    assert faults("<b>bold</b>", "<b>fett<b>") == ["markup"]
    assert faults("[[W1[1,1]|the weight]]", "[[W1[1,2]|das Gewicht]]") == ["links", "numbers"]
    assert faults("_Open", "Öffnen") == ["a letter to press with Alt"]
    assert faults("Save (Ctrl+S)", "Speichern (Ctrl+S)") == ["Ctrl+S is Strg+S"]
    assert faults("0.25 of it", "0,52 davon") == ["numbers"]
    assert faults("1,000 of it", "1,5 davon") == ["numbers"]
    assert faults("“a”", "“a”") == ["quotes"]
    assert faults("Open…", "Öffnen") == ["the end"]


@case
def programs_find_them():
    for language in catalogues.languages(ROOT):
        spoken = gettext.translation("gradsheet", BUILT, [language]).gettext
        entries = [(entry["msgid"], forms) for entry, forms in translated(language)
                   if "msgctxt" not in entry and "msgid_plural" not in entry and "<PRI" not in entry["msgid"]]  # the system's own
        told = [spoken(text) == forms[0] for text, forms in entries if forms and forms[0]]
        assert all(told), f"{language}: built is another catalogue than po/{language}.po"


# ---- the help ----


def paragraphs(text):
    """Kinds and words of the paragraphs of a page (ui/gs-help-markup.h)."""
    parts = re.split(r"^```$\n(.*?)^```$\n?", text, flags=re.M | re.S)
    for number, part in enumerate(parts):
        if number % 2:
            yield "code", part
            continue
        for block in re.split(r"\n\s*\n|\n(?=- |#)", part):
            if block.strip():
                kind = re.match(r"#+ |- |", block.strip())[0].strip()
                yield kind or "text", re.sub(r"\s+", " ", block.strip())


def anchor(heading):
    return re.sub(r"[\W_]+", "-", heading.lstrip("# ").lower()).strip("-")


def pages(folder):
    """The pages of a language by name."""
    found = {}
    for path in sorted(glob.glob(os.path.join(ROOT, "ui", "help", folder, "*.md"))):
        with open(path, encoding="utf-8") as file:
            found[os.path.basename(path)[:-3]] = file.read()
    return found


def links(name, text):
    """Where the links of a page go: page and anchor."""
    for target in re.findall(r"(?<!\\)\[[^]]+\]\(([^)\s]+)\)", re.sub(r"`[^`]*`", "", text)):
        page, _, place = target.partition("#")
        yield page or name, place


def page_differences(name, original, translation, language):
    kinds = [[kind for kind, _ in paragraphs(text)] for text in (original, translation)]
    if name == "glossary":  # each in its own alphabet
        kinds = [Counter(kind) for kind in kinds]
    if kinds[0] != kinds[1]:
        yield f"paragraphs: {kinds[0]}, but {kinds[1]}"
    to = [sorted((page, bool(place)) for page, place in links(name, text)) for text in (original, translation)]
    if to[0] != to[1]:
        yield f"links: {to[0]}, but {to[1]}"
    literal = [Counter(re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)))
               for text in (original, translation)]
    wanted = Counter()
    for code, times in literal[0].items():
        wanted[in_language(code, language)] += times
    if wanted != literal[1]:
        yield f"literally: {dict(wanted - literal[1])}, but {dict(literal[1] - wanted)}"
    prose = [re.sub(r"`[^`\n]*`", "", text) for text in (original, translation)]
    if not same_numbers(*prose):
        left, right = Counter(numbers(prose[0], False)), Counter(numbers(prose[1], True))
        yield f"numbers: {dict(left - right)}, but {dict(right - left)}"
    opening, closing = QUOTES[language]
    if translation.count(opening) != original.count("“") or translation.count(closing) != original.count("”"):
        yield f"quotes: they are {opening}…{closing}"


@case
def the_help_says_the_same():
    found = []
    for language in WITH_HELP:
        originals, own = pages(""), pages(language)
        assert own.keys() == originals.keys(), f"{language}: {own.keys() ^ originals.keys()}"
        with open(os.path.join(ROOT, "ui", "help", "help.gresource.xml"), encoding="utf-8") as file:
            listed = re.search(rf'prefix="/org/gradsheet/help/{language}">(.*?)</gresource>', file.read(), re.S)
        for name, text in own.items():
            assert listed and f'<file alias="{name}.md">{language}/{name}.md</file>' in listed[1], f"{language}/{name} is not listed"
            if language not in UNFINISHED:
                found += [f"{language}/{name}: {fault}" for fault in page_differences(name, originals[name], text, language)]
    assert not found, "\n".join(found)


@case
def links_of_the_help_lead_somewhere():
    for language in WITH_HELP | {""}:
        own = pages(language)
        headings = {name: {anchor(words) for kind, words in paragraphs(text) if kind.startswith("#")} for name, text in own.items()}
        lost = [(name, page, place) for name, text in own.items() for page, place in links(name, text)
                if page not in own or place and place not in headings[page]]
        assert not lost, f"{language or 'en'}: {lost}"
        assert sum(len(list(links(name, text))) for name, text in own.items()) > 30


@case
def the_glossary_is_in_the_order_of_its_alphabet():
    for language in WITH_HELP | {""}:
        headings = [words.lstrip("# ") for kind, words in paragraphs(pages(language)["glossary"]) if kind == "###"]
        folded = ["".join(sign for sign in unicodedata.normalize("NFKD", words).casefold() if not unicodedata.combining(sign))
                  for words in headings]
        assert len(folded) > 50 and folded == sorted(folded), f"{language or 'en'}: {headings}"


@case
def the_check_of_pages_finds_what_differs():
    original = "# Title\n\nPress `Ctrl+S` at 0.25: [a loss](glossary#loss).\n\n- `W1[1,1]`\n"
    good = "# Titel\n\n`Strg+S` bei 0,25: [ein Verlust](glossary#verlust).\n\n- `W1[1,1]`\n"
    assert not list(page_differences("start", original, good, "de"))
    for old, new, fault in (("Strg", "Ctrl", "literally"), ("0,25", "0,2", "numbers"), ("glossary#", "sheet#", "links"),
                            ("- `", "`", "paragraphs"), ("Titel", "“Titel", "quotes")):
        faults = [text.split(":")[0] for text in page_differences("start", original, good.replace(old, new), "de")]
        assert faults == [fault], (old, faults)


if __name__ == "__main__":
    sys.exit(main())
