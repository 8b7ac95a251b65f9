"""The parts of docs/gradsheet.schema.json that follow from the tables of fields, made from what print-fields says.

usage: schema.py PRINT_FIELDS SCHEMA     writes them into the schema's file
"""
import json
import re
import subprocess
import sys


def read_fields(program):
    return json.loads(subprocess.run([program], capture_output=True, encoding="utf-8", check=True).stdout)


def number(text):
    low, high = text[1:-1].split(", ")
    made = {"type": "number"}
    if low != "-inf":
        made["minimum" if text[0] == "[" else "exclusiveMinimum"] = float(low) if "." in low else int(low)
    if high != "inf":
        made["maximum" if text[-1] == "]" else "exclusiveMaximum"] = float(high) if "." in high else int(high)
    return made


def describe(field):
    """The schema of one field's value."""
    return {"whole": lambda: {"$ref": "#/$defs/size"},
            "number": lambda: number(field["range"]), "optional": lambda: number(field["range"]),
            "flag": lambda: {"type": "boolean"}, "choice": lambda: {"enum": field["range"].split()},
            "pair": lambda: {"$ref": "#/$defs/pair"}, "padding": lambda: {"$ref": "#/$defs/padding"},
            "init": lambda: {"$ref": "#/$defs/init"}, "name": lambda: {"type": "string"},
            "names": lambda: {"type": "array", "minItems": 1, "items": {"type": "string"}}}[field["type"]]()


def object_of(kind, fields, required):
    return {"type": "object", "required": required, "additionalProperties": False,
            "properties": {"kind": {"const": kind}, **{field["name"]: describe(field) for field in fields}}}


def make_parts(facts):
    """What must stand under $defs: the layers and the optimisers."""
    layers = [object_of(kind, fields, ["kind"] + [field["name"] for field in fields if field["name"] in ("units", "with")])
              for kind, fields in facts["layers"].items()]
    optimizers = [object_of(kind, fields, [] if kind == "sgd" else ["kind"])
                  for kind, fields in facts["optimizers"].items()]
    return {"layer": {"oneOf": layers}, "optimizer": {"oneOf": optimizers}}


def print_part(name, part):
    lines = ",\n".join("        " + json.dumps(one) for one in part["oneOf"])
    return f'    "{name}": {{\n      "oneOf": [\n{lines}\n      ]\n    }}'


def main():
    program, path = sys.argv[1:3]
    with open(path, encoding="utf-8") as file:
        text = file.read()
    for name, part in make_parts(read_fields(program)).items():
        text, count = re.subn(rf'    "{name}": {{\n.*?\n    }}(?=,?\n)', lambda _: print_part(name, part), text, count=1, flags=re.S)
        assert count == 1, name
    json.loads(text)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    main()
