"""Chromium without a screen, driven through its debugging pipe: keys, touch, what a screen reader has, pictures.

    with Browser() as browser:
        browser.open(path, width=390, height=844, dark=True)
        browser.key("F10")
        browser.tap(*browser.locate('[aria-label^="W1[1,1]"]'))
        browser.read("document.title")
"""
import base64
import json
import os
import subprocess
import tempfile

KEYS = {"F10": 121, "Home": 36, "End": 35, "Escape": 27, "ArrowDown": 40, "ArrowUp": 38, "ArrowRight": 39, "ArrowLeft": 37, "Tab": 9}
ALT, SHIFT = 1, 8


class Browser:
    def __enter__(self):
        self.home = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        to_read, self.to_write = os.pipe()
        self.to_be_read, from_write = os.pipe()
        # It listens on 3 and answers on 4.
        self.process = subprocess.Popen(
            ["sh", "-c", f'exec 3<&{to_read} 4>&{from_write}; exec chromium --headless --no-sandbox --disable-gpu --remote-debugging-pipe '
             f'--user-data-dir="$0" --touch-events=enabled about:blank', self.home.name], pass_fds=[to_read, from_write], stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL)
        os.close(to_read)
        os.close(from_write)
        self.number, self.rest, self.session = 0, b"", None
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(30)
        os.close(self.to_write)
        os.close(self.to_be_read)
        self.home.cleanup()

    def ask(self, method, **parameters):
        """Sends, and waits for what is answered; what is told meanwhile is passed over."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session is not None:
            message["sessionId"] = self.session
        os.write(self.to_write, json.dumps(message).encode() + b"\0")
        while True:
            while b"\0" not in self.rest:
                part = os.read(self.to_be_read, 1 << 16)
                assert part, "the browser has gone"
                self.rest += part
            text, self.rest = self.rest.split(b"\0", 1)
            answer = json.loads(text)
            if answer.get("id") == self.number:
                assert "error" not in answer, f"{method}: {answer['error']}"
                return answer["result"]

    def read(self, expression):
        """What JavaScript makes of it; a promise is waited for."""
        result = self.ask("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in result, result["exceptionDetails"]
        return result["result"].get("value")

    def open(self, path, width=1280, height=720, dark=False):
        mobile = width < 600
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=mobile)
        self.ask("Emulation.setTouchEmulationEnabled", enabled=True)
        self.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])
        self.ask("Page.navigate", url="about:blank")
        self.ask("Page.navigate", url=f"file://{path}")
        self.read("new Promise(done => document.readyState === 'complete' ? done() : addEventListener('load', () => done()))")

    def key(self, key, modifiers=0):
        for kind in ("rawKeyDown", "keyUp"):
            self.ask("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=KEYS[key], modifiers=modifiers)

    def locate(self, selector):
        """The middle of the first element of it, brought into view."""
        return self.read(f"(e => {{ e.scrollIntoView({{block: 'center', inline: 'center'}}); const r = e.getBoundingClientRect();"
                         f" return [r.x + r.width / 2, r.y + r.height / 2]; }})(document.querySelector({json.dumps(selector)}))")

    def tap(self, x, y):
        self.ask("Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": x, "y": y}])
        self.ask("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])
        self.settle()

    def settle(self):
        """Until what came in is drawn."""
        self.read("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done())))")

    def list_accessible(self, role):
        """Names of all that a screen reader has of this role."""
        return [node["name"]["value"] for node in self.ask("Accessibility.getFullAXTree")["nodes"]
                if not node["ignored"] and node.get("role", {}).get("value") == role and "name" in node]

    def take_picture(self, path):
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.ask("Page.captureScreenshot")["data"]))
