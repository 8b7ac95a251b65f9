#!/usr/bin/env python3
"""A random walk of keys, clicks, drags, dropped files and closed windows over every network, every lesson and the welcome
page, on a build that stops at the first wrong step and knows what lives on when it has gone (fuzz-window.c).

usage: fuzz-window.py GRADSHEET SOURCE_ROOT MINUTES [SEED]

A walk follows from its seed, which is printed. Without SEED each walk has another one; with it this one is walked
alone, again; FUZZ_WRAPPER names a program to run it under (a debugger, with G_DEBUG=fatal-criticals, for a stack). Anything on standard error, an end that nobody asked for, and a window that no longer answers are faults:
the steps that led there are printed, a picture is kept in the build folder, and the walks end.

The keys are those of the program's own table, so that a new one is walked, too. At the end stands how often each screen
was seen, and which never was.
"""
import collections
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

APP, ROOT = (os.path.abspath(path) for path in sys.argv[1:3])
MINUTES = float(sys.argv[3])
sys.path.insert(0, os.path.join(ROOT, "tests"))

from x11 import Screen  # noqa: E402: it lies beside the tests

STEPS = 250
# No smaller than the window can be: what lies beside the screen has no monitor, of which GTK complains.
SIZES = ("1600x1000", "1280x800")
# So long what has gone may live on, until its witness complains.
LINGER = 2.5
# How long a window may take to answer; a step through a large network on a slow build takes a while.
PATIENCE = 60
NETWORKS = os.path.join(ROOT, "lessons", "networks")
LESSONS = os.path.join(ROOT, "lessons")

PLAIN = ["Up", "Down", "Left", "Right", "Tab", "shift+Tab", "Return", "Escape", "space", "F2", "Delete", "BackSpace", "Home", "End",
         "Page_Up", "Page_Down", "Menu", "shift+Up", "shift+Down", "shift+Left", "shift+Right", "ctrl+Up", "ctrl+Down",
         "ctrl+Left", "ctrl+Right", "ctrl+a", "ctrl+c", "ctrl+v", "ctrl+x", "ctrl+bracketleft", "ctrl+bracketright",
         "ctrl+plus", "ctrl+minus", "ctrl+0", "ctrl+9", "ctrl+8", "alt+Left", "alt+Right", "alt+c", "alt+s", "alt+a", "b", "f",
         "s", "plus", "minus", "0", "period", "shift+F10", "Insert"]
# Before a class: the clicker's, those of the projector, of running and training, of the lesson, and some that are typed.
CLASS = ["space", "Page_Down", "Page_Up", "space", "F12", "F11", "F9", "ctrl+F9", "F10", "shift+F10", "ctrl+t", "ctrl+shift+t", "Escape",
         "ctrl+shift+a", "ctrl+shift+y", "F5", "shift+F5", "Tab", "Return", "5", "1", "period", "BackSpace", "ctrl+z", "alt+5", "Down"]
# On a presenter, in the help, in a dialog, in the sheet: what people type, and what nobody should.
TEXTS = ["0.5", "1/3", "-2", "1e3", "1e400", "nan", "W1[1,1]", "dL/dW1[1,1]", "W1!B2", "x[9,9]", "25", "0", "-1", "gradient", "zzz",
         "input 2 · dense 3", "input 4 - dense 2 tanh", "dense 4 relu", "conv 2 3x3", "dense", "1,5", "=1/3+1", "50%", "out", ".gradsheet",
         "sheet.png", "a b", "7\n", "0.25\t0.75\n", "3e"]


# Keys that open something of its own, by turns with what is done there; PATH is one of the files below, as is what has a dot.
SCREENS = [["ctrl+F7"], ["ctrl+shift+r"], ["ctrl+shift+r", "alt+f", "PATH"], ["ctrl+shift+m"], ["ctrl+shift+w", "PATH"], ["ctrl+shift+w", "z1.csv"], ["ctrl+shift+x"],
           ["ctrl+shift+x", "alt+e", "PATH"], ["ctrl+F12"], ["ctrl+j"], ["ctrl+shift+j"], ["ctrl+n"], ["ctrl+o", "PATH"], ["ctrl+p"],
           ["ctrl+l"], ["F5"], ["shift+F5"], ["ctrl+2"], ["ctrl+3"], ["ctrl+Page_Up"], ["ctrl+shift+l"], ["ctrl+m"], ["ctrl+f"], ["F1"],
           ["ctrl+shift+k", "Return"], ["ctrl+shift+g"], ["ctrl+t", "25", "Return"], ["ctrl+shift+o"], ["ctrl+shift+s", "PATH"]]
WITHIN = ["Tab", "Tab", "shift+Tab", "space", "Return", "Down", "Up", "Right", "Left", "Home", "End", "5", "1", "a", "alt+a", "alt+s", "alt+o",
          "alt+f", "alt+e", "Delete", "Menu", "ctrl+a", "ctrl+v", "Page_Down"]


def find_keys():
    """The keys of the program's actions, as X calls them."""
    with open(os.path.join(ROOT, "ui", "gs-application.c"), encoding="utf-8") as file:
        table = re.search(r"accels\[\] = \{(.*?)\n\};", file.read(), re.DOTALL)[1]
    keys = [key for line in table.splitlines() for key in re.findall(r'"([^"]+)"', line)[1:]]
    assert len(keys) > 40, "the program's table of keys was not understood"
    return [key.replace("<Ctrl>", "ctrl+").replace("<Shift>", "shift+").replace("<Alt>", "alt+") for key in keys
            if key not in ("<Ctrl>q",)]


def find_starts():
    """What a walk may begin with: the program's arguments, by their names."""
    networks = [("network", name) for name in sorted(os.listdir(NETWORKS)) if name.endswith(".gradsheet")]
    lessons = [("lesson", str(number)) for number in range(1, 1 + sum(name.endswith(".json") and name.count(".") == 1 for name in os.listdir(LESSONS)))]
    # Many walks are short of time: the small and the many first, by turns.
    return [start for pair in zip(networks + [("welcome", "")] * (len(lessons) - len(networks)), lessons) for start in pair]


# What GTK 4.8 says of itself, without any of our code having a part in it:
GTKS_OWN = [
    # A press that closes a popover is not told to the window beneath, its release is.
    r"Gtk-WARNING \*\*: .*: Broken accounting of active state for widget",
    # A click on the heading of a column in the file dialog while it reads a folder: its list has no model then.
    r"Gtk-CRITICAL \*\*: .*: gtk_tree_sortable_\w+: assertion 'GTK_IS_TREE_SORTABLE \(sortable\)' failed",
    # A key for the places beside the file dialog's list when none of them is chosen: they ask about nobody. Our own code asks
    # only about widgets that are there.
    r"Gtk-CRITICAL \*\*: .*: gtk_widget_is_ancestor: assertion 'GTK_IS_WIDGET \(widget\)' failed",
    # A tooltip's timer that ends when its window has just gone asks where the pointer is on it. Nobody of ours asks that.
    r"Gdk-CRITICAL \*\*: .*: gdk_surface_get_device_position: assertion 'GDK_IS_SURFACE \(surface\)' failed",
    r"Gtk-CRITICAL \*\*: .*: _gtk_widget_find_at_coords: assertion 'GDK_IS_SURFACE \(surface\)' failed",
    # A field's cursor blinks when all of its text is marked meanwhile: it says so, and stops. Nobody of ours lets one blink.
    r"Gtk-WARNING \*\*: .*: GtkText - unexpected blinking selection\. Removing",
    # Files dragged over the file dialog's list, its own rows among them: its drop targets lose count.
    r"Gtk-CRITICAL \*\*: .*: gtk_drop_target_async_handle_event: assertion 'self->drop == drop' failed",
    r"Gtk-WARNING \*\*: .*: \(.*gtkdroptarget(async)?\.c:\d+\):gtk_drop_target_(async_)?handle_crossing: runtime check failed:",
    # The print dialog takes pages that there are not; the window says so, too.
    r"Gtk-WARNING \*\*: .*: no pages to print",
    # The print dialog looks for printers in the network; a machine without a system bus has none.
    r"Message: .*: Couldn't connect to D-Bus system bus, avahi printers will not be available",
]

# The print dialog's own chooser of a file, answered without one: it asks the file that there is not for its name, call by
# call. One of these lines alone would be ours.
NO_FILE_TO_PRINT_TO = "".join(
    rf"\(\S+\): \S+-CRITICAL \*\*: \S+ {call}: assertion '[^']*' failed\n\s*"
    for call in ("g_file_query_info", "g_object_get_qdata", "g_file_get_path", "g_utf8_make_valid", "g_str_has_prefix", "g_utf8_strlen"))

# The file dialog's bar of folders, drawn while it is being filled.
UNPLACED_FOLDERS = (r"\(\S+\): Gtk-WARNING \*\*: \S+ Trying to snapshot GtkButton \S+ without a current allocation\n"
                    r"  in GtkButton “GtkButton”.*\n  in GtkPathBar “GtkPathBar”.*\n(  in .*\n)+")

KEYS, STARTS = find_keys(), find_starts()


def find_nobody():
    """A walk could write over whatever it may write: where it can, it goes as nobody, who must be able to read the
    program and the networks."""
    nobody = {"user": 65534, "group": 65534}
    try:
        subprocess.run([APP, "--version"], check=True, capture_output=True, timeout=60, **nobody)
        subprocess.run(["cat", os.path.join(NETWORKS, "mazur.gradsheet")], check=True, capture_output=True, timeout=60, **nobody)
        return nobody
    except (OSError, subprocess.SubprocessError):
        return None


NOBODY = find_nobody()


def bring_files(home):
    """What can be opened, dropped, compared with, read as rows, and what cannot; their names."""
    tests = os.path.join(ROOT, "tests")
    for path in (os.path.join(LESSONS, "data", "iris.csv"), os.path.join(LESSONS, "data", "digits8.csv.gz"), os.path.join(LESSONS, "03-fit-a-line-by-hand.json"),
                 os.path.join(NETWORKS, "mazur.gradsheet"), os.path.join(NETWORKS, "digits8-dense.gradsheet"),
                 os.path.join(tests, "fixtures", "onnx", "residual.onnx"), os.path.join(tests, "fixtures", "onnx", "residual.npz")):
        shutil.copy(path, home)
    os.mkdir(os.path.join(home, "works"))
    with open(os.path.join(tests, "fuzz", "corpus", "work", "one.json"), encoding="utf-8") as file:
        work = file.read()
    for number, lesson in enumerate(("a-neuron", "chain-rule", "graded")):
        with open(os.path.join(home, "works", f"{number}.json"), "w", encoding="utf-8") as file:
            file.write(work.replace('"graded"', f'"{lesson}"'))
    with open(os.path.join(home, "z1.csv"), "w", encoding="utf-8") as file:  # beside a block of one row and two columns
        file.write("0.3775,0.4\n")
    with open(os.path.join(home, "junk.gradsheet"), "w", encoding="utf-8") as file:
        file.write("{")
    return sorted(os.listdir(home))


def find_screens():
    """The names of the classes that can be seen."""
    names = set()
    for name in os.listdir(os.path.join(ROOT, "ui")):
        if name.endswith((".c", ".h")):
            with open(os.path.join(ROOT, "ui", name), encoding="utf-8") as file:
                names |= {own for own, parent in re.findall(r"G_DECLARE_FINAL_TYPE \((\w+),[^)]*?(\w+)\)", file.read())
                          if parent not in ("GObject", "GtkApplication")}
    return names


class Fault(Exception):
    pass


class Server:
    """An X server; anybody on this machine may draw on it, as the program runs as another user below."""

    def __enter__(self):
        read, write = os.pipe()
        self.process = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", f"{self.size}x24", "-nolisten", "tcp",
                                         "-noreset", "-ac"], pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as pipe:
            self.name = ":" + pipe.readline().strip()
        return self

    def __init__(self, size):
        self.size = size

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


class Walk:
    def __init__(self, seed, server, home):
        self.random = random.Random(f"steps {seed}")
        self.server, self.home = server, home
        self.shown = os.path.join(home, ".shown")
        self.kind, self.name = STARTS[seed % len(STARTS)]
        self.log, self.n_read = [], 0
        self.screen = Screen(server.name)
        self.screen.manage()
        self.screen.set_desktop(**self.DESKTOPS[0])
        self.errors = tempfile.TemporaryFile()

    # ---- the program ----

    def start(self):
        arguments = {"welcome": [], "lesson": ["--lesson", self.name], "network": [os.path.join(self.home, self.name)]}[self.kind]
        os.chmod(self.home, 0o755)
        self.files = bring_files(self.home)
        if self.kind == "network":
            shutil.copy(os.path.join(NETWORKS, self.name), self.home)
        environment = {
            **os.environ, "DISPLAY": self.server.name, "GDK_BACKEND": "x11", "GDK_DEBUG": "gl-disable", "GSK_RENDERER": "cairo",
            "GTK_A11Y": "none", "NO_AT_BRIDGE": "1", "GSETTINGS_BACKEND": "memory", "LC_ALL": "C.UTF-8", "HOME": self.home,
            "G_SLICE": "always-malloc", "GTK_USE_PORTAL": "0",
            "ASAN_OPTIONS": "detect_leaks=0:handle_abort=1:handle_sigtrap=1:" + os.environ.get("ASAN_OPTIONS", ""),
            "UBSAN_OPTIONS": "halt_on_error=1:print_stacktrace=1", "GRADSHEET_SHOWN": self.shown,
            **{f"XDG_{kind}_HOME": os.path.join(self.home, kind) for kind in ("STATE", "DATA", "CONFIG", "CACHE")}}
        environment.pop("WAYLAND_DISPLAY", None)
        environment.pop("DBUS_SESSION_BUS_ADDRESS", None)
        options = NOBODY or {}
        if NOBODY:
            for folder, _, files in os.walk(self.home):
                for path in [folder, *(os.path.join(folder, name) for name in files)]:
                    os.chown(path, 65534, 65534)
        self.process = subprocess.Popen([*os.environ.get("FUZZ_WRAPPER", "").split(), APP, *arguments], env=environment, cwd=self.home, stderr=self.errors,
                                        stdout=subprocess.DEVNULL, **options)
        end = time.monotonic() + PATIENCE
        while not self.list_windows():
            self.check()
            if time.monotonic() > end:
                raise Fault("no window comes up")
            time.sleep(0.05)
        self.settle()

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise Fault("it does not end when told to") from None
        self.read_errors()
        self.screen.close_connection()

    def count_shown(self):
        """How often each screen came up; nothing of a program without a witness."""
        try:
            with open(self.shown, encoding="utf-8", errors="replace") as file:
                return collections.Counter(file.read().splitlines())
        except FileNotFoundError:
            return collections.Counter()

    def find_out_where(self):
        """The stack it is at; the sanitisers write one when it is aborted."""
        self.process.send_signal(signal.SIGABRT)
        self.process.wait(PATIENCE)
        self.errors.seek(0)
        return self.errors.read().decode("utf-8", "replace")

    def read_errors(self):
        self.errors.seek(0)
        self.n_read = os.fstat(self.errors.fileno()).st_size
        text = re.sub(f"{NO_FILE_TO_PRINT_TO}|{UNPLACED_FOLDERS}", "", self.errors.read().decode("utf-8", "replace"))
        lines = [line for line in text.splitlines() if line.strip() and not any(re.search(own, line) for own in GTKS_OWN)]
        if lines:
            raise Fault("\n".join(lines))

    def check(self):
        """FALSE when the program has ended as it should."""
        if os.fstat(self.errors.fileno()).st_size > self.n_read:
            time.sleep(5)  # all of it: a stack takes a while
            self.read_errors()
        status = self.process.poll()
        if status not in (None, 0):
            raise Fault(f"it ended with {status}")
        return status is None

    def list_windows(self):
        return [window for window in self.screen.list_windows() if window.width > 1 and not window.is_popup]

    def settle(self):
        """Until the topmost window has read what was sent."""
        windows = self.list_windows()
        if not windows:
            return
        self.screen.has_answered()
        self.screen.ping(windows[-1])
        end = time.monotonic() + PATIENCE
        while not self.screen.has_answered():
            if not self.check() or windows[-1].number not in [window.number for window in self.list_windows()]:
                return
            if time.monotonic() > end:
                raise Fault(f"“{windows[-1].title}” does not answer any more\n{self.find_out_where()}")
            time.sleep(0.004)
        time.sleep(0.01)  # a frame

    # ---- steps ----

    def pick_place(self):
        """Somewhere on what lies on top: popovers first, or any window."""
        windows = [window for window in self.screen.list_windows() if window.width > 1]
        if not windows:
            return 0, 0
        window = windows[-1] if self.random.random() < 0.9 else self.random.choice(windows)
        return (window.x + self.random.randrange(max(window.width, 1)), window.y + self.random.randrange(max(window.height, 1)))

    def press(self, key):
        self.screen.key(key)
        return key

    def step_key(self):
        return self.press(self.random.choice(KEYS))

    def step_plain(self):
        return self.press(self.random.choice(PLAIN))

    def step_number(self):
        return self.press(self.random.choice("0123456789"))

    def step_class(self):
        """Before a class: the projector or the teacher's window, and what one presses there."""
        keys = [self.random.choice(["F5", "shift+F5"])] + self.random.choices(CLASS, k=self.random.randrange(3, 12))
        for key in keys:
            self.screen.key(key)
        return f"class: {' '.join(keys)}"

    def step_burst(self):
        """One key again and again, faster than anybody looks."""
        key = self.random.choice(KEYS + PLAIN)
        n = self.random.randrange(2, 8)
        for _ in range(n):
            self.screen.key(key)
        return f"{key} {n} times"

    def step_type(self):
        text = self.random.choice(TEXTS)
        self.screen.type(text)
        return f"type {text!r}"

    def step_click(self):
        x, y = self.pick_place()
        button = self.random.choices((1, 2, 3), (12, 1, 3))[0]
        count = self.random.choices((1, 2, 3), (8, 3, 1))[0]
        modifier = self.random.choices((None, "shift", "ctrl"), (10, 1, 1))[0]
        self.screen.move(x, y)
        if modifier:
            self.screen.hold_modifier(modifier, True)
        self.screen.button(button, count)
        if modifier:
            self.screen.hold_modifier(modifier, False)
        return f"click {button} {count} times at {x}, {y} with {modifier}"

    def step_rest(self):
        x, y = self.pick_place()
        self.screen.move(x, y)
        return f"pointer to {x}, {y}"

    def step_bar(self):
        """Onto the formula bar, where what one points at changes with every step."""
        x = self.random.randrange(200, 800)
        self.screen.move(x, 83)
        return f"pointer to {x}, 83"

    def step_drag(self):
        x, y = self.pick_place()
        to_x, to_y = x + self.random.randrange(-300, 300), y + self.random.randrange(-200, 200)
        self.screen.move(x, y)
        self.screen.hold(1, True)
        for i in range(1, 5):
            self.screen.move(x + (to_x - x) * i // 4, y + (to_y - y) * i // 4)
        if self.random.random() < 0.3:
            self.screen.key(self.random.choice(KEYS))
        self.screen.hold(1, False)
        return f"drag {x}, {y} to {to_x}, {to_y}"

    def step_wheel(self):
        x, y = self.pick_place()
        modifier = self.random.choice((None, "ctrl", "alt", "shift"))
        self.screen.move(x, y)
        if modifier:
            self.screen.hold_modifier(modifier, True)
        self.screen.button(self.random.choice((4, 5)), self.random.randrange(1, 6))
        if modifier:
            self.screen.hold_modifier(modifier, False)
        return f"wheel at {x}, {y} with {modifier}"

    def step_menu(self):
        """The main menu by the keyboard, down into its submenus."""
        self.screen.key("F6" if self.random.random() < 0.1 else "Escape")
        windows = self.list_windows()
        width = windows[-1].width if windows else 1600
        self.screen.move(width - self.random.choice((190, 150, 120)), 27)
        self.screen.button()
        self.settle()
        keys = ["Down"] * self.random.randrange(1, 22) + self.random.choice((["Return"], ["Right"], ["space"]))
        keys += ["Down"] * self.random.randrange(0, 8) + self.random.choice((["Return"], ["space"], ["Escape"], ["Left"]))
        for key in keys:
            self.screen.key(key)
        return "menu, " + " ".join(keys)

    def step_dialog(self):
        """What stands before the window is answered, sometimes twice."""
        keys = self.random.choice((["Return"], ["Escape"], ["Escape", "Return"], ["Return", "Return"], ["Tab", "space"],
                                   ["Tab", "Tab", "Return"], ["space", "Escape"]))
        for key in keys:
            self.screen.key(key)
        return " ".join(keys)

    def step_close(self):
        windows = self.list_windows()
        if len(windows) < 2 and self.random.random() < 0.8:
            return self.step_key()
        if not windows:
            return "nothing to close"
        window = self.random.choice(windows)
        self.screen.close(window)
        return f"close “{window.title}”"

    def step_tape(self):
        windows = self.list_windows()
        height = windows[-1].height if windows else 1000
        x = self.random.randrange(20, 900)
        self.screen.move(x, height - 50)
        self.screen.button(self.random.choice((1, 1, 3)))
        return f"the tape at {x}"

    def pick_file(self):
        return os.path.join(self.home, self.random.choice(self.files))

    def step_screen(self):
        """Opens something that has a window or a view of its own, and does something there."""
        keys = list(self.random.choice(SCREENS))
        for key in keys:
            if key == "PATH" or "." in key:
                self.screen.type(self.pick_file() if key == "PATH" else os.path.join(self.home, key))
                self.screen.key("Return")
            else:
                self.screen.key(key)
            self.settle()
        n = self.random.randrange(0, 8)
        within = self.random.choices(WITHIN, k=n)
        for key in within:
            self.screen.key(key)
            self.settle()
        clicks = []
        for _ in range(self.random.randrange(0, 4)):
            clicks.append(self.step_click())
            self.settle()
        return f"screen: {' '.join(keys + within)}" + "".join(f", {click}" for click in clicks)

    def step_drop(self):
        """Files on a window."""
        windows = self.list_windows()
        if not windows:
            return "nowhere to drop"
        window = self.random.choice(windows[-2:])
        paths = [self.pick_file() for _ in range(self.random.choice((1, 1, 1, 2, 3)))]
        x, y = window.x + self.random.randrange(window.width), window.y + self.random.randrange(window.height)
        try:
            self.screen.drop(window, x, y, *paths, seconds=1.5)
        except AssertionError:
            pass  # not here
        return f"drop {' '.join(os.path.basename(path) for path in paths)} on “{window.title}” at {x}, {y}"

    # The size of the text, the theme of the desktop, and whether it moves.
    DESKTOPS = [{"Xft__DPI": 96 * 1024, "Net__ThemeName": "Adwaita", "Gtk__EnableAnimations": 1},
                {"Xft__DPI": 144 * 1024, "Net__ThemeName": "Adwaita", "Gtk__EnableAnimations": 1},
                {"Xft__DPI": 192 * 1024, "Net__ThemeName": "HighContrast", "Gtk__EnableAnimations": 0},
                {"Xft__DPI": 96 * 1024, "Net__ThemeName": "Adwaita-dark", "Gtk__EnableAnimations": 0}]

    def step_desktop(self):
        desktop = self.random.choice(self.DESKTOPS)
        self.screen.set_desktop(**desktop)
        return f"desktop: {desktop}"

    def step_side(self):
        """Another of the panels at the side."""
        windows = self.list_windows()
        width = windows[-1].width if windows else 1600
        x = width - self.random.choice((43, 97, 156, 227))
        self.screen.move(x, 148)
        self.screen.button()
        return f"the side at {x}"

    def step_looks(self):
        """Dark or light, high contrast: in the menu of looks."""
        return self.walk_menu("look", self.random.choice(("win.dark", "win.contrast", "app.colour-scheme::system")))

    def walk_menu(self, table, action):
        """To an item of a submenu, by the program's own tables."""
        with open(os.path.join(ROOT, "ui", "gs-menus.c"), encoding="utf-8") as file:
            text = file.read()
        items = re.search(rf"Item {table}\[\] = \{{(.*?)NULL, NULL", text, re.DOTALL)[1]
        at = re.findall(r'"((?:win|app)\.[a-z:-]+)"', items).index(action)
        main = re.search(r"gs_menus_make_main \(void\)(.*?)\n\}", text, re.DOTALL)[1]
        document = len(re.findall(r'"win\.', re.search(r"Item document\[\] = \{(.*?)NULL, NULL", main, re.DOTALL)[1]))
        submenus = re.findall(r"add_submenu \(menu, _ \(\"[^\"]+\"\), (\w+)\)|(g_menu_append_submenu) \(menu, _ \(\"Looks\"\)", main)
        place = ["look" if looks else name for name, looks in submenus].index(table)
        self.screen.key("Escape")
        windows = self.list_windows()
        self.screen.move((windows[-1].width if windows else 1600) - 130, 27)
        self.screen.button()
        self.settle()
        for key in ["Down"] * (3 + document + place) + ["Return"] + ["Down"] * (1 + at) + ["Return"]:
            self.screen.key(key)
        return f"menu, {action}"

    WEIGHTS = {"key": 26, "plain": 24, "number": 4, "burst": 5, "type": 8, "click": 22, "rest": 4, "bar": 5, "drag": 5, "wheel": 4,
               "menu": 7, "dialog": 6, "close": 3, "tape": 4, "class": 6, "screen": 12, "drop": 3, "desktop": 1, "looks": 1, "side": 2}

    def walk(self):
        names, weights = zip(*self.WEIGHTS.items())
        for _ in range(STEPS):
            # As somebody who may write files, one does not.
            if not NOBODY and any(re.match("Save|Export|Print", window.title) for window in self.list_windows()):
                self.log.append(self.press("Escape"))
            else:
                self.log.append(getattr(self, "step_" + self.random.choices(names, weights)[0])())
            self.settle()
            if not self.check():
                return


def walk(seed, pictures):
    """The number of steps, and what was seen; a Fault has been reported when it is raised again."""
    size = SIZES[seed // len(STARTS) % len(SIZES)]
    with Server(size) as server, tempfile.TemporaryDirectory() as home:
        one = Walk(seed, server, home)
        try:
            one.start()
            one.walk()
            if one.check():
                time.sleep(LINGER)
            one.stop()
            return len(one.log), one.count_shown()
        except Fault as fault:
            os.makedirs(pictures, exist_ok=True)
            picture = os.path.join(pictures, f"fuzz-{seed}.png")
            subprocess.run(["import", "-window", "root", picture], env={**os.environ, "DISPLAY": server.name}, timeout=60, check=False)
            if one.process.poll() is None:
                one.process.send_signal(signal.SIGKILL)
            print(f"\nfuzz-window: seed {seed}, {one.kind} {one.name}, {size}, step {len(one.log)} of {STEPS}; picture {picture}\n"
                  + "\n".join(f"  {number} {step}" for number, step in enumerate(one.log, 1)) + f"\n{fault}", flush=True)
            raise


def tell_shown(shown):
    """How often each screen was seen, the rarest last."""
    counts = [f"{name} {count}" for name, count in shown.most_common()]
    missed = sorted(find_screens() - {name.split(" “")[0] for name in shown})
    if counts:
        print(f"fuzz-window: seen {', '.join(counts)}\nfuzz-window: never seen {', '.join(missed) or 'none'}")


def main():
    pictures = os.environ.get("FUZZ_PICTURES") or os.path.join(os.path.dirname(os.path.dirname(APP)), "tests", "pictures")
    end = time.monotonic() + MINUTES * 60
    # By turns through what a walk may begin with, but from another place each time.
    is_given = len(sys.argv) > 4 and sys.argv[4] != ""
    seed = int(sys.argv[4]) if is_given else random.SystemRandom().randrange(10**6)
    first, n_steps, n, shown = seed, 0, 0, collections.Counter()
    try:
        while time.monotonic() < end or n == 0:
            kind, name = STARTS[seed % len(STARTS)]
            print(f"seed {seed}: {kind} {name}", flush=True)
            steps, screens = walk(seed, pictures)
            n_steps += steps
            shown += screens
            n += 1
            seed += 1
            if is_given:
                break
    except Fault:
        print(f"fuzz-window: a fault with seed {seed}; walk it again with make fuzz-window SEED={seed}")
        return 1
    tell_shown(shown)
    print(f"fuzz-window: {n} walks, {n_steps} steps, seeds {first} to {seed - 1}, not a word on standard error")
    return 0


if __name__ == "__main__":
    sys.exit(main())
