#!/usr/bin/env python3
"""Every screen of the window opens: light and dark, small and large, and in a language of longer words. Nothing is
complained of on the error output, nothing is larger than the screen, what is dark is dark. The pictures are kept in
tests/pictures of the build folder, to be looked at.

usage: test-window-looks.py GRADSHEET GRADSHEET_CLI SOURCE_ROOT
"""
import os
import re
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "generators"))
import pseudo_locale  # noqa: E402
from window import CLI, ROOT, Display, Program, case, cli, copy_network, run, until

# Nothing blinks or moves while a picture is taken.
SETTINGS = "[Settings]\ngtk-cursor-blink=0\ngtk-enable-animations=0\ngtk-decoration-layout=:close\n" \
    "gtk-application-prefer-dark-theme={}\n"
# Name, size of the screen, dark, in the language of longer words, size of the desktop's text.
COMBINATIONS = [("light-1600x1000", "1600x1000", False, False, 1), ("dark-1600x1000", "1600x1000", True, False, 1),
                ("light-1280x720", "1280x720", False, False, 1), ("dark-1280x720", "1280x720", True, False, 1),
                ("words-1280x720", "1280x720", False, True, 1), ("light-1024x768", "1024x768", False, False, 1),
                ("text-1600x1000", "1600x1000", False, False, 1.5), ("text-1280x720", "1280x720", False, False, 1.5)]
# What the desktop's own theme marks things with, light and dark: none of it is ours.
BLUES = [bytes.fromhex(colour) for colour in ("3584e4", "15539e", "1b6acb", "185fb4", "1c71d8", "78aeed")]


def find_blue(pixels):
    """Of a few pixels one may be chance: of an edge between two colours."""
    colours = [pixels[at:at + 3] for at in range(0, len(pixels), 3)]
    return [blue.hex() for blue in BLUES if colours.count(blue) > 8]


class Screen(Program):
    """The program, with its windows as large as the screen at most, as a desktop would have them."""

    def __init__(self, display, combination, *arguments, environment=None):
        self.combination, size, self.dark, _, scale = combination
        self.width, self.height = (int(side) for side in size.split("x"))
        self.folder = tempfile.TemporaryDirectory()
        settings = os.path.join(self.folder.name, "CONFIG", "gtk-4.0")
        os.makedirs(settings)
        with open(os.path.join(settings, "settings.ini"), "w", encoding="ascii") as file:
            file.write(SETTINGS.format(int(self.dark)))
        resources = os.path.join(self.folder.name, "resources")
        with open(resources, "w", encoding="ascii") as file:
            file.write(f"Xft.dpi: {round(96 * scale)}\n")
        environment = {"XENVIRONMENT": resources, **(environment or {})}
        super().__init__(display, *arguments, home=self.folder.name, environment=environment)
        self.wait_for_windows(1)

    def __exit__(self, *arguments):
        super().__exit__(*arguments)
        self.folder.cleanup()

    def list_windows(self):
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", "."], env=self.display.environment,
                               capture_output=True, timeout=60, text=True)
        return found.stdout.split()

    def measure(self, window):
        found = subprocess.run(["xdotool", "getwindowgeometry", window], env=self.display.environment, capture_output=True,
                               timeout=60, text=True)
        sides = re.search(r"Geometry: (\d+)x(\d+)", found.stdout)
        return (int(sides[1]), int(sides[2])) if sides else (0, 0)

    def fits(self):
        sizes = [self.measure(window) for window in self.list_windows()]
        return all(width <= self.width and height <= self.height for width, height in sizes)

    def wait_for_windows(self, count):
        until(lambda: len(self.list_windows()) == count, lambda: f"{len(self.list_windows())} windows, not {count}")
        for window in self.list_windows():
            width, height = self.measure(window)
            if width > self.width or height > self.height:
                self.do("windowmove", window, "0", "0", "windowsize", window, str(min(width, self.width)),
                        str(min(height, self.height)))
        self.rest()
        assert self.fits(), f"larger than the screen: {[self.measure(window) for window in self.list_windows()]}"

    def look(self):
        return self.display.look_at(0, 0, self.width, self.height)

    def rest(self):
        """Until nothing changes any longer."""
        pictures = [None, None]

        def rests():
            pictures.append(self.look())
            time.sleep(0.1)
            return pictures[-1] == pictures[-2] == pictures[-3]
        until(rests, "the screen does not come to rest")
        return pictures[-1]

    def show(self, name, *keys):
        """A picture of what the keys lead to: something new that is no empty page."""
        before = self.rest()
        if keys:
            self.keys(*keys)
            until(lambda: self.look() != before, f"{name}: nothing happens")
        pixels = self.rest()
        self.display.take_picture(f"{self.combination}-{name}")
        colours = {pixels[at:at + 3] for at in range(0, len(pixels), 33)}
        assert len(colours) > 12, f"{name}: {len(colours)} colours"
        assert not find_blue(pixels), f"{name}: blue of the desktop's theme: {find_blue(pixels)}"
        return sum(pixels[::31]) / len(pixels[::31])

    def show_lit(self, name, *keys):
        """A window that fills the screen, and is as dark as it was asked to be."""
        light = self.show(name, *keys)
        assert (light < 110) == self.dark, f"{name}: of a brightness of {light:.0f}"

    def show_dialog(self, name, key, before=1):
        """One that opens by a key and goes by Escape."""
        self.press_until(key, lambda: len(self.list_windows()) > before, f"{name}: no window")
        self.wait_for_windows(before + 1)
        self.show(name)
        self.press_until("Escape", lambda: len(self.list_windows()) == before, f"{name} stays open")


def show_sheet(display, folder, combination, environment):
    with Screen(display, combination, copy_network(folder, "mazur"), environment=environment) as screen:
        screen.show_lit("sheet-start")
        screen.show_lit("sheet-end", "alt+End")
        screen.keys("alt+Home", *["F10"] * 7)
        screen.go("dW2[1,1]")
        screen.show_lit("cell")
        screen.show_lit("nudge", "F7")
        screen.show("cell-menu", "Menu")
        screen.keys("Escape")
        screen.go("W1[1,1]")
        screen.show("editor", "F2")
        screen.keys("ctrl+a")
        screen.type("1/0x")
        screen.show("editor-refuses", "Return")
        screen.keys("ctrl+a")
        screen.type("0.9")
        screen.keys("Return")
        screen.show("differences", "F3")
        screen.keys("F3")
        screen.show("folded", "ctrl+shift+f")
        screen.show("breakpoint", "ctrl+b")
        screen.show("ask-first", "ctrl+h", "F10")
        screen.keys("ctrl+h")
        screen.show_lit("practice", "ctrl+m")
        screen.show_lit("practice-blanks", "ctrl+m")
        screen.type("0.1")
        screen.keys("Return")
        screen.show_lit("practice-marked", "ctrl+m")


def show_terms(display, folder, combination, environment):
    with Screen(display, combination, copy_network(folder, "mazur"), environment=environment) as screen:
        screen.keys("alt+1")
        for number in range(1, 4):
            screen.show_lit(f"term-{number}", "F10")
        screen.keys("alt+2")
        screen.show_lit("cell-step", "F10")


def show_data(display, folder, combination, environment):
    with Screen(display, combination, copy_network(folder, "softmax3"), environment=environment) as screen:
        screen.show_lit("data", "ctrl+Page_Up")
        screen.keys("Down", "shift+Right", "shift+Down")
        screen.show_lit("data-range")
        screen.keys("ctrl+End", "Down", "Home")
        screen.type("0.5")
        screen.show_lit("data-typed", "Tab")
        screen.keys("ctrl+f")
        screen.type("1")
        screen.show_lit("data-find", "Return")
        screen.keys("Escape", "ctrl+Page_Down", "F4")
        screen.show("blocks", "alt+Down")
        screen.keys("Escape", "F4")
        screen.type("W9")
        screen.show("name-refused", "Return")


def show_large(display, folder, combination, environment):
    with Screen(display, combination, copy_network(folder, "excelnet"), environment=environment) as screen:
        screen.show_lit("large-all", "alt+End", "ctrl+9")
        screen.show_lit("large-x", "ctrl+Page_Down")
        screen.show_lit("large-layer", "ctrl+Page_Down")
        screen.show_lit("large-folded", "ctrl+F5")


def show_networks(display, folder, combination, environment):
    for name in ("welch", "softmax3", "convnet", "convnetjs"):
        with Screen(display, combination, copy_network(folder, name), environment=environment) as screen:
            screen.show_lit(f"network-{name}", "alt+End")
            screen.show_lit(f"network-{name}-fit", "ctrl+9", "ctrl+minus")


def show_dialogs(display, folder, combination, environment):
    with Screen(display, combination, copy_network(folder, "mazur"), environment=environment) as screen:
        screen.show_dialog("train", "ctrl+t")
        screen.show_dialog("new-network", "ctrl+n")
        screen.show_dialog("preferences", "ctrl+F12")
        screen.show_dialog("export", "ctrl+shift+x")
        screen.show_dialog("keyboard", "ctrl+F1")
        screen.show_dialog("help", "F1")
        screen.go("W1[1,1]")
        screen.type("0.7")
        screen.keys("Return")
        screen.show_dialog("unsaved", "ctrl+w")
        # The last entry but one or two of a menu is drawn only if there is room for it.
        screen.do("mousemove", str(screen.width - 80), "27", "click", "1")
        screen.show("menu")
        screen.keys("Escape")


def show_more_dialogs(display, folder, combination, environment):
    """Runs beside each other, paper, work to hand in, what is found in the sheet, rows of a table before they are taken."""
    table = os.path.join(folder, "points.csv")
    with open(table, "w", encoding="utf-8") as file:
        file.write("width,height,kind\n" + "".join(f"{i / 10},{i / 7:.3f},{('left', 'middle', 'right')[i % 3]}\n" for i in range(24)))
    with Screen(display, combination, copy_network(folder, "mazur"), environment=environment) as screen:
        screen.keys("ctrl+f")
        screen.type("0.4")
        screen.show_lit("find", "Return")
        screen.keys("Escape")
        screen.press_until("ctrl+shift+m", lambda: len(screen.list_windows()) > 1, "no race")
        screen.wait_for_windows(2)
        screen.show("race")
        before = screen.look()
        screen.keys("Return")  # in the line of changes: runs
        until(lambda: screen.look() != before, "nothing runs")
        screen.show("race-run")
        screen.press_until("Escape", lambda: len(screen.list_windows()) == 1, "the race stays")
        screen.show_dialog("worksheet", "ctrl+j")
    with Screen(display, combination, "--lesson", "1", environment=environment) as screen:
        screen.show_dialog("hand-in", "ctrl+shift+j")
    with Screen(display, combination, copy_network(folder, "softmax3"), environment=environment) as screen:
        screen.path = "softmax3"
        screen.drop(table)
        screen.wait_for_windows(2)
        screen.show("rows")
        screen.press_until("Escape", lambda: len(screen.list_windows()) == 1, "the rows stay")


def show_teaching(display, folder, combination, environment):
    with Screen(display, combination, copy_network(folder, "mazur"), environment=environment) as screen:
        screen.keys("F10", "F10")
        screen.keys("F5")
        screen.wait_for_windows(2)
        screen.show_lit("presenter")
        screen.do("mousemove", str(screen.width // 3), str(screen.height // 3))
        screen.show("spotlight", "F11")
        screen.keys("F11")
        screen.press_until("Escape", lambda: len(screen.list_windows()) == 1, "the presenter stays")
        screen.keys("shift+F5")
        until(lambda: len(screen.list_windows()) > 1, "no window for the teacher")
        screen.wait_for_windows(len(screen.list_windows()))
        screen.show("teacher")


def show_lessons(display, folder, combination, environment):
    with Screen(display, combination, environment=environment) as screen:
        screen.show_lit("welcome")
    for number, steps in (("1", 2), ("3", 2), ("5", 3), ("8", 3), ("10", 1)):
        with Screen(display, combination, "--lesson", number, environment=environment) as screen:
            screen.show_lit(f"lesson-{number}-1")
            for step in range(2, steps + 2):
                screen.show_lit(f"lesson-{number}-{step}", "alt+Next")
            if number == "1":
                screen.show("lesson-wrong", "7", "Return")
                if not combination[3]:  # there the button has another letter
                    screen.show("lesson-answer", "alt+a")
                screen.keys("F5")
                screen.wait_for_windows(2)
                screen.show_lit("lesson-presented")


def show_playground(display, folder, combination, environment):
    bent, blobs = (os.path.join(folder, f"{name}.gradsheet") for name in ("bent", "blobs"))
    cli("new", "input 2 · dense 2 tanh · dense 2 tanh · dense 1 sigmoid", "--data", "circle:rows=100,noise=0.05", "--batch-size", "10",
        "--test-share", "0.3", "-o", bent)
    cli("train", bent, "--passes", "300", "--lr", "0.3", "-o", bent)
    cli("new", "input 2 · dense 8 tanh · dense 8 tanh · dense 3 softmax", "--data", "blobs:rows=90,noise=0.1", "--batch-size", "9", "-o", blobs)
    cli("train", blobs, "--passes", "100", "--lr", "0.1", "-o", blobs)
    with Screen(display, combination, bent, environment=environment) as screen:
        screen.show_lit("playground", "ctrl+2")
        screen.show_lit("playground-weight", "Down", "Right")
        screen.show_lit("playground-asked", "ctrl+h", "F10")
    with Screen(display, combination, blobs, environment=environment) as screen:
        screen.show_lit("playground-classes", "ctrl+2")
    with Screen(display, combination, copy_network(folder, "softmax3"), environment=environment) as screen:
        screen.show_lit("playground-numbers", "alt+End", "ctrl+2")


def show_exchange(display, folder, combination, environment):
    """Numbers of others: dz2 without a slope, so that all that follows is off; and another program's model."""
    dz2 = os.path.join(folder, "dz2.csv")
    with open(dz2, "w", encoding="utf-8") as file:
        file.write("0.74136507,-0.21707153\n")
    with Screen(display, combination, copy_network(folder, "mazur"), environment=environment) as screen:
        screen.press_until("ctrl+shift+w", lambda: len(screen.list_windows()) > 1, "no dialog for a file")
        screen.wait_for_windows(2)
        screen.keys("ctrl+a")
        screen.type(dz2)
        screen.keys("Return")
        until(lambda: screen.is_up(".*dz2.csv"), "nothing is compared")
        screen.wait_for_windows(2)
        screen.show("compare")
        screen.press_until("Escape", lambda: len(screen.list_windows()) == 1, "the comparison stays open")
        screen.press_until("ctrl+o", lambda: len(screen.list_windows()) > 1, "no dialog for a file")
        screen.wait_for_windows(2)
        screen.keys("ctrl+a")
        screen.type(os.path.join(ROOT, "tests", "fixtures", "onnx", "lenet.onnx"))
        screen.press_until("Return", lambda: screen.is_up(".*lenet.onnx"), "no model is read")
        screen.wait_for_windows(3)
        screen.show("model")


def show_classroom(display, folder, combination, environment):
    """A lesson as it is made, and what a class has handed in: one learner with a mistake, one file cut short."""
    works = os.path.join(folder, "works")
    os.makedirs(works)
    for name in ("ada", "bo"):
        subprocess.run([CLI, "lesson", "play", "1", "--no-progress", "--work", os.path.join(works, f"{name}.json"), "--learner", name],
                       input="skip\n1.5\nquit\n", text=True, capture_output=True, check=False)
    with open(os.path.join(works, "cut.json"), "w", encoding="utf-8") as file:
        file.write('{"format": "gradsheet-work"')
    with Screen(display, combination, "--lesson", "1", environment=environment) as screen:
        screen.press_until("ctrl+F7", lambda: len(screen.list_windows()) > 1, "no editor")
        screen.wait_for_windows(2)
        screen.keys("ctrl+Home")
        screen.show("lesson-editor")
        screen.press_until("Escape", lambda: len(screen.list_windows()) == 1, "the editor stays")
        screen.press_until("ctrl+shift+r", lambda: len(screen.list_windows()) > 1, "no grades")
        screen.wait_for_windows(2)
        screen.focus(screen.find_windows("")[-1])
        screen.press_until("Return", lambda: len(screen.list_windows()) > 2, "no folder is asked for")
        screen.wait_for_windows(3)
        screen.keys("ctrl+a")
        screen.type(works)
        screen.press_until("Return", lambda: len(screen.list_windows()) == 2, "the folder is not taken")
        screen.rest()
        screen.show("grades")


def show_digits(display, folder, combination, environment):
    """A network of pictures as pictures: a small one, and one whose maps are many."""
    for name in ("digits8-conv", "excelnet-trained"):
        with Screen(display, combination, copy_network(folder, name), environment=environment) as screen:
            screen.keys("alt+End")
            screen.show_lit(f"{name}-digits", "ctrl+3")
            screen.go("z1[1,2,3,4]")
            screen.show_lit(f"{name}-products")


def show_projected(display, folder, combination, environment):
    """What a class sees of the other views: as the window shows it, stepped, and while a layer is asked for."""
    moons = os.path.join(folder, "moons.gradsheet")
    cli("new", "input 2 · dense 4 tanh · dense 1 sigmoid", "--data", "moons:rows=60,noise=0.1", "--batch-size", "6", "-o", moons)
    cli("train", moons, "--passes", "200", "--lr", "0.5", "-o", moons)
    digits, classes = copy_network(folder, "digits8-conv"), copy_network(folder, "softmax3")
    for name, path, keys in (("playground", moons, ["ctrl+2"]), ("digits", digits, ["ctrl+3"]), ("data", classes, ["ctrl+Page_Up"]),
                             ("large", copy_network(folder, "excelnet"), ["ctrl+9"])):
        with Screen(display, combination, path, environment=environment) as screen:
            screen.keys("alt+End", *keys)
            screen.keys("F5")
            screen.wait_for_windows(2)
            screen.show_lit(f"projected-{name}")
            screen.keys("space")
            screen.show_lit(f"projected-{name}-stepped")
            screen.press_until("Escape", lambda screen=screen: len(screen.list_windows()) == 1, "the presenter stays")


def make_case(show, combination):
    def look(_, folder):
        environment = pseudo_locale.install(ROOT, os.path.join(folder, "language")) if combination[3] else None
        with Display(combination[1]) as display:
            show(display, folder, combination, environment)
    look.__name__ = f"{show.__name__}_{combination[0]}"
    return case(look)


for one in COMBINATIONS:
    for part in (show_sheet, show_terms, show_data, show_large, show_networks, show_dialogs, show_more_dialogs, show_teaching, show_lessons, show_playground, show_exchange, show_classroom,
                 show_digits, show_projected):
        make_case(part, one)


if __name__ == "__main__":
    sys.exit(run())
