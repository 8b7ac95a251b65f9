"""A few calls into libX11 and libXtst, for tests that press keys faster than a program per key could, that close
windows as a window manager does, that read what was copied, drop a file, or look at a part of the screen.

    screen = Screen(":7")
    screen.key("ctrl+shift+l")
    screen.move(800, 500); screen.button(1)
    for window in screen.list_windows():
        print(window.title, window.x, window.y, window.width, window.height)
    screen.close(window)

Without a window manager what has the pointer has the keyboard.
"""
import ctypes
import ctypes.util
import struct
import time

X11 = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
XTST = ctypes.CDLL(ctypes.util.find_library("Xtst") or "libXtst.so.6")
ATOM, WINDOW = ctypes.c_ulong, ctypes.c_ulong
MODIFIERS = {"ctrl": "Control_L", "shift": "Shift_L", "alt": "Alt_L"}
VIEWABLE, SELECTION_REQUEST, SELECTION_NOTIFY, CLIENT_MESSAGE, SUBSTRUCTURE_NOTIFY = 2, 30, 31, 33, 1 << 19
Z_PIXMAP = 2


class Attributes(ctypes.Structure):
    _fields_ = [("x", ctypes.c_int), ("y", ctypes.c_int), ("width", ctypes.c_int), ("height", ctypes.c_int),
                ("border_width", ctypes.c_int), ("depth", ctypes.c_int), ("visual", ctypes.c_void_p), ("root", WINDOW),
                ("class", ctypes.c_int), ("bit_gravity", ctypes.c_int), ("win_gravity", ctypes.c_int),
                ("backing_store", ctypes.c_int), ("backing_planes", ctypes.c_ulong), ("backing_pixel", ctypes.c_ulong),
                ("save_under", ctypes.c_int), ("colormap", ctypes.c_ulong), ("map_installed", ctypes.c_int),
                ("map_state", ctypes.c_int), ("all_event_masks", ctypes.c_long), ("your_event_mask", ctypes.c_long),
                ("do_not_propagate_mask", ctypes.c_long), ("override_redirect", ctypes.c_int), ("screen", ctypes.c_void_p)]


class ClientMessage(ctypes.Structure):
    # As large as any event.
    _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int), ("display", ctypes.c_void_p),
                ("window", WINDOW), ("message_type", ATOM), ("format", ctypes.c_int), ("data", ctypes.c_long * 5),
                ("padding", ctypes.c_long * 16)]


class Image(ctypes.Structure):
    # How it begins.
    _fields_ = [("width", ctypes.c_int), ("height", ctypes.c_int), ("offset", ctypes.c_int), ("format", ctypes.c_int),
                ("data", ctypes.c_void_p), ("byte_order", ctypes.c_int), ("bitmap_unit", ctypes.c_int),
                ("bitmap_bit_order", ctypes.c_int), ("bitmap_pad", ctypes.c_int), ("depth", ctypes.c_int),
                ("bytes_per_line", ctypes.c_int), ("bits_per_pixel", ctypes.c_int)]


for name, result, arguments in (
        ("XOpenDisplay", ctypes.c_void_p, [ctypes.c_char_p]), ("XCloseDisplay", ctypes.c_int, [ctypes.c_void_p]),
        ("XDefaultRootWindow", WINDOW, [ctypes.c_void_p]), ("XStringToKeysym", ctypes.c_ulong, [ctypes.c_char_p]),
        ("XKeysymToKeycode", ctypes.c_ubyte, [ctypes.c_void_p, ctypes.c_ulong]),
        ("XkbKeycodeToKeysym", ctypes.c_ulong, [ctypes.c_void_p, ctypes.c_ubyte, ctypes.c_uint, ctypes.c_uint]),
        ("XInternAtom", ATOM, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]), ("XFree", ctypes.c_int, [ctypes.c_void_p]),
        ("XCreateSimpleWindow", WINDOW, [ctypes.c_void_p, WINDOW, ctypes.c_int, ctypes.c_int, ctypes.c_uint, ctypes.c_uint,
                                         ctypes.c_uint, ctypes.c_ulong, ctypes.c_ulong]),
        ("XChangeProperty", ctypes.c_int, [ctypes.c_void_p, WINDOW, ATOM, ATOM, ctypes.c_int, ctypes.c_int,
                                           ctypes.POINTER(ctypes.c_ulong), ctypes.c_int]),
        ("XSelectInput", ctypes.c_int, [ctypes.c_void_p, WINDOW, ctypes.c_long]),
        ("XCheckTypedWindowEvent", ctypes.c_int, [ctypes.c_void_p, WINDOW, ctypes.c_int, ctypes.POINTER(ClientMessage)]),
        ("XSync", ctypes.c_int, [ctypes.c_void_p, ctypes.c_int]), ("XSetErrorHandler", ctypes.c_void_p, [ctypes.c_void_p]),
        ("XQueryTree", ctypes.c_int, [ctypes.c_void_p, WINDOW, ctypes.POINTER(WINDOW), ctypes.POINTER(WINDOW),
                                      ctypes.POINTER(ctypes.POINTER(WINDOW)), ctypes.POINTER(ctypes.c_uint)]),
        ("XGetWindowAttributes", ctypes.c_int, [ctypes.c_void_p, WINDOW, ctypes.POINTER(Attributes)]),
        ("XFetchName", ctypes.c_int, [ctypes.c_void_p, WINDOW, ctypes.POINTER(ctypes.c_char_p)]),
        ("XConvertSelection", ctypes.c_int, [ctypes.c_void_p, ATOM, ATOM, ATOM, WINDOW, ctypes.c_ulong]),
        ("XGetWindowProperty", ctypes.c_int, [ctypes.c_void_p, WINDOW, ATOM, ctypes.c_long, ctypes.c_long, ctypes.c_int, ATOM,
                                              ctypes.POINTER(ATOM), ctypes.POINTER(ctypes.c_int), ctypes.POINTER(ctypes.c_ulong),
                                              ctypes.POINTER(ctypes.c_ulong), ctypes.POINTER(ctypes.c_void_p)]),
        ("XSetSelectionOwner", ctypes.c_int, [ctypes.c_void_p, ATOM, WINDOW, ctypes.c_ulong]),
        ("XNextEvent", ctypes.c_int, [ctypes.c_void_p, ctypes.POINTER(ClientMessage)]),
        ("XPending", ctypes.c_int, [ctypes.c_void_p]),
        ("XGetImage", ctypes.POINTER(Image), [ctypes.c_void_p, WINDOW, ctypes.c_int, ctypes.c_int, ctypes.c_uint, ctypes.c_uint,
                                              ctypes.c_ulong, ctypes.c_int]),
        ("XDestroyImage", ctypes.c_int, [ctypes.POINTER(Image)]),
        ("XDestroyWindow", ctypes.c_int, [ctypes.c_void_p, WINDOW]),
        ("XSendEvent", ctypes.c_int, [ctypes.c_void_p, WINDOW, ctypes.c_int, ctypes.c_long, ctypes.POINTER(ClientMessage)])):
    getattr(X11, name).restype, getattr(X11, name).argtypes = result, arguments
for name, arguments in (("XTestFakeKeyEvent", [ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_ulong]),
                        ("XTestFakeButtonEvent", [ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_ulong]),
                        ("XTestFakeMotionEvent", [ctypes.c_void_p, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_ulong])):
    getattr(XTST, name).argtypes = arguments

# A window may go while one looks at it.
IGNORE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(lambda display, error: 0)
X11.XSetErrorHandler(ctypes.cast(IGNORE, ctypes.c_void_p))


class XWindow:
    def __init__(self, number, title, attributes):
        self.number, self.title = number, title
        self.x, self.y, self.width, self.height = attributes.x, attributes.y, attributes.width, attributes.height
        self.is_popup = bool(attributes.override_redirect)


class Screen:
    def __init__(self, name):
        self.display = X11.XOpenDisplay(name.encode())
        assert self.display, f"no X server at {name}"
        self.root = X11.XDefaultRootWindow(self.display)

    def close_connection(self):
        X11.XCloseDisplay(self.display)

    def sync(self):
        X11.XSync(self.display, 0)

    def look_at(self, x, y, width, height):
        """The colours of a part of the screen: three bytes a pixel, row by row; what lies beyond the screen is left out."""
        screen = Attributes()
        X11.XGetWindowAttributes(self.display, self.root, ctypes.byref(screen))
        width, height = min(width, screen.width - x), min(height, screen.height - y)
        image = X11.XGetImage(self.display, self.root, x, y, width, height, ctypes.c_ulong(-1).value, Z_PIXMAP)
        assert image and image.contents.bits_per_pixel == 32 and image.contents.bytes_per_line == 4 * width, "no picture of the screen"
        pixels = ctypes.string_at(image.contents.data, 4 * width * height)
        X11.XDestroyImage(image)
        colours = bytearray(3 * width * height)
        for channel in range(3):
            colours[channel::3] = pixels[2 - channel::4]
        return bytes(colours)

    # ---- keys and buttons ----

    def find_code(self, name):
        """A key's code, and whether Shift is needed; (0, False) if the keyboard has no such key."""
        symbol = X11.XStringToKeysym(name.encode())
        code = X11.XKeysymToKeycode(self.display, symbol) if symbol else 0
        return code, bool(code) and X11.XkbKeycodeToKeysym(self.display, code, 0, 0) != symbol

    def key(self, combination):
        """"ctrl+shift+Left"."""
        *modifiers, name = combination.split("+") if combination != "+" else ["plus"]
        code, shifted = self.find_code(name)
        if code == 0:
            return
        held = [self.find_code(MODIFIERS[modifier])[0] for modifier in modifiers]
        if shifted and "shift" not in modifiers:
            held.append(self.find_code(MODIFIERS["shift"])[0])
        for modifier in held:
            XTST.XTestFakeKeyEvent(self.display, modifier, 1, 0)
        XTST.XTestFakeKeyEvent(self.display, code, 1, 0)
        XTST.XTestFakeKeyEvent(self.display, code, 0, 0)
        for modifier in reversed(held):
            XTST.XTestFakeKeyEvent(self.display, modifier, 0, 0)
        self.sync()

    def type(self, text):
        names = {" ": "space", ".": "period", ",": "comma", "-": "minus", "/": "slash", "[": "bracketleft", "]": "bracketright",
                 "*": "asterisk", "(": "parenleft", ")": "parenright", "=": "equal", "%": "percent", "_": "underscore",
                 "\t": "Tab", "\n": "Return", "·": "periodcentered"}
        for character in text:
            self.key(names.get(character, character))

    def move(self, x, y):
        XTST.XTestFakeMotionEvent(self.display, -1, int(x), int(y), 0)
        self.sync()

    def hold(self, button, down):
        XTST.XTestFakeButtonEvent(self.display, button, 1 if down else 0, 0)
        self.sync()

    def hold_modifier(self, name, down):
        XTST.XTestFakeKeyEvent(self.display, self.find_code(MODIFIERS[name])[0], 1 if down else 0, 0)
        self.sync()

    def button(self, button=1, count=1):
        for _ in range(count):
            self.hold(button, True)
            self.hold(button, False)

    # ---- windows ----

    def manage(self):
        """Says that there is a window manager, which moves nothing: without one GDK drags windows about itself, and asks
        for the place of some that are closed meanwhile."""
        own = X11.XCreateSimpleWindow(self.display, self.root, 0, 0, 1, 1, 0, 0, 0)

        def put(window, name, kind, number):
            X11.XChangeProperty(self.display, window, X11.XInternAtom(self.display, name, 0),
                                X11.XInternAtom(self.display, kind, 0), 32, 0, ctypes.byref(ctypes.c_ulong(number)), 1)

        for window in (self.root, own):
            put(window, b"_NET_SUPPORTING_WM_CHECK", b"WINDOW", own)
        put(self.root, b"_NET_SUPPORTED", b"ATOM", X11.XInternAtom(self.display, b"_NET_WM_MOVERESIZE", 0))
        self.sync()

    def list_windows(self):
        """Those one can see, the lowest first."""
        ignored, children, n = WINDOW(), ctypes.POINTER(WINDOW)(), ctypes.c_uint()
        if not X11.XQueryTree(self.display, self.root, ctypes.byref(ignored), ctypes.byref(ignored), ctypes.byref(children),
                              ctypes.byref(n)):
            return []
        found = []
        for i in range(n.value):
            attributes, title = Attributes(), ctypes.c_char_p()
            if not X11.XGetWindowAttributes(self.display, children[i], ctypes.byref(attributes)) or attributes.map_state != VIEWABLE:
                continue
            if X11.XFetchName(self.display, children[i], ctypes.byref(title)) and title.value is not None:
                text = title.value.decode("utf-8", "replace")
            else:
                text = ""
            found.append(XWindow(children[i], text, attributes))
        if n.value:
            X11.XFree(children)
        return found

    def send(self, window, protocol, *data):
        event = ClientMessage(type=CLIENT_MESSAGE, window=window.number, format=32, send_event=1, display=self.display,
                              message_type=X11.XInternAtom(self.display, b"WM_PROTOCOLS", 0))
        for i, number in enumerate((X11.XInternAtom(self.display, protocol, 0), 0, *data)):
            event.data[i] = number
        X11.XSendEvent(self.display, window.number, 0, 0, ctypes.byref(event))
        self.sync()

    def close(self, window):
        """Asks it to close, as a window manager does."""
        self.send(window, b"WM_DELETE_WINDOW")

    def ping(self, window):
        """Asks whether it listens: has_answered() some time later, when all that was sent before has been read."""
        X11.XSelectInput(self.display, self.root, SUBSTRUCTURE_NOTIFY)
        self.send(window, b"_NET_WM_PING", window.number)

    def has_answered(self):
        answer, any_answer = ClientMessage(), False
        self.sync()
        while X11.XCheckTypedWindowEvent(self.display, self.root, CLIENT_MESSAGE, ctypes.byref(answer)):
            any_answer = True
        return any_answer

    # ---- the desktop's settings, by the protocol XSETTINGS ----

    def set_desktop(self, **settings):
        """Numbers and texts by their names, with __ for a stroke: Xft__DPI=96 * 1024, Net__ThemeName="Adwaita-dark". The
        program that starts after the first call, or runs, follows."""
        data, serial = b"", getattr(self, "serial", 0) + 1
        for name, value in settings.items():
            name = name.replace("__", "/").encode()
            data += struct.pack("<BxH", 1 if isinstance(value, str) else 0, len(name)) + name + b"\0" * (-len(name) % 4) + struct.pack("<I", serial)
            if isinstance(value, str):
                data += struct.pack("<I", len(value)) + value.encode() + b"\0" * (-len(value) % 4)
            else:
                data += struct.pack("<i", value)
        data = struct.pack("<BxxxII", 0, serial, len(settings)) + data
        if serial == 1:
            self.settings = self.make_window()
        buffer = (ctypes.c_ubyte * len(data)).from_buffer_copy(data)
        X11.XChangeProperty(self.display, self.settings, self.atom("_XSETTINGS_SETTINGS"), self.atom("_XSETTINGS_SETTINGS"), 8, 0,
                            ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ulong)), len(data))
        if serial == 1:
            X11.XSetSelectionOwner(self.display, self.atom("_XSETTINGS_S0"), self.settings, 0)
        self.serial = serial
        self.sync()

    # ---- what was copied ----

    def atom(self, name):
        return X11.XInternAtom(self.display, name.encode(), 0)

    def make_window(self):
        return X11.XCreateSimpleWindow(self.display, self.root, 0, 0, 1, 1, 0, 0, 0)

    def read_property(self, window, name):
        kind, bits, n, rest, data = ATOM(), ctypes.c_int(), ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_void_p()
        X11.XGetWindowProperty(self.display, window, self.atom(name), 0, 1 << 20, 1, 0, ctypes.byref(kind), ctypes.byref(bits),
                               ctypes.byref(n), ctypes.byref(rest), ctypes.byref(data))
        if not data.value:
            return b""
        text = ctypes.string_at(data.value, n.value * bits.value // 8)
        X11.XFree(data)
        return text

    def read_clipboard(self, kind="UTF8_STRING", seconds=20):
        """What the clipboard's owner gives as this kind; None if it has no such thing."""
        own, answer, end = self.make_window(), ClientMessage(), time.monotonic() + seconds
        X11.XConvertSelection(self.display, self.atom("CLIPBOARD"), self.atom(kind), self.atom("COPIED"), own, 0)
        self.sync()
        while not X11.XCheckTypedWindowEvent(self.display, own, SELECTION_NOTIFY, ctypes.byref(answer)):
            assert time.monotonic() < end, "nobody answers for the clipboard"
            time.sleep(0.02)
            self.sync()
        # Of XSelectionEvent the property, which is 0 when it is refused, stands behind selection and target.
        given = ctypes.cast(ctypes.byref(answer), ctypes.POINTER(ctypes.c_ulong))[7]
        text = self.read_property(own, "COPIED").decode() if given else None
        X11.XDestroyWindow(self.display, own)
        return text

    # ---- a file dropped on a window, by the protocol XDND ----

    def tell(self, window, name, *data):
        event = ClientMessage(type=CLIENT_MESSAGE, window=window, format=32, send_event=1, display=self.display,
                              message_type=self.atom(name))
        for i, number in enumerate(data):
            event.data[i] = number
        X11.XSendEvent(self.display, window, 0, 0, ctypes.byref(event))
        self.sync()

    def give(self, request, text):
        """Answers whoever asks for what is dragged."""
        asked = ctypes.cast(ctypes.byref(request), ctypes.POINTER(ctypes.c_ulong))
        requestor, selection, target, place, when = asked[5:10]
        data = (ctypes.c_ubyte * len(text)).from_buffer_copy(text)
        X11.XChangeProperty(self.display, requestor, place, target, 8, 0, ctypes.cast(data, ctypes.POINTER(ctypes.c_ulong)), len(text))
        answer = ClientMessage(type=SELECTION_NOTIFY, send_event=1, display=self.display)
        said = ctypes.cast(ctypes.byref(answer), ctypes.POINTER(ctypes.c_ulong))
        for i, number in enumerate((requestor, selection, target, place, when), 4):
            said[i] = number
        X11.XSendEvent(self.display, requestor, 0, 0, ctypes.byref(answer))
        self.sync()

    def drop(self, window, x, y, *paths, seconds=20):
        """Files at a place of the screen, which belongs to the window. Whoever does not take them in so many seconds is
        left; who takes them may read them as long as that takes."""
        text = "".join(f"file://{path}\r\n" for path in paths).encode()
        own, end, event, step = self.make_window(), time.monotonic() + seconds, ClientMessage(), "XdndStatus"
        place, copy = int(x) << 16 | int(y), self.atom("XdndActionCopy")
        X11.XSetSelectionOwner(self.display, self.atom("XdndSelection"), own, 0)
        self.tell(window.number, "XdndEnter", own, 5 << 24, self.atom("text/uri-list"), 0, 0)
        self.tell(window.number, "XdndPosition", own, 0, place, 0, copy)
        while step is not None:
            if time.monotonic() >= end:
                self.tell(window.number, "XdndLeave", own, 0, 0, 0, 0)
                raise AssertionError(f"no {step} from the window")
            if X11.XPending(self.display) == 0:
                time.sleep(0.02)
                continue
            X11.XNextEvent(self.display, ctypes.byref(event))
            if event.type == SELECTION_REQUEST:
                self.give(event, text)
            elif event.type == CLIENT_MESSAGE and event.message_type == self.atom("XdndStatus") and step == "XdndStatus":
                # It may say no until it has looked at what is dragged.
                if event.data[1] & 1:
                    self.tell(window.number, "XdndDrop", own, 0, 0, 0, 0)
                    step, end = "XdndFinished", time.monotonic() + 60
                else:
                    self.tell(window.number, "XdndPosition", own, 0, place, 0, copy)
            elif event.type == CLIENT_MESSAGE and event.message_type == self.atom("XdndFinished"):
                step = None
        X11.XDestroyWindow(self.display, own)
