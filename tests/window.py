"""What the tests that drive the real window share: an X server of their own, the program in it, keys and mouse
into it, saved documents out of it.

    from window import Display, Window, case, expect, run

    @case
    def it_does_this(display, folder):
        with Window(display, copy_network(folder, "mazur")) as window:
            window.keys("F10")
            expect(window.save()["place"]["instruction"], 1)

    sys.exit(run())

Each program is called as PROGRAM GRADSHEET GRADSHEET_CLI SOURCE_ROOT. Nothing waits for a time in the hope that it
is long enough: what is waited for is looked at until a deadline that only a machine in trouble reaches.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

from cases import case, main
from x11 import Screen

APP, CLI, ROOT = (os.path.abspath(path) for path in sys.argv[1:4])
NETWORKS = os.path.join(ROOT, "lessons", "networks")
# In the build folder, to be looked at; what a window looked like when a case failed is here, too.
PICTURES = os.path.join(os.path.dirname(os.path.dirname(APP)), "tests", "pictures")
DEADLINE = int(os.environ.get("GRADSHEET_TEST_DEADLINE", "60"))
# Where buttons of the header stand in a window of 1600 pixels: the menu, and how fast one plays.
MENU, SPEED = ("1470", "27"), ("1034", "27")
# A cell at the size of the design, and the square at its lower right: of the accent's colour, so many pixels wide.
CELL, HANDLE, ACCENT = (58, 34), 6, (0x8A, 0x2A, 0x7C)


class Display:
    """An X server of our own."""

    def __init__(self, size="1600x1000"):
        self.size = size

    def __enter__(self):
        read, write = os.pipe()
        self.server = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", f"{self.size}x24", "-nolisten",
                                        "tcp", "-noreset"],
                                       pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        self.environment = {**os.environ, "DISPLAY": f":{number}", "GDK_BACKEND": "x11", "GDK_DEBUG": "gl-disable",
                            "GSK_RENDERER": "cairo", "GTK_A11Y": "none", "GSETTINGS_BACKEND": "memory", "LC_ALL": "C.UTF-8",
                            "NO_AT_BRIDGE": "1"}
        self.environment.pop("WAYLAND_DISPLAY", None)
        self.screen = None  # our own connection, once it is needed
        return self

    def __exit__(self, *_):
        if self.screen is not None:
            self.screen.close_connection()
        self.server.terminate()
        self.server.wait()

    def take_picture(self, name):
        os.makedirs(PICTURES, exist_ok=True)
        path = os.path.join(PICTURES, f"{name}.png")
        subprocess.run(["import", "-window", "root", path], env=self.environment, check=True, timeout=60)
        return path

    def look_at(self, x, y, width, height):
        """The colours of a part of the screen, as bytes: to see that something has changed."""
        if self.screen is None:
            self.screen = Screen(self.environment["DISPLAY"])
        return self.screen.look_at(x, y, width, height)

    def look_at_rest(self, *region):
        """The same when nothing changes any more: what is on its way to the screen is not taken for what was there."""
        before, now = b"", self.look_at(*region)
        while now != before:
            time.sleep(0.15)
            before, now = now, self.look_at(*region)
        return now


def until(condition, what, seconds=DEADLINE):
    """Looks again and again until the condition holds, and returns what it gave."""
    end = time.monotonic() + seconds
    while True:
        result = condition()
        if result:
            return result
        if time.monotonic() > end:
            raise AssertionError(what() if callable(what) else what)
        time.sleep(0.05)


class Program:
    """The application, started with these arguments. A home of its own: what one that was killed has kept must not
    greet the next; `home` keeps what a learner has done from one to the next. `before`: what the same process does
    first, in the shell's language."""

    may_end = False  # by itself, before the test does

    def __init__(self, display, *arguments, home=None, environment=None, before=None):
        self.display = display
        self.errors = tempfile.TemporaryFile()
        self.own = tempfile.TemporaryDirectory() if home is None else None
        self.home = home if home is not None else self.own.name
        homes = {f"XDG_{kind}_HOME": os.path.join(self.home, kind) for kind in ("STATE", "DATA", "CONFIG", "CACHE")}
        shell = ["sh", "-c", f'{before}; exec "$@"', "sh"] if before is not None else []
        self.process = subprocess.Popen([*shell, APP, *arguments], env={**display.environment, **homes, **(environment or {})},
                                        stderr=self.errors, cwd=self.home)

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        status = self.process.poll()
        if kind is not None:
            self.display.take_picture("failed")
        self.process.terminate()
        self.process.wait()
        if self.own is not None:
            self.own.cleanup()
        self.errors.seek(0)
        text = self.errors.read().decode()
        if kind is not None and text:
            print("# " + text.replace("\n", "\n# "), flush=True)
        if kind is None:
            assert status is None or self.may_end, f"the window is gone: {status}\n{text}"
            assert "CRITICAL" not in text and "WARNING" not in text and "ERROR" not in text, text

    def do(self, *arguments):
        subprocess.run(["xdotool", *arguments], env=self.display.environment, check=True, stdout=subprocess.DEVNULL, timeout=60)

    def count(self, title):
        """How many windows of this title can be seen."""
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", f"^{title}"], env=self.display.environment,
                               capture_output=True, timeout=60, text=True)
        return len(found.stdout.split())

    def wait_for(self, title):
        """Until a window of this title is up and has the keyboard."""
        self.do("search", "--sync", "--onlyvisible", "--name", f"^{title}")
        time.sleep(0.5)

    def is_up(self, title):
        return self.count(title) > 0

    def find_windows(self, title):
        """The oldest first."""
        screen = Screen(self.display.environment["DISPLAY"])
        found = [window for window in screen.list_windows() if window.title.startswith(title)]
        screen.close_connection()
        return sorted(found, key=lambda window: window.number)

    def close(self, title):
        """The newest window of this title, as a window manager closes it."""
        screen = Screen(self.display.environment["DISPLAY"])
        screen.close(self.find_windows(title)[-1])
        screen.close_connection()

    def focus(self, window):
        """Gives it the keyboard, wherever the pointer is."""
        self.do("windowfocus", "--sync", str(window.number))
        time.sleep(0.2)

    def answer(self, title, key):
        """Presses the key until the dialog is gone."""
        for _ in range(40):
            self.do("key", key)
            try:
                until(lambda: not self.is_up(title), "", 0.4)
            except AssertionError:
                continue
            time.sleep(0.12)
            return
        raise AssertionError(f"“{title}” stays open")

    def answer_with(self, title, text):
        """Types over what stands in the dialog's field, and confirms."""
        until(lambda: self.is_up(title), f"no “{title}”")
        self.do("key", "ctrl+a")
        self.type(text)
        self.answer(title, "Return")

    def save_as(self, key, path):
        """The document of the window in front, as it is saved where there is nothing yet."""
        self.press_until(key, lambda: self.is_up("Save the document"), "not asked where")
        self.answer_with("Save the document", path)
        until(lambda: os.path.exists(path), "not saved")
        with open(path, encoding="utf-8") as file:
            return json.load(file)

    def keys(self, *keys):
        for key in keys:
            self.do("key", key)
            time.sleep(0.03)
        time.sleep(0.12)

    def type(self, text):
        self.do("type", "--delay", "8", "--", text)
        time.sleep(0.12)

    def press_until(self, key, condition, what):
        """One key that may be lost while a window comes up: pressed again only when nothing has come of it for long."""
        for _ in range(4):
            self.keys(key)
            try:
                return until(condition, "", 12)
            except AssertionError:
                pass
        raise AssertionError(what() if callable(what) else what)

    def read_clipboard(self, kind="UTF8_STRING"):
        screen = Screen(self.display.environment["DISPLAY"])
        text = screen.read_clipboard(kind)
        screen.close_connection()
        return text

    def drop(self, *paths):
        """Files onto the middle of the window."""
        screen = Screen(self.display.environment["DISPLAY"])
        screen.drop(self.find_windows(os.path.basename(self.path))[-1], 600, 500, *paths)
        screen.close_connection()

    def locate(self, cell):
        """Selects the cell and finds it on the screen by the handle at its end: its middle, when it is as large as designed."""
        self.go(cell)
        x, y = self.find_handle()
        return x - CELL[0] // 2, y - CELL[1] // 2

    def find_handle(self):
        """The middle of the square at the end of what is marked."""
        x, y, width, height = 10, 110, 1280, 700
        picture = self.display.look_at_rest(x, y, width, height)
        line = b"\xff" * 3 + bytes(ACCENT) * HANDLE + b"\xff" * 3  # it has a rim of the canvas
        at = picture.find(line)
        while at >= 0:
            if all(picture[at + row * width * 3:][:len(line)] == line for row in range(HANDLE)):
                return x + at // 3 % width + 1 + HANDLE // 2, y + at // 3 // width + HANDLE // 2
            at = picture.find(line, at + 1)
        raise AssertionError("nothing that is marked is to be seen")

    def click(self, x, y, *modifiers):
        """With modifiers held down."""
        for modifier in modifiers:
            self.do("keydown", modifier)
        self.do("mousemove", str(x), str(y), "click", "1")
        for modifier in modifiers:
            self.do("keyup", modifier)
        time.sleep(0.1)

    def drag(self, *places):
        """Through the places, with the button down from the first to the last."""
        (x, y), *others = places
        self.do("mousemove", str(x), str(y), "mousedown", "1")
        for x, y in others:
            self.do("mousemove", str(x - 5), str(y - 5), "mousemove", str(x), str(y))
        self.do("mouseup", "1")
        time.sleep(0.1)

    def go(self, cell):
        self.keys("F4")
        self.type(cell)
        self.keys("Return")


class Window(Program):
    """The application on one document."""

    def __init__(self, display, path, **options):
        super().__init__(display, path, **options)
        self.path = path
        self.do("search", "--sync", "--onlyvisible", "--name", os.path.basename(path))
        self.wait_until_it_listens()

    def look(self):
        return os.stat(self.path).st_mtime_ns

    def wait_until_it_listens(self):
        """A key may be lost while the window comes up: it is there when a save has been seen."""
        before = self.look()
        for n_pressed in range(1, 101):
            self.do("key", "ctrl+s")
            time.sleep(0.15)
            if self.look() != before:
                break
        else:
            raise AssertionError("the window does not answer")
        if n_pressed == 1:
            return
        # Saves that still wait in line must not be taken for later ones.
        quiet = 0
        while quiet < 5:
            before = self.look()
            time.sleep(0.12)
            quiet = quiet + 1 if self.look() == before else 0

    def open_another(self):
        """Through the menu, as there is no key: behind the lessons, the ready-made networks and the recent documents."""
        with open(os.path.join(ROOT, "ui", "gs-menus.c"), encoding="utf-8") as file:
            items = re.search(r"document\[\] = \{(.*?)NULL, NULL", file.read(), re.DOTALL)[1]
        names = re.findall(r'"win\.([a-z-]+)"', items)
        title = os.path.basename(self.path)
        self.do("mousemove", *MENU, "click", "1")
        self.keys(*["Down"] * (3 + names.index("another")))
        self.press_until("Return", lambda: self.count(title) == 2, "no second window")
        # Keys go to the window under the pointer: to the new one.
        self.do("mousemove", "800", "500")

    def export(self, path):
        """A picture, through the menu."""
        with open(os.path.join(ROOT, "ui", "gs-menus.c"), encoding="utf-8") as file:
            text = file.read()
        count = len(re.findall(r'"win\.', re.search(r"document\[\] = \{(.*?)NULL, NULL", text, re.DOTALL)[1]))
        items = re.findall(r'"win\.([a-z-]+)"', re.search(r"paper\[\] = \{(.*?)NULL, NULL", text, re.DOTALL)[1])
        self.do("mousemove", *MENU, "click", "1")
        self.keys(*["Down"] * (3 + count), "Return")
        time.sleep(0.4)
        self.keys(*["Down"] * (1 + items.index("export")))  # behind the way back
        self.press_until("Return", lambda: self.is_up("Export the sheet"), "no dialog for a picture")
        self.choose_export(path)
        self.do("mousemove", "800", "500")

    def choose_export(self, path):
        """From the dialog on: the format of the path's ending, then the path."""
        self.choose_format(os.path.splitext(path)[1])
        self.finish_export(path)

    def choose_format(self, ending, which=0):
        """The first of this ending, or one behind it."""
        with open(os.path.join(ROOT, "ui", "gs-export.c"), encoding="utf-8") as file:
            endings = re.findall(r'\{ "(\.[a-z]+)", N_', file.read())
        with open(os.path.join(ROOT, "app", "exchange", "gs-exchange.c"), encoding="utf-8") as file:
            endings += re.findall(r'\{ "[a-z]+", "(\.[a-z]+)", N_', file.read())
        self.focus(self.find_windows("Export the sheet")[-1])
        before = self.display.look_at_rest(0, 0, 700, 300)
        self.click(290, 88)  # without a window manager the dialog stands in the corner
        until(lambda: self.display.look_at_rest(0, 0, 700, 300) != before, "no list of formats")
        self.keys(*["Down"] * (endings.index(ending) + which), "Return")

    def finish_export(self, path):
        self.press_until("alt+e", lambda: self.is_up("Export$"), "no dialog for a file")
        self.focus(next(window for window in self.find_windows("Export") if window.title == "Export"))
        self.do("key", "ctrl+a")
        self.type(path)
        self.press_until("Return", lambda: not self.is_up("Export"), "it stays open")

    def save(self):
        before = self.look()
        self.keys("ctrl+s")
        # Keys wait in line while a slow build works.
        until(lambda: self.look() != before or self.process.poll() is not None, "not saved")
        assert self.process.poll() is None, "the window is gone"
        return self.read()

    def read(self):
        """The document as it was saved last."""
        with open(self.path, encoding="utf-8") as file:
            return json.load(file)


def expect(got, want):
    assert got == want, f"{got}, not {want}"


def expect_same(got, want):
    """Of two documents: only what differs is worth reading."""
    differing = {key for key in {*got, *want} if got.get(key) != want.get(key)}
    assert not differing, {key: (got.get(key), want.get(key)) for key in differing}


def cli(*arguments):
    result = subprocess.run([CLI, *arguments], capture_output=True, text=True, check=True)
    return result.stdout


def copy_network(folder, name):
    path = os.path.join(folder, f"{name}.gradsheet")
    shutil.copy(os.path.join(NETWORKS, f"{name}.gradsheet"), path)
    return path


def run():
    """All cases, or those whose names hold the word behind the program's other arguments."""
    with Display() as display:
        return main(display, words=sys.argv[4:], attempts=2)
