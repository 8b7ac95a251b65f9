"""Workbooks for tests: what stands in an .xlsx, and what a spreadsheet that did not write it computes from it."""
import csv
import os
import re
import subprocess
import zipfile
from xml.sax.saxutils import unescape

GARBAGE = "12345.678"


def column_number(letters):
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


class Workbook:
    """cells[sheet][row, column] is (formula or None, value); texts are values."""

    def __init__(self, path):
        self.path = path
        with zipfile.ZipFile(path) as archive:
            self.files = {name: archive.read(name) for name in archive.namelist()}
        shared = [unescape(re.sub(r"<[^>]+>", "", text)) for text in
                  re.findall(r"<si>(.*?)</si>", self.text("xl/sharedStrings.xml"), re.S)]
        self.names = [unescape(name) for name in re.findall(r'<sheet name="([^"]+)"', self.text("xl/workbook.xml"))]
        self.cells = []
        for number in range(1, len(self.names) + 1):
            cells = {}
            for letters, row, rest, body in re.findall(r'<c r="([A-Z]+)(\d+)"([^>]*)>(.*?)</c>',
                                                       self.text(f"xl/worksheets/sheet{number}.xml"), re.S):
                formula = re.search(r"<f[^>]*>(.*?)</f>", body, re.S)
                value = re.search(r"<v>(.*?)</v>", body).group(1)
                value = shared[int(value)] if 't="s"' in rest else float(value)
                cells[int(row) - 1, column_number(letters)] = (formula and unescape(formula.group(1)), value)
            self.cells.append(cells)

    def text(self, name):
        return self.files[name].decode()

    def write(self, path, edits=(), garble=True):
        """A copy whose cached values are garbage; edits are (sheet, (row, column), number) of plain numbers."""
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in self.files.items():
                match = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name)
                if match:
                    text = data.decode()
                    if garble:
                        text = re.sub(r"(</f>)<v>[^<]*</v>", rf"\1<v>{GARBAGE}</v>", text)
                    for sheet, (row, column), number in edits:
                        if sheet == int(match.group(1)) - 1:
                            text, n = re.subn(rf'(<c r="{letters(column)}{row + 1}"[^>]*><v>)[^<]*', rf"\g<1>{number!r}", text)
                            assert n == 1, f"no plain number at {letters(column)}{row + 1}"
                    data = text.encode()
                archive.writestr(name, data)

    def formulas(self):
        return [(sheet, spot, formula, value) for sheet, cells in enumerate(self.cells)
                for spot, (formula, value) in cells.items() if formula is not None]

    def blocks(self, name):
        """Where the blocks of a tensor begin (sheet, row, column), in the order of passes."""
        return sorted((sheet, row, column) for sheet, cells in enumerate(self.cells) if sheet > 0
                      for (row, column), (_, value) in cells.items()
                      if isinstance(value, str) and value.split(" = ")[0] == name)


def letters(column):
    return (letters(column // 26 - 1) if column >= 26 else "") + chr(65 + column % 26)


def spots(block, shape, upright):
    """The cells of a tensor whose title stands at `block`, in the tensor's order."""
    sheet, row, column = block
    rows = shape[-2] if len(shape) > 1 else shape[0] if len(shape) == 1 and upright else 1
    columns = shape[-1] if len(shape) > 1 else shape[0] if len(shape) == 1 and not upright else 1
    down = shape[0] if len(shape) > 2 else 1
    across = shape[1] if len(shape) == 4 else 1
    return [(sheet, (row + 2 + d * (rows + 1) + r, column + 1 + a * (columns + 1) + c))
            for d in range(down) for a in range(across) for r in range(rows) for c in range(columns)]


def recalculate(path, folder):
    """By Gnumeric, which did not write it: for each sheet a table of texts."""
    pattern = os.path.join(folder, "sheet-%n.csv")
    subprocess.run(["ssconvert", "--recalc", "-S", "-T", "Gnumeric_stf:stf_assistant", "-O", "separator=, format=raw", path,
                    pattern], check=True, capture_output=True)
    tables = []
    while os.path.exists(name := pattern.replace("%n", str(len(tables)))):
        with open(name, newline="", encoding="utf-8") as file:
            tables.append(list(csv.reader(file)))
        os.unlink(name)
    return tables


def recalculate_by_office(path, folder):
    """The same by LibreOffice, told to compute whatever it opens; a table of numbers as xlsx keeps them."""
    profile = os.path.join(folder, "profile")
    os.makedirs(os.path.join(profile, "user"), exist_ok=True)
    with open(os.path.join(profile, "user", "registrymodifications.xcu"), "w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
                   'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
                   '<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">'
                   "<value>0</value></prop></item></oor:items>")
    out = os.path.join(folder, "office")
    subprocess.run(["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "xlsx", "--outdir", out, path],
                   check=True, capture_output=True, timeout=240)
    return Workbook(os.path.join(out, os.path.basename(path)))
