#!/usr/bin/env python3
"""House rules that a machine can hold: the arrows between rooms, sizes, words, documentation.

usage: test-house.py SOURCE_ROOT PRINT_OPERATIONS CLI
"""
import glob
import json
import os
import re
import subprocess
import sys

from cases import case, main

ROOT, PRINT_OPERATIONS, CLI = sys.argv[1:4]
# GdkPixbuf reads pictures and needs none.
SCREEN = re.compile(r'#\s*include\s*[<"](gtk|gdk(?!-pixbuf/)|gsk|adwaita)[/.-]')


def sources(*folders, endings=(".c", ".h")):
    for folder in folders:
        for place, _, names in os.walk(os.path.join(ROOT, folder)):
            for name in sorted(names):
                if name.endswith(endings):
                    yield os.path.join(place, name)


def text(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def includes(path):
    return re.findall(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', text(path), re.M)


def relative(path):
    return os.path.relpath(path, ROOT)


@case
def core_knows_glib_and_libm_only():
    allowed = re.compile(r"^(glib\.h|glib/gi18n-lib\.h|inttypes\.h|math\.h|fenv\.h|string\.h|stdlib\.h|stdarg\.h|stdint\.h|stdio\.h|float\.h|"
                         r"pthread\.h|errno\.h|limits\.h|time\.h|unistd\.h|sched\.h|immintrin\.h|cpuid\.h|"
                         r"stdatomic\.h|(nn/)?(kernels/)?nn-[\w-]+\.h)$")
    for path in sources("nn"):
        for name in includes(path):
            assert allowed.match(name), f"{relative(path)} includes {name}"


@case
def document_room_knows_no_screen():
    for path in sources("app"):
        assert not SCREEN.search(text(path)), f"{relative(path)} includes a screen's header"
        for name in includes(path):
            assert not name.startswith("ui/"), f"{relative(path)} looks into ui/"


# The folders of app/, from the ground up: each may include those before it.
FLOORS = ["text", "data", "cells", "network", "document", "frame", "workbook", "inspect", "practice", "view", "plane", "paint", "exchange", "lesson", "paper", "cli"]


def included_files(path):
    """The project's own files that one includes, relative to the root."""
    for name in re.findall(r'^\s*#\s*include\s*"([^"]+)"', text(path), re.M):
        for folder in (os.path.dirname(path), ROOT):
            if os.path.exists(os.path.join(folder, name)):
                yield relative(os.path.normpath(os.path.join(folder, name)))
                break


@case
def folders_know_only_those_below():
    folders = {entry.name for entry in os.scandir(os.path.join(ROOT, "app")) if entry.is_dir()}
    assert folders == set(FLOORS), f"app/ has other folders than this test: {folders ^ set(FLOORS)}"
    for floor, room in enumerate(FLOORS):
        assert os.path.exists(os.path.join(ROOT, "app", room, "README.md")), f"app/{room} does not say what it is"
        for path in sources(os.path.join("app", room)):
            for name in included_files(path):
                parts = name.split(os.sep)
                if parts[0] == "app":
                    assert FLOORS.index(parts[1]) <= floor, f"{relative(path)} looks up to {name}"
    for path in sources("nn"):
        for name in included_files(path):
            if relative(path) != os.path.join("nn", "nn-kernel.c") and not relative(path).startswith("nn/kernels/"):
                assert not name.startswith("nn/kernels/"), f"{relative(path)} looks into the kernels"


@case
def no_key_has_two_meanings():
    table = re.search(r"accels\[\] = \{(.*?)\n\};", text(os.path.join(ROOT, "ui", "gs-application.c")), re.DOTALL)[1]
    meanings = {}
    for line in table.splitlines():
        action, *keys = re.findall(r'"([^"]+)"', line) or [None]
        for key in keys:
            meanings.setdefault(key.lower(), set()).add(action)
    assert len(meanings) > 60, "the table of keys was not understood"
    shared = {key: actions for key, actions in meanings.items() if len(actions) > 1}
    assert not shared, shared
    for key in ("<ctrl><shift>d", "<ctrl><shift>i"):
        assert key not in meanings, f"{key} opens GTK's inspector in the windows that have no such action"


SHOWING = ("answers-pane", "bend-view", "board-formula", "cell-proxy", "curve-panel", "curve-view", "data-panel", "data-parts",
           "data-sheet", "data-sheet-places", "difference-view", "digits", "formula-bar", "formula-line", "formula-pieces", "graph-view", "loss-panel", "minimap",
           "operation-panel", "plane-view", "presenter", "print", "products-view", "sheet-nodes", "sheet-pane", "spotlight",
           "stage", "stage-foot", "stage-options", "stage-question", "stage-view", "tab-bar", "tape", "tape-card", "terms-view", "transport")


@case
def reading_cannot_compute():
    computes = re.compile(r"\b(nn_kernel_execute\w*|nn_run_(?:ensure|new|commit)|gs_probe_new|gs_workbook_get_run) \(")
    for path in sources("nn"):
        assert "nn_kernel_execute" not in text(path) or os.path.basename(path) in (
            "nn-kernel.c", "nn-kernel.h", "nn-run-ensure.c"), f"{relative(path)} executes kernels"
    readers = [*sources("ui", "app/view", "app/paint", "app/frame"),
               *(path for path in sources("app/inspect") if os.path.basename(path).startswith("gs-explain"))]
    for path in readers:
        found = [name for name in computes.findall(text(path)) if path.endswith(".c")]
        assert not found, f"{relative(path)} reads, and calls {found[0]}()"
    # Who draws or reads aloud knows a frame, and no workbook behind it.
    for path in [*sources("app/paint"), *(os.path.join(ROOT, "app", "view", name) for name in
                 ("gs-sight.c", "gs-sight-text.c", "gs-summary.c"))]:
        calls = set(re.findall(r"\bgs_workbook_\w+", text(path))) - {"gs_workbook_get_program"}
        assert not calls, f"{relative(path)} asks the workbook: {calls}"
    # Widgets that show ask the workbook to do something, never what stands there.
    for name in SHOWING:
        calls = set(re.findall(r"\bgs_(?:timeline_\w+|workbook_(?:look|get_(?:cursor|data|batch|losses|epochs|history|scope)))\b",
                               text(os.path.join(ROOT, "ui", f"gs-{name}.c"))))
        assert not calls, f"gs-{name}.c shows, and asks the workbook: {calls}"


@case
def headers_include_no_circle():
    arrows = {relative(path): list(included_files(path)) for path in sources("nn", "app", "ui")}
    assert sum(map(len, arrows.values())) > 500, "the include graph was not read"
    done = set()

    def visit(name, way):
        assert name not in way, "a circle: " + " -> ".join((*way[way.index(name):], name))
        if name not in done:
            for other in arrows.get(name, []):
                visit(other, (*way, name))
            done.add(name)

    for name in arrows:
        visit(name, ())


def modules_named(page):
    """The modules that a page of documentation names: "gs-tape, -card" are gs-tape and gs-tape-card."""
    there = {os.path.basename(path).rsplit(".", 1)[0] for path in sources("nn", "app", "ui")}
    named = set()
    for line in page.splitlines():
        last = ""
        for word in re.findall(r"(?<![\w/-])(?:gs|nn)?-[\w-]+\w(?!\.ui)", line):
            if word.startswith("-"):
                bases = ["-".join(last.split("-")[:n]) for n in range(last.count("-") + 1, 0, -1)]
                word = next((base + word for base in bases if base + word in there), word)
            else:
                last = word
            if not word.startswith("-"):
                named.add(word)
    return named, there


@case
def documentation_names_what_there_is():
    """Every file and module that the pages of the house name is there; every module of nn/ is named; whoever looks for a
    function where the page says finds it."""
    page = text(os.path.join(ROOT, "ARCHITECTURE.md"))
    named, there = modules_named(page)
    assert {"gs-tape-card", "nn-run-ensure"} <= named and len(named) > 200, "the names were not found"
    assert named <= there, f"ARCHITECTURE.md names what is not there: {sorted(named - there)}"
    for path in sources("nn", endings=(".c",)):
        module = os.path.basename(path).removesuffix(".c")
        assert module in named or "kernels" in path, f"ARCHITECTURE.md does not name {module}"
    readmes = [os.path.join(place, "README.md") for folder in ("nn", "app", "ui") for place, _, names in os.walk(os.path.join(ROOT, folder))
               if any(name.endswith(".c") for name in names)]
    for path in readmes:
        assert "May include: " in text(path), f"{relative(path)} does not say what may be included"
    for path in (*readmes, os.path.join(ROOT, "ARCHITECTURE.md"), os.path.join(ROOT, "CONTRIBUTING.md"), os.path.join(ROOT, "README.md")):
        for name in re.findall(r"(?<![\w/.-])((?:nn|app|ui|tests|docs|lessons|po)/[\w*/.-]*[\w*])(?![\w*]|\.[\w*])", text(path)):
            found = any(glob.glob(os.path.join(ROOT, name + ending)) for ending in ("", ".h", ".c"))
            assert found, f"{relative(path)} names {name}, which is not there"
    places = re.findall(r"`(\w+)` in ((?:nn|app|ui)/[\w./*-]+\w)", page)
    assert len(places) > 12, places
    for name, place in places:
        assert re.search(rf"^(?:{name} \(|\}} {name}\[)", text(os.path.join(ROOT, place)), re.M), f"{place} has no {name}"


@case
def who_looks_for_a_word_is_led_to_its_file():
    for word, place in (("paste", "app/view/gs-pasted.c"), ("paste", "app/data/gs-table.c"), ("arrow", "nn/nn-formula-arrows.c"),
                        ("adam", "nn/nn-optimizer-emit.c"), ("hint", "app/lesson/gs-lesson-player.c"), ("nesterov", "nn/nn-optimizer-emit.c")):
        found = subprocess.run(["make", "-s", "--no-print-directory", "-C", ROOT, "map", f"OF={word}"], capture_output=True, text=True, check=True).stdout
        assert place in found, f"make map OF={word} does not lead to {place}:\n{found}"


# Files that call each other in a circle today, or some of them, and why. The list only gets shorter.
CIRCLES = {
    "nn-dialect nn-dialect-sum": "recursion: a sum stands in a formula, formulas stand in a sum",
}
DEFINED = re.compile(r"^(?!static)[\w*][\w *]*\n((?:nn|gs)_\w+) \(", re.M)


def calls(*folders):
    """For each .c file the others whose public functions it names."""
    codes = {os.path.basename(path).removesuffix(".c"): re.sub(r'/\*.*?\*/|"(?:\\.|[^"\\\n])*"', "", text(path), flags=re.S)
             for path in sources(*folders, endings=(".c",))}
    home = {function: name for name, code in codes.items() for function in DEFINED.findall(code)}
    assert len(home) > 500, "the functions were not found"
    return {name: {home[word] for word in re.findall(r"\b(?:nn|gs)_\w+\b", code) if word in home} - {name}
            for name, code in codes.items()}


def circles(arrows):
    """The sets of names that reach each other (Tarjan)."""
    number, low, way, found = {}, {}, [], []

    def visit(name):
        number[name] = low[name] = len(number)
        way.append(name)
        for other in arrows[name]:
            if other not in number:
                visit(other)
            if other in way:
                low[name] = min(low[name], low[other])
        if low[name] == number[name]:
            component = way[way.index(name):]
            del way[way.index(name):]
            if len(component) > 1:
                found.append(" ".join(sorted(component)))

    for name in arrows:
        if name not in number:
            visit(name)
    return found


@case
def no_new_circle_of_files():
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == ["a b c"], "circles are not found"
    found = [set(circle.split()) for circle in circles(calls("nn", "app", "ui"))]
    known = [set(circle.split()) for circle in CIRCLES]
    for circle in found:
        assert any(circle <= one for one in known), f"files call each other in a circle: {' '.join(sorted(circle))}"
    for one in known:
        assert any(circle <= one for circle in found), f"{' '.join(sorted(one))}: no circle any more, take it off the list"


@case
def public_functions_have_callers():
    """What a header declares is called from another file than its own, be it a test's; else it is static, or nobody needs it."""
    codes = {path: re.sub(r"/\*.*?\*/", "", text(path), flags=re.S) for path in sources("nn", "app", "ui", "tests")}
    words = {path: set(re.findall(r"\b(?:gs|nn)_\w+", code)) for path, code in codes.items()}
    declared = re.compile(r"^[A-Za-z][\w *\n]*?\b((?:gs|nn)_\w+) \(", re.M)
    functions = 0
    for header in sources("nn", "app", "ui", endings=(".h",)):
        for name in set(declared.findall(codes[header])):
            functions += 1
            if len(re.findall(rf"\b{name}\b", codes[header])) > 1:
                continue  # by a macro of the header: an automatic cleanup, a name of an error's domain
            users = [path for path in words if name in words[path] and path != header
                     and not re.search(rf"^{name} \(", codes[path], re.M)]
            assert users, f"{relative(header)}: {name} is called by no other file: make it static, or take it out"
    assert functions > 1500, f"only {functions} functions were found"


# What README.md calls the libraries of meson.build, and the build's packages that are no library's headers.
LIBRARIES = {"glib-2.0": "GLib", "gio-2.0": "GLib", "gobject-2.0": "GLib", "cairo": "Cairo", "pangocairo": "Pango", "gdk-pixbuf-2.0": "gdk-pixbuf",
             "libcjson": "cJSON", "xlsxwriter": "libxlsxwriter", "gtk4": "GTK"}
TOOLS = {"gcc": "C compiler", "libc6-dev": "C compiler", "ninja-build": "ninja"}


@case
def what_is_needed_to_build_by_hand_is_listed():
    paragraph = text(os.path.join(ROOT, "README.md")).split("## Build by hand")[1].split("Then\n")[0]
    build = "".join(text(path) for path in glob.glob(os.path.join(ROOT, "**", "meson.build"), recursive=True) if "/build" not in relative(path))
    libraries = re.findall(r"dependency\('([\w.-]+)', version: '>= ([\d.]+)'\)", build)
    assert len(libraries) >= 8 and {name for name, _ in libraries} == set(LIBRARIES), libraries
    for name, version in libraries:
        assert f"{LIBRARIES[name]} ≥ {version}" in paragraph, f"README.md does not say {name} ≥ {version}"
    packages = re.findall(r"^build (\S+)$", text(os.path.join(ROOT, ".ci", "packages")), re.M)
    for package in packages:
        if package != "make" and (package in TOOLS or not package.endswith("-dev")):
            assert TOOLS.get(package, package) in paragraph, f"README.md does not say {package}"


@case
def every_test_program_is_listed():
    listed = set(re.findall(r"'([\w-]+)'", text(os.path.join(ROOT, "tests", "meson.build"))))
    for name in sorted(os.listdir(os.path.join(ROOT, "tests"))):
        match = re.fullmatch(r"test-([\w-]+)\.(c|py)", name)
        if match and match.group(1) != "window-looks":
            assert match.group(1) in listed, f"tests/{name} is run by nobody"
    for place in sources(".", endings=("meson.build",)):
        if relative(place).split(os.sep)[0] not in ("build", ".git"):
            assert "exists" not in text(place), f"{relative(place)} passes over files that are missing"


@case
def playing_stepping_and_running_are_told_apart():
    """By icon and by tooltip, which is the button's name for a screen reader, too."""
    page = text(os.path.join(ROOT, "ui", "gs-transport.ui"))
    buttons = re.findall(r'"icon-name">([\w-]+)<.*?"tooltip-text" translatable="yes">([^<]+)<.*?(?:"action-name">(win\.\w+)<|</object>)', page,
                         re.DOTALL)
    actions = {action for _, _, action in buttons}
    assert {"win.start", "win.back", "win.run", "win.step", "win.end"} <= actions, actions
    for what in (0, 1):
        assert len({button[what] for button in buttons}) == len(buttons), f"buttons of the transport look alike: {buttons}"


@case
def numbers_are_shown_by_one_function():
    """With the sign that people prefer and a real minus, which printf does not know."""
    strays = [f"{relative(path)}: {line.strip()}"
              for path in sources("ui", "app", endings=(".c",)) if not re.search(r"app/(cli|text)/|gs-lesson-check", path)
              for line in text(path).splitlines()
              if re.search(r'"[^"]*%(?!\.0f)[+.*\d]*[efg]\b[^"]*"', line) and re.search(r"printf|\b_ \(|gettext", line)]
    assert not strays, "\n".join(strays)


@case
def an_error_is_not_read_while_it_is_written():
    """In one list of arguments nobody knows which comes first: done (&error), error."""
    strays = [f"{relative(path)}: {' '.join(found.split())}"
              for path in sources("nn", "app", "ui", "tests", endings=(".c",))
              for found in re.findall(r"&(?:local_)?error\), *error\b[^;{}]*;", re.sub(r",\s+", ", ", text(path)))]
    assert not strays, "\n".join(strays)


@case
def every_window_has_the_keys_of_the_help():
    """F1 and Ctrl+? in windows of ours (those of the application have them by its table) and in those that GTK makes."""
    n = 0
    for path in sources("ui", endings=(".c",)):
        if re.search(r"^G_DEFINE\w*TYPE \(\w+, \w+, GTK_TYPE_WINDOW\)", text(path), re.M):
            n += 1
            assert "gs_help_window_bind_keys (" in text(path), f"{relative(path)}: no help in its window"
        if "gtk_window_new (" in text(path):
            n += 1
            assert "gs_help_window_add_keys (" in text(path), f"{relative(path)}: no help in its window"
    assert n >= 10, f"only {n} windows were found"


@case
def every_habit_has_its_test():
    """The table of habits names cases that there are, and every case that is about a habit; its keys are the program's."""
    page = text(os.path.join(ROOT, "docs", "HABITS.md"))
    rows = [line for line in page.splitlines() if line.startswith("| ") and not line.startswith(("| habit", "| ---"))]
    named = [re.fullmatch(r"\| (.+) \| (.+) \| ([\w-]+): (\w+) \|", line) for line in rows]
    assert len(rows) > 30 and all(named), [line for line, match in zip(rows, named) if not match]
    cases = {name: set(re.findall(r"^@case\ndef (\w+)", text(os.path.join(ROOT, "tests", f"test-{name}.py")), re.M))
             for name in {match[3] for match in named}}
    for match in named:
        assert match[4] in cases[match[3]], f"docs/HABITS.md names {match[3]}: {match[4]}, which is no test"
    for name in ("window-habits", "window-data"):
        missing = cases[name] - {match[4] for match in named if match[3] == name}
        assert not missing, f"docs/HABITS.md does not name {missing} of tests/test-{name}.py"
    keys = {key for match in named for key in re.findall(r"`((?:Ctrl\+|Shift\+|Alt\+)*(?:[A-Z]|F\d+|Home|End|Page \w+|Delete|Down|Space))`", match[1])}
    known = text(os.path.join(ROOT, "ui", "gs-help.c"))
    for key in keys:
        *modifiers, last = key.split("+")
        last = {"Space": "space"}.get(last, last.replace(" ", "_") if len(last) > 1 else last.lower())
        spelled = ["".join(f"<{modifier}>" for modifier in order) + last for order in (modifiers, modifiers[::-1])]
        if modifiers != ["Shift"] and modifiers != ["Shift", "Ctrl"]:
            assert any(re.search(rf'["\s]{re.escape(one)}["\s]', known) for one in spelled), f"{key} is not in the list of keys"
    assert len(keys) > 20, keys


@case
def build_files_keep_the_arrows():
    forbidden = {"nn": r"gio|gobject|cjson|cairo|pango|gtk|app_|ui_", "app": r"gtk|ui_"}
    for room, words in forbidden.items():
        found = re.search(rf"\b\w*({words})\w*\b", re.sub(r"#.*", "", text(os.path.join(ROOT, room, "meson.build"))))
        assert not found, f"{room}/meson.build speaks of {found and found.group(0)}"


@case
def widgets_have_the_painters_colours():
    """One table of colours, that of the painter: the stylesheet and the window's sources name colours by their tokens."""
    defined = set(re.findall(r'\{ "(\w+)", &theme->\w+ \}', text(os.path.join(ROOT, "ui", "gs-style.c"))))
    style = re.sub(r"/\*.*?\*/", "", text(os.path.join(ROOT, "ui", "style.css")), flags=re.S)
    assert len(defined) > 10, defined
    assert not re.search(r"#[0-9A-Fa-f]{3,8}\b|rgba?\(", style), "ui/style.css has a colour of its own"
    used = set(re.findall(r"@gs_(\w+)", style))
    assert used <= defined, f"ui/style.css names colours that gs-style.c does not define: {used - defined}"
    for path in sources("ui"):
        assert not re.search(r'"#[0-9A-Fa-f]{6}"', text(path)), f"{relative(path)} has a colour of its own"


@case
def command_line_links_no_screen():
    needed = subprocess.run(["readelf", "-d", CLI], capture_output=True, text=True, check=True).stdout
    assert "libglib-2.0" in needed, "readelf said nothing useful"
    for word in ("libgtk", "libgdk-3", "libgdk-4", "libgsk", "libX11", "libwayland"):
        assert word not in needed, f"gradsheet-cli links {word}"


@case
def kernels_and_formulas_do_not_use_the_libms_functions():
    for path in sources("nn"):
        code = re.sub(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\])*\"", "", text(path), flags=re.S)
        found = re.search(r"(?<![\w.])(exp|log|tanh|pow|expm1|log1p|sin|cos)f?\s*\(", code)
        assert not found, f"{relative(path)} calls {found and found.group(0)}: its bits differ between machines"


@case
def files_are_touched_by_one_module():
    """Reading is bounded and writing is all or nothing because gs-file does both."""
    words = re.compile(r"\b(g_file_[sg]et_contents\w*|g_file_(read|replace|create|append_to|load_\w+|open_\w+)|g_mapped_file_new|fopen|freopen|"
                       r"g_fopen|g_open|open|openat|creat|g_creat|g_?mkstemp\w*|cairo_surface_write_to_png|"
                       r"cairo_(svg|pdf|ps)_surface_create) \(")
    assert words.search(text(os.path.join(ROOT, "app", "text", "gs-file.c"))), "the rule finds nothing"
    for path in sources("nn", "app", "ui"):
        if relative(path) != os.path.join("app", "text", "gs-file.c"):
            found = words.search(text(path))
            assert not found, f"{relative(path)} calls {found and found.group(1)}: files are gs-file.h's care"


@case
def printing_goes_through_the_console():
    """What g_print() shows has no control characters in it, whoever wrote them; a bar and streamed JSON hold no texts of others."""
    words = re.compile(r"(?<![\w.])(printf|fprintf|puts|fputs|putchar|putc|fputc|perror|fwrite|write) \(")
    exempt = {os.path.join("app", "text", name) for name in ("gs-console.c", "gs-file.c")}
    exempt |= {os.path.join("app", "cli", name) for name in ("gs-terminal.c", "command-trace.c")}
    for path in sources("nn", "app", "ui", endings=(".c",)):
        if relative(path) not in exempt:
            found = [line for line in text(path).splitlines() if words.search(line)
                     and not re.search(r"fputs \(text, stdout\)|fwrite \(text, 1, length, stdout\)", line)
                     and not line.lstrip().startswith(("*", "/*", "//"))]
            assert not found, f"{relative(path)} prints past gs-console.h: {found}"


@case
def no_text_is_cut_by_a_directive():
    """%.40s counts bytes, and cuts a character in two; gs_words_quote() does not."""
    for path in sources("nn", "app", "ui"):
        found = re.search(r"%\.\d+s", text(path))
        assert not found, f"{relative(path)} says {found and found.group(0)}"


@case
def numbers_are_shown_by_one_module():
    """What people read has the decimal sign that they have chosen, a minus, and exponents alike: gs_number_show()."""
    for path in sources("ui", *(os.path.join("app", room) for room in ("workbook", "view", "plane", "paint", "inspect", "practice", "network"))):
        found = [line for line in text(path).splitlines() if re.search(r"%\+?\.(\d+g|[1-9]f)", line) and "formatd" not in line]
        assert not found, f"{relative(path)} prints past gs-number.h: {found}"


@case
def no_loose_ends():
    word = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    for path in sources("nn", "app", "ui", "tests", endings=(".c", ".h", ".sh", ".build")):
        found = word.search(text(path))
        assert not found, f"{relative(path)} says {found and found.group(0)}"


@case
def headers_begin_with_what_they_are_for():
    for path in sources("nn", "app", "ui", endings=(".h",)):
        assert text(path).startswith("/*"), f"{relative(path)} does not open with its purpose"
        assert "#pragma once" in text(path), f"{relative(path)} can be included twice"


@case
def sources_open_with_what_they_are():
    for path in sources("nn", "app", "ui", endings=(".c",)):
        assert text(path).startswith("/* "), f"{relative(path)} does not say in its first line what it is"


@case
def files_are_about_one_thing():
    for path in sources("nn", "app", "ui", "tests", endings=(".c", ".h", ".py")):
        lines = text(path).count("\n")
        assert lines <= 700, f"{relative(path)} has {lines} lines"


@case
def no_function_takes_a_crowd():
    """At most eight parameters: more hide a struct, or an object that would remember them.

    Templates, which the compiler takes apart (always_inline), may have more.
    """
    head = re.compile(r"^(?:[a-z]\w*[ *]+)*(\w+) \(((?:[^()]|\([^()]*\))*)\)\s*[;{]", re.M)
    functions = 0
    for path in sources("nn", "app", "ui", "tests"):
        code = re.sub(r"/\*.*?\*/|always_inline\)\) \w+\s+\w+ ", "", text(path), flags=re.S)
        for name, parameters in head.findall(code):
            functions += 1
            assert parameters.count(",") < 8, f"{relative(path)}: {name} takes {parameters.count(',') + 1} parameters"
    assert functions > 3000, f"only {functions} functions were found"


@case
def every_operation_is_documented():
    fresh = subprocess.run([PRINT_OPERATIONS], capture_output=True, encoding="utf-8", check=True).stdout
    assert fresh.count("\n## ") >= 60, "the list of operations is short"
    assert fresh == text(os.path.join(ROOT, "docs", "OPERATIONS.md")), "docs/OPERATIONS.md is out of date: make docs"
    for block in fresh.split("\n## ")[1:]:
        name, _, why = block.splitlines()[:3]
        assert re.match(r"[A-Z].{10,}\.$", why), f"no line of documentation: {name}"
        assert "```\nout" in block or name == "commit", f"no formula: {name}"


@case
def ready_made_networks_are_listed_and_valid_json():
    folder = os.path.join(ROOT, "lessons", "networks")
    names = sorted(name for name in os.listdir(folder) if name.endswith(".gradsheet"))
    readme = text(os.path.join(ROOT, "README.md")) + text(os.path.join(ROOT, "docs", "FORMAT.md"))
    assert len(names) >= 8
    for name in names:
        json.loads(text(os.path.join(folder, name)))
        assert name.removesuffix(".gradsheet") in readme, f"{name} is mentioned nowhere"


@case
def documents_name_no_machine():
    # Spelled apart so that this file does not find itself.
    words = ["/ho" + "me/", "/wo" + "rk/", "/ro" + "ot/", "registry." + "npmjs"]
    for path in sources(".", endings=(".c", ".h", ".py", ".sh", ".md", ".json", ".gradsheet", ".build", ".mjs")):
        if relative(path).split(os.sep)[0].startswith(("build", ".git")):
            continue
        for word in words:
            assert word not in text(path), f"{relative(path)} names {word}"


if __name__ == "__main__":
    sys.exit(main())
