#!/usr/bin/env python3
"""What the desktop needs to know of Gradsheet, judged by the desktop's own tools, and the installation under DESTDIR.

usage: test-data.py BUILD GRADSHEET_CLI SOURCE_ROOT
"""
import glob
import os
import re
import shutil
import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
import zlib

from cases import case, main

BUILD, CLI, ROOT = (os.path.abspath(path) for path in sys.argv[1:4])
DATA = os.path.join(ROOT, "data")
ID = "org.gradsheet.Gradsheet"
MIME = "application/vnd.gradsheet+json"
MODEL = "application/onnx"
ICONS = {ID: os.path.join("data", "icons", "hicolor", "scalable", "apps", ID + ".svg"),
         ID + "-symbolic": os.path.join("data", "icons", "hicolor", "symbolic", "apps", ID + "-symbolic.svg")}
MIME_SPACE = "{http://www.freedesktop.org/standards/shared-mime-info}"
OPTION = re.compile(r"(?<![\w-])--([a-z][a-z0-9-]*)")


def run(*command, environment=None, status=0):
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120,
                            env={**os.environ, "LC_ALL": "C.UTF-8", **(environment or {})})
    assert result.returncode == status, f"{' '.join(command)}: {result.returncode}\n{result.stdout}{result.stderr}"
    return result.stdout + result.stderr


def text(*path):
    with open(os.path.join(ROOT, *path), encoding="utf-8") as file:
        return file.read()


def key_file(content):
    return dict(line.split("=", 1) for line in content.splitlines() if "=" in line and line[0] not in "#[")


def install(folder):
    """Everything, as a package builder does it; gives where the prefix is."""
    run("meson", "install", "-C", BUILD, "--no-rebuild", "--quiet", "--destdir", folder)
    found = glob.glob(os.path.join(folder, "**", "bin", "gradsheet"), recursive=True)
    assert len(found) == 1, found
    return os.path.dirname(os.path.dirname(found[0]))


# ---- each file by itself ----


@case
def one_id_everywhere(folder):
    application = re.search(r'"application-id", "([^"]+)"', text("ui", "gs-application.c")).group(1)
    assert application == ID, application
    component = ET.fromstring(text("data", f"{ID}.metainfo.xml.in"))
    assert component.findtext("id") == ID
    assert component.findtext("launchable") == f"{ID}.desktop"
    assert key_file(text("data", f"{ID}.desktop.in"))["Icon"] == ID
    schema = ET.fromstring(text("data", f"{ID}.gschema.xml")).find("schema")
    assert schema.get("id") == ID and schema.get("path") == "/" + ID.replace(".", "/") + "/"
    assert f"'{ID}'" in text("data", "meson.build")


@case
def the_desktop_file_is_valid(folder):
    for path in (os.path.join(DATA, f"{ID}.desktop.in"), os.path.join(BUILD, "data", f"{ID}.desktop")):
        copy = shutil.copy(path, os.path.join(folder, f"{ID}.desktop"))
        said = run("desktop-file-validate", "--no-hints", copy)
        assert said == "", said
        entry = key_file(open(copy, encoding="utf-8").read())
        assert entry["Exec"] == "gradsheet %F" and entry["MimeType"] == f"{MIME};{MODEL};"
        assert {"Education", "Science"} <= set(entry["Categories"].split(";"))
        assert all(entry[key].endswith(";") for key in ("Keywords", "Categories"))


@case
def the_metainfo_is_valid(folder):
    for path in (os.path.join(DATA, f"{ID}.metainfo.xml.in"), os.path.join(BUILD, "data", f"{ID}.metainfo.xml")):
        copy = shutil.copy(path, os.path.join(folder, f"{ID}.metainfo.xml"))
        run("appstreamcli", "validate", "--no-net", "--strict", copy)
        component = ET.parse(copy).getroot()
        assert [kind.text for kind in component.findall("provides/mediatype")] == [MIME, MODEL]
        version = re.search(r"version: '([^']+)'", text("meson.build")).group(1)
        assert component.find("releases/release").get("version") == version


@case
def the_types_are_a_kind_of_json_and_models(folder):
    kind, model = ET.fromstring(text("data", f"{ID}.mime.xml")).findall(MIME_SPACE + "mime-type")
    assert (kind.get("type"), model.get("type")) == (MIME, MODEL)
    assert [glob.get("pattern") for glob in model.findall(MIME_SPACE + "glob")] == ["*.onnx"]
    assert kind.find(MIME_SPACE + "sub-class-of").get("type") == "application/json"
    assert [glob.get("pattern") for glob in kind.findall(MIME_SPACE + "glob")] == ["*.gradsheet"]


@case
def the_schema_compiles(folder):
    said = run("glib-compile-schemas", "--strict", "--dry-run", DATA)
    assert said == "", said
    for key in ET.fromstring(text("data", f"{ID}.gschema.xml")).iter("key"):
        assert key.findtext("summary") and key.findtext("description").endswith("."), key.get("name")


@case
def xml_is_well_formed(folder):
    files = [path for pattern in ("*.xml", "*.xml.in", "icons/**/*.svg")
             for path in glob.glob(os.path.join(DATA, pattern), recursive=True)]
    assert len(files) == 5, files
    said = run("xmllint", "--noout", "--nonet", *files)
    assert said == "", said


# ---- icons ----


def draw(folder, name, size):
    path = os.path.join(folder, "icon.png")
    run("rsvg-convert", "--width", str(size), "--height", str(size), os.path.join(ROOT, ICONS[name]), "--output", path)
    with open(path, "rb") as file:
        content = file.read()
    assert content[:8] == b"\x89PNG\r\n\x1a\n" and struct.unpack(">II", content[16:24]) == (size, size), name
    pixels, place = b"", 8
    while place < len(content):
        length, kind = struct.unpack(">I4s", content[place:place + 8])
        if kind == b"IDAT":
            pixels += content[place + 8:place + 8 + length]
        place += length + 12
    return zlib.decompress(pixels)


@case
def icons_are_drawn_at_every_size(folder):
    for name in ICONS:
        root = ET.parse(os.path.join(ROOT, ICONS[name])).getroot()
        x, y, width, height = map(float, root.get("viewBox").split())
        assert root.tag == "{http://www.w3.org/2000/svg}svg" and (x, y) == (0, 0) and width == height, name
        for size in (16, 22, 24, 32, 48, 64, 128, 256):
            assert len(set(draw(folder, name, size))) > 8, f"{name} is empty at {size}"


@case
def the_icon_has_the_colours_of_the_sheet(folder):
    def colours(content):
        return set(re.findall(r"#([0-9a-f]{6})\b", content.lower()))

    theme = text("app", "paint", "gs-theme.c").lower()
    cells = re.findall(r'<rect [^>]*width="32"[^>]*fill="#([0-9a-f]{6})"/>', text(ICONS[ID]))
    assert len(cells) == 8, cells
    for colour in cells:
        assert colour in theme, f"#{colour} is not in the colour map"
    # A theme colours a symbolic icon: it must not bring two colours of its own.
    assert len(colours(text(ICONS[ID + "-symbolic"]))) == 1


# ---- manual pages ----


def plain(name):
    """A page as text; what was struck twice to be bold, once."""
    return re.sub(".\b", "", run("mandoc", "-T", "utf8", "-O", "width=500", os.path.join(DATA, name)))


@case
def manual_pages_are_clean(folder):
    for name in ("gradsheet.1", "gradsheet-cli.1"):
        said = run("mandoc", "-T", "lint", "-W", "warning", os.path.join(DATA, name))
        assert said == "", said
        title = plain(name).splitlines()[0]
        assert title.startswith(name[:-2].upper() + "(1)"), title


@case
def the_manual_page_knows_every_command_and_option(folder):
    help_text = run(CLI, "--help")
    commands = [line.split()[0] for line in help_text.splitlines() if line.startswith("  ")]
    manual = plain("gradsheet-cli.1")
    sections = dict(re.findall(r"^   (\w+)\n(.*?)(?=^   \w|^\w|\Z)", manual, re.M | re.S))
    synopsis = manual[manual.index("SYNOPSIS"):manual.index("DESCRIPTION")]
    assert len(commands) >= 10
    for word in OPTION.findall(help_text):
        assert "--" + word in manual, word
    for command in commands:
        assert f"gradsheet-cli {command}" in synopsis, command
        own = set(re.findall(r"^  (?:-\w, )?--([a-z0-9-]+)", run(CLI, command, "--help"), re.M)) - {"help"}
        listed = set(OPTION.findall("\n".join(re.findall(r"^     -.*$", sections[command], re.M))))
        assert listed == own, f"{command}: the page has {sorted(listed - own)} too many and lacks {sorted(own - listed)}"


@case
def manual_pages_know_every_variable(folder):
    pages = plain("gradsheet.1") + plain("gradsheet-cli.1")
    names = set()
    for room in ("nn", "app", "ui"):
        for path in glob.glob(os.path.join(ROOT, room, "**", "*.c"), recursive=True):
            names |= set(re.findall(r'g_getenv \("(\w+)"\)', text(path)))
    assert {"GRADSHEET_CPU", "GRADSHEET_THREADS", "NO_COLOR"} <= names, names
    for name in names:
        assert re.search(rf"\b{name}\b", pages), f"{name} is in no manual page"


@case
def the_manual_page_names_real_keys(folder):
    names = {"[": "bracketleft", "]": "bracketright", "?": "question", "Space": "space", "Enter": "Return"}
    known = text("ui", "gs-application.c") + text("ui", "gs-help.c")
    manual = plain("gradsheet.1")
    keys = re.findall(r"(?<!\w)((?:(?:Ctrl|Shift|Alt)\+)+(?:\w+|[][?])|F\d+)", manual[manual.index("KEYS"):manual.index("ENVIRONMENT")])
    assert len(keys) > 20, keys
    for key in keys:
        *modifiers, last = key.split("+")
        last = names.get(last, last.lower() if len(last) == 1 else last)
        accel = "".join(f"<{modifier}>" for modifier in modifiers) + last
        assert re.search(rf'["\s]{re.escape(accel)}["\s]', known), f"{key} is no key of the window"


# ---- installed ----


@case
def the_window_opens_without_the_tests(folder):
    """`make run` builds both programs and what they look for beside them, and nothing that only tests need."""
    needed = re.findall(r"^ +\| (\S+)$", run("ninja", "-C", BUILD, "-t", "query", "programs"), re.M)
    catalogues = [f"po/{language}/LC_MESSAGES/gradsheet.mo" for language in re.findall(r"^\w+$", text("po", "LINGUAS"), re.M)]
    assert len(catalogues) > 1 and sorted(needed) == sorted(["ui/gradsheet", "app/cli/gradsheet-cli", "data/gschemas.compiled", *catalogues]), needed
    behind = run("ninja", "-C", BUILD, "-t", "inputs", "programs").split()
    assert len(behind) > 500 and not [name for name in behind if name.startswith(("tests/", "../tests/"))], behind
    steps = subprocess.run(["make", "--dry-run", f"BUILD={BUILD}", "run"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert re.findall(r"^ninja .*$", steps, re.M) == [f"ninja -C {BUILD} --quiet programs"], steps


@case
def everything_is_installed_where_it_belongs(folder):
    prefix = install(folder)
    share = os.path.join(prefix, "share")
    icons = os.path.join(share, "icons", "hicolor")
    wanted = [
        os.path.join(prefix, "bin", "gradsheet"),
        os.path.join(prefix, "bin", "gradsheet-cli"),
        os.path.join(share, "applications", f"{ID}.desktop"),
        os.path.join(share, "metainfo", f"{ID}.metainfo.xml"),
        os.path.join(share, "mime", "packages", f"{ID}.xml"),
        os.path.join(share, "glib-2.0", "schemas", f"{ID}.gschema.xml"),
        os.path.join(icons, "scalable", "apps", f"{ID}.svg"),
        os.path.join(icons, "symbolic", "apps", f"{ID}-symbolic.svg"),
        os.path.join(share, "man", "man1", "gradsheet.1"),
        os.path.join(share, "man", "man1", "gradsheet-cli.1"),
    ]
    networks = os.listdir(os.path.join(ROOT, "lessons", "networks"))
    assert len(networks) >= 8
    wanted += [os.path.join(share, "gradsheet", "networks", name) for name in networks]
    lessons = [name for name in os.listdir(os.path.join(ROOT, "lessons")) if name.endswith(".json")]
    wanted += [os.path.join(share, "gradsheet", "lessons", name) for name in lessons]
    assert not os.path.exists(os.path.join(share, "gradsheet", "lessons", "meson.build"))
    for path in wanted:
        assert os.path.isfile(path) and os.path.getsize(path) > 0, path
        assert bool(os.stat(path).st_mode & 0o111) == (os.path.basename(os.path.dirname(path)) == "bin"), path
    # Caches are the package manager's: with one inside, two packages would fight over the file.
    for cache in ("icon-theme.cache", "gschemas.compiled", "mimeinfo.cache", "mime.cache"):
        assert not glob.glob(os.path.join(folder, "**", cache), recursive=True), cache
    assert run(os.path.join(prefix, "bin", "gradsheet-cli"), "--version") == run(CLI, "--version")


@case
def the_desktop_opens_documents_and_models_with_gradsheet(folder):
    share = os.path.join(install(folder), "share")
    home = os.path.join(folder, "home")
    environment = {"XDG_DATA_DIRS": share, "XDG_DATA_HOME": home, "HOME": home, "XDG_CONFIG_HOME": home}
    # The type our own description is a kind of.
    with open(os.path.join(share, "mime", "packages", "json.xml"), "w", encoding="utf-8") as file:
        file.write('<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info"><mime-type type="application/json">'
                   '<glob pattern="*.json"/></mime-type></mime-info>')
    run("update-mime-database", os.path.join(share, "mime"), environment=environment)
    run("update-desktop-database", os.path.join(share, "applications"), environment=environment)
    document = shutil.copy(os.path.join(ROOT, "lessons", "networks", "mazur.gradsheet"), os.path.join(folder, "a b.gradsheet"))
    model = shutil.copy(os.path.join(ROOT, "tests", "fixtures", "onnx", "lenet.onnx"), os.path.join(folder, "LeNet.onnx"))
    for path, kind in ((document, MIME), (model, MODEL)):
        assert kind in run("gio", "info", "-a", "standard::content-type", path, environment=environment)
    # An application counts only if its program is found.
    environment["PATH"] = os.path.join(os.path.dirname(share), "bin") + os.pathsep + os.environ["PATH"]
    for kind in (MIME, MODEL):
        assert f"{ID}.desktop" in run("gio", "mime", kind, environment=environment)


@case
def preferences_are_known_once_installed(folder):
    schemas = os.path.join(install(folder), "share", "glib-2.0", "schemas")
    run("glib-compile-schemas", "--strict", schemas)
    listed = run("gsettings", "--schemadir", schemas, "list-recursively", ID, environment={"GSETTINGS_BACKEND": "memory"})
    keys = [key.get("name") for key in ET.fromstring(text("data", f"{ID}.gschema.xml")).iter("key")]
    assert sorted(keys) == sorted(line.split()[1] for line in listed.splitlines()), listed
    assert f"{ID} step 'operation'" in listed


if __name__ == "__main__":
    sys.exit(main())
