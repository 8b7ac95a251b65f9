#!/usr/bin/env python3
"""Every text for people can be translated, and a translation is used.

usage: test-translations.py SOURCE_ROOT GRADSHEET GRADSHEET_CLI
"""
import glob
import os
import re
import subprocess
import sys
import tempfile
from xml.etree import ElementTree

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "generators"))
import pseudo_locale  # noqa: E402

from cases import case, main  # noqa: E402

ROOT, APP, CLI = (os.path.abspath(path) for path in sys.argv[1:4])
LITERAL = r'"(?:[^"\\\n]|\\.)*"(?:\s*(?:[A-Z]\w+\s*)?"(?:[^"\\\n]|\\.)*")*'
# Who shows what: the arguments that people read, counted from 0.
SHOWN = {"gtk_label_new": [0], "gtk_label_new_with_mnemonic": [0], "gtk_label_set_text": [1], "gtk_label_set_markup": [1],
         "gtk_button_new_with_label": [0], "gtk_button_new_with_mnemonic": [0], "gtk_button_set_label": [1],
         "gtk_toggle_button_new_with_label": [0], "gtk_check_button_new_with_label": [0],
         "gtk_check_button_new_with_mnemonic": [0], "gtk_menu_button_set_label": [1], "gtk_expander_new": [0],
         "gtk_widget_set_tooltip_text": [1], "gtk_widget_set_tooltip_markup": [1], "gtk_window_set_title": [1],
         "gtk_entry_set_placeholder_text": [1], "gtk_search_entry_set_placeholder_text": [1], "gtk_stack_add_titled": [3],
         "gtk_file_filter_set_name": [1], "gtk_file_chooser_native_new": [0, 3, 4], "g_menu_append": [1],
         "g_menu_item_new": [0], "g_menu_append_submenu": [1], "g_menu_append_section": [1], "g_menu_item_set_label": [1],
         "gs_dialogs_tell": [1, 2], "gs_dialogs_ask": [1, 2], "gs_dialogs_ask_line": [1, 2, 4], "gs_window_tell": [1],
         "gtk_accessible_update_property": [2, 4, 6], "gtk_drop_down_new_from_strings": [0], "make_label": [0],
         "g_strdup_printf": [0], "make_button": [2], "add_button": [1, 2, 3]}
REFUSING = {"g_set_error": [3], "g_set_error_literal": [3], "gs_reader_fail": [1], "g_prefix_error": [1]}
# Whose refusals only a programmer meets: the formula language and the operations it describes.
FOR_PROGRAMMERS = re.compile(r"nn/nn-(formula|op-shapes|kernel|program)[\w-]*\.c|app/workbook/gs-undo\.c|app/cli/")
# Names, not words: icons, style classes, actions, paths and the like never have a space within or a capital.
NAME = re.compile(r"^(?:[a-z0-9_.:<>%/\[\]-]|: )*$", re.ASCII)


def sources(*rooms):
    for room in rooms:
        for path in sorted(glob.glob(os.path.join(ROOT, room, "**", "*.[ch]"), recursive=True)):
            if os.path.join("app", "cli") in path:
                continue
            with open(path, encoding="utf-8") as file:
                code = re.sub(r"/\*.*?\*/", lambda found: re.sub(r"[^\n]", " ", found[0]), file.read(), flags=re.S)
            yield os.path.relpath(path, ROOT), code


def split_arguments(code, start):
    """The arguments of a call whose parenthesis opens at `start`, as they are written."""
    depth, last, arguments = 0, start + 1, []
    for found in re.compile(LITERAL + r"|'(?:[^'\\]|\\.)'|[(){}\[\],]").finditer(code, start):
        sign = found[0]
        if sign in "({[":
            depth += 1
        elif sign in ")}]":
            depth -= 1
            if depth == 0:
                return [*arguments, code[last:found.start()]]
        elif sign == "," and depth == 1:
            arguments.append(code[last:found.start()])
            last = found.end()
    return arguments


def bare_texts(argument):
    """The literals in an argument that no translation is looked up for."""
    argument = re.sub(r"\b(?:_|N_|C_|NC_|ngettext|g_dngettext)\s*\((?:[^()\"]|" + LITERAL + r"|\([^()]*\))*\)", "",
                      argument)
    if re.search(r"\b\w+ \(", argument):  # another call's business
        return
    for found in re.finditer(LITERAL, argument):
        text = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', found[0]))
        words = re.sub(pseudo_locale.DIRECTIVE, "", text)
        if re.search(r"[^\W\d_]{2,}", words) and not NAME.match(text):
            yield text


def offenders(rooms, table):
    calls = re.compile(r"\b(" + "|".join(table) + r") \(")
    for path, code in sources(*rooms):
        if FOR_PROGRAMMERS.match(path):
            continue
        for found in calls.finditer(code):
            arguments = split_arguments(code, found.end() - 1)
            for number in table[found[1]]:
                for text in bare_texts(arguments[number]) if number < len(arguments) else ():
                    yield f"{path}:{code[:found.start()].count(chr(10)) + 1}: {found[1]}: {text}"


def marked_texts(code):
    """What the sources mark, found without xgettext."""
    for found in re.finditer(r"\b(_|N_|C_|NC_|ngettext|g_dngettext) \(", code):
        arguments = split_arguments(code, found.end() - 1)
        wanted = {"_": [0], "N_": [0], "C_": [1], "NC_": [1], "ngettext": [0, 1], "g_dngettext": [1, 2]}[found[1]]
        for number in wanted:
            argument = arguments[number].strip()
            if argument.startswith('"'):
                argument = re.sub(r"\bPRI(\w+)\b", r'"<PRI\1>"', argument)
                yield pseudo_locale.unquote([argument.replace("\n", " ")])


@case
def what_the_window_shows_is_marked():
    found = list(offenders(["ui"], SHOWN))
    assert not found, "put _() around:\n" + "\n".join(found)


# Properties of widgets that people read.
READ = ("label", "title", "tooltip-text", "tooltip-markup", "placeholder-text", "description", "text")


def templates():
    """The .ui files: each with its path and its texts, whether for the eye or for the screen reader."""
    for path in sorted(glob.glob(os.path.join(ROOT, "ui", "*.ui"))):
        tree = ElementTree.parse(path).getroot()
        assert tree.get("domain") == "gradsheet", f"{path}: nobody would translate it"
        yield os.path.relpath(path, ROOT), [*tree.iter("property"), *tree.iter("mark"), *tree.iter("item")]


def is_for_people(node):
    words = node.text or ""
    return node.get("name") in READ and bool(re.search(r"[^\W\d_]{2,}", words))


@case
def what_templates_show_is_marked():
    found = [(path, node.text) for path, nodes in templates() for node in nodes
             if is_for_people(node) and node.get("translatable") != "yes"]
    assert not found, f'translatable="yes": {found}'
    assert any(is_for_people(node) for _, nodes in templates() for node in nodes)


@case
def what_is_refused_is_marked():
    found = list(offenders(["app", "nn"], REFUSING))
    assert not found, "put _() around:\n" + "\n".join(found)


@case
def the_scan_finds_what_is_not_marked():
    code = 'gtk_label_new ("Two words"); gtk_label_new (_ ("Two words")); gtk_label_new (NULL); gtk_label_new ("×");'
    texts = [list(bare_texts(split_arguments(code, found.end() - 1)[0])) for found in re.finditer(r"gtk_label_new \(", code)]
    assert texts == [["Two words"], [], [], []], texts
    assert list(bare_texts(' running ? _ ("Stop (F9)") : "Run, please"')) == ["Run, please"]
    assert split_arguments('f (a, g (b, c), "x, y")', 2) == ["a", " g (b, c)", ' "x, y"']


@case
def the_list_of_sources_is_complete():
    with open(os.path.join(ROOT, "po", "POTFILES"), encoding="utf-8") as file:
        listed = file.read().split()
    holding = [path for path, code in sources("nn", "app", "ui") if list(marked_texts(code))]
    holding += [os.path.join("data", name) for name in os.listdir(os.path.join(ROOT, "data"))
                if name.endswith((".in", ".gschema.xml"))]
    holding += [path for path, nodes in templates() if any(node.get("translatable") for node in nodes)]
    assert sorted(listed) == sorted(holding), f"make potfiles; differ: {set(listed) ^ set(holding)}"


@case
def xgettext_collects_every_marked_text():
    # Those of the desktop's own files are marked by what these are (tests/test-data.py).
    entries = [entry for entry in pseudo_locale.read_catalogue(pseudo_locale.collect(ROOT))
               if re.search(r"^#: .*\b(nn|app|ui)/", "\n".join(entry["comments"]), re.M)]
    entries = [entry for entry in entries if any(re.search(r"\.([ch]|ui):\d", comment) for comment in entry["comments"])]
    collected = {entry[key] for entry in entries for key in ("msgid", "msgid_plural") if entry.get(key)}
    marked = {text for _, code in sources("nn", "app", "ui") for text in marked_texts(code)}
    marked |= {node.text for _, nodes in templates() for node in nodes if node.get("translatable")}
    assert len(collected) >= 300, len(collected)
    assert collected == marked, f"differ: {sorted(collected ^ marked)[:5]}"


@case
def no_text_is_cut_off_by_a_macro():
    for entry in pseudo_locale.read_catalogue(pseudo_locale.collect(ROOT)):
        text = entry.get("msgid", "")
        assert not re.search(r"(?<!%)(%%)*%$", text), f"ends within a directive: {text}"
        # What is put before an error's message ends with a colon.
        rest = text.removesuffix(": ")
        assert rest == rest.strip(), f"spaces at an end hint at pieces glued together: {text!r}"


@case
def no_text_holds_an_identifier():
    found = [entry["msgid"] for entry in pseudo_locale.read_catalogue(pseudo_locale.collect(ROOT))
             if re.search(r"\b(gs|nn|gtk|g)_[a-z]+", entry.get("msgid", ""))]
    assert not found, f"a name was changed within words: {found}"


@case
def directives_survive_translation():
    directive = re.compile(pseudo_locale.DIRECTIVE)
    n = 0
    for entry in pseudo_locale.read_catalogue(pseudo_locale.translate(pseudo_locale.collect(ROOT))):
        for key, source in (("msgstr", "msgid"), ("msgstr[0]", "msgid"), ("msgstr[1]", "msgid_plural")):
            if key in entry and entry["msgid"]:
                assert directive.findall(entry[key]) == directive.findall(entry[source]), entry
                letters = len(pseudo_locale.KEPT.sub("", entry[source]))
                assert len(entry[key]) >= len(entry[source]) + letters * 2 // 5 + 2 or letters < 3, entry
                assert ("_" in entry[key]) == ("_" in entry[source]), entry
                n += 1
    assert n >= 300, n


def in_languages(folder, program, *arguments):
    """What a program says without a display, plain and translated."""
    environment = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY", "LANGUAGE")}
    made = pseudo_locale.install(ROOT, folder)
    for extra in ({"LC_ALL": "C.UTF-8"}, made):
        yield subprocess.run([program, *arguments], env={**environment, **extra}, capture_output=True, encoding="utf-8",
                             check=False, timeout=60).stderr


@case
def the_program_speaks_the_language():
    with tempfile.TemporaryDirectory() as folder:
        plain, translated = in_languages(folder, APP)
    assert plain.startswith("gradsheet: there is no display"), plain
    assert translated.startswith("⟦ĝŕàđšĥééţ: ţĥéŕé îš ñô đîšþļàý") and translated.count("\n") == 1, translated


@case
def commands_for_learners_speak_the_language():
    with tempfile.TemporaryDirectory() as folder:
        missing = os.path.join(folder, "missing.gradsheet")
        plain, translated = in_languages(folder, CLI, "worksheet", missing, "-o", os.path.join(folder, "out.pdf"))
        # What is not translated as a whole stays English as a whole.
        others = set(in_languages(folder, CLI, "info", missing))
    assert "missing.gradsheet cannot be read: " in plain, plain
    assert "cannot be read" not in translated and "⟦" in translated, translated
    assert len(others) == 1 and "⟦" not in others.pop()


@case
def the_window_speaks_plainly():
    """What a lesson may teach as a word, the window's own texts do without; the glossary alone explains it."""
    words = re.compile(r"\b(tensors?|rails?)\b", re.IGNORECASE)
    texts = [(path, text) for path, code in sources("ui", *(f"app/{room}" for room in (
        "cells", "frame", "inspect", "paint", "plane", "practice", "view", "workbook")))
        for text in re.findall(r"\bN?_ \((" + LITERAL + ")", code)]
    for path in glob.glob(os.path.join(ROOT, "ui", "*.ui")) + glob.glob(os.path.join(ROOT, "ui", "help", "*.md")):
        with open(path, encoding="utf-8") as file:
            texts += [(os.path.basename(path), line) for line in file if "glossary" not in path]
    found = [f"{path}: {text.strip()}" for path, text in texts if words.search(text)]
    assert not found, "\n".join(found)
    assert len(texts) > 500, "hardly a text was found"


if __name__ == "__main__":
    sys.exit(main())
