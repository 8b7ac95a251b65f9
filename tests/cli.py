"""For tests of the command line: it is run as people run it, and must end as expected and without a complaint of its libraries.

The test program's arguments are GRADSHEET_CLI SOURCE_ROOT.
"""
import os
import subprocess
import sys

CLI, ROOT = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
NETWORKS = os.path.join(ROOT, "lessons", "networks")
MAZUR = os.path.join(NETWORKS, "mazur.gradsheet")


def run(*arguments, status=0, environment=None, folder=None, input=None):
    result = subprocess.run([CLI, *arguments], capture_output=True, text=True, encoding="utf-8", cwd=folder, input=input,
                            env={**os.environ, "LC_ALL": "C.UTF-8", **(environment or {})}, timeout=120)
    assert result.returncode == status, (arguments, result.returncode, result.stdout[-500:], result.stderr)
    assert "CRITICAL" not in result.stderr and "WARNING" not in result.stderr, result.stderr
    return result


def refuse(*arguments, says, **options):
    result = run(*arguments, status=2, **options)
    for text in [says] if isinstance(says, str) else says:
        assert text in result.stderr, f"{arguments}: no “{text}” in: {result.stderr}"
    return result


def close(got, want, digits):
    assert abs(got - want) <= 0.5001 * 10.0 ** -digits, (got, want)


def values(instructions, name):
    return next(i for i in instructions if i["output"] == name)["values"]
