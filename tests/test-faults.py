#!/usr/bin/env python3
"""What happens when it is interrupted, has no room or no right: after each of hundreds of kills, full disks and refusals there is
the old file or the new one, whole, and what was learnt is still known. Says how many of each there were.

usage: test-faults.py GRADSHEET_CLI SOURCE_ROOT
"""
import json
import os
import random
import resource
import shutil
import signal
import stat
import subprocess
import sys
import time
import zipfile

from cases import case, main

CLI, ROOT = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
MAZUR = os.path.join(ROOT, "lessons", "networks", "mazur.gradsheet")
KINDS = os.path.join(ROOT, "tests", "fixtures", "lesson-kinds.json")
NOBODY = 65534
N_KILLS = 500
# To the steps of the lesson of every kind, in their order.
ANSWERS = ["0.3775", "0.149781", "1", "2", "x W1[1,2] W1[2,2] b1[2]", "set W1[1,1]=1/4", "set W1[1,1]=2", "run z1[1,1]", "step", "step",
           "set lr=0.3", "train 20", "quit"]
BESIDE = ".gradsheet-saving-"


def say(text):
    print(f"# {text}", flush=True)


def environment(folder):
    return {**os.environ, "LC_ALL": "C.UTF-8", "XDG_DATA_HOME": os.path.join(folder, "DATA")}


def run(*arguments, status=0, folder="/", cli=CLI, **options):
    result = subprocess.run([cli, *arguments], capture_output=True, timeout=300, check=False, env=environment(folder), **options)
    error = result.stderr.decode("utf-8")
    assert result.returncode == status, (arguments, result.returncode, error)
    assert "CRITICAL" not in error, error
    return error


def read(path):
    with open(path, "rb") as file:
        return file.read()


def litter(folder):
    return [name for name in os.listdir(folder) if name.startswith(BESIDE)]


def make_large(folder):
    """A document that takes a while to write, as two others of the same length are made from it."""
    path = os.path.join(folder, "large.gradsheet")
    run("new", "input 96 · dense 512 tanh · dense 64", "-o", path)
    for name, rate in (("old", "0.1"), ("new", "0.2")):
        run("set", path, f"lr={rate}", "-o", os.path.join(folder, f"{name}.gradsheet"))
    return path, read(os.path.join(folder, "old.gradsheet")), read(os.path.join(folder, "new.gradsheet"))


@case
def killed_while_saving(folder):
    source, old, new = make_large(folder)
    assert old != new
    target = os.path.join(folder, "saved", "document.gradsheet")
    os.mkdir(os.path.dirname(target))
    command = [CLI, "set", source, "lr=0.2", "-o", target]
    generator = random.Random(7)
    times = []
    for _ in range(5):
        begin = time.monotonic()
        subprocess.run(command, check=True, timeout=60)
        times.append(time.monotonic() - begin)
    usual = sorted(times)[2]
    seen, cut = {"old": 0, "new": 0}, 0
    for n in range(N_KILLS):
        with open(target, "wb") as file:
            file.write(old)
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
            if n % 2 == 0:
                # The moment at which the new file has appeared beside, and is being written.
                while process.poll() is None and not litter(os.path.dirname(target)):
                    pass
                time.sleep(generator.uniform(0, usual / 20))
            else:
                time.sleep(generator.uniform(0, usual * 1.1))
            process.send_signal(generator.choice((signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP)))
            process.wait(timeout=60)
            assert b"CRITICAL" not in process.stderr.read()
        there = read(target)
        assert there in (old, new), f"kill {n}: neither the old document nor the new one: {len(there)} bytes"
        seen["old" if there == old else "new"] += 1
        left = litter(os.path.dirname(target))
        cut += len(left) > 0
        for name in left:
            # As if it lay there for long; the next save of this loop takes it away.
            os.utime(os.path.join(os.path.dirname(target), name), (1, 1))
        assert len(left) <= 1, left
    subprocess.run(command, check=True, timeout=60)
    assert os.listdir(os.path.dirname(target)) == ["document.gradsheet"] and read(target) == new
    say(f"{N_KILLS} kills while saving: {seen['old']} times the old document, {seen['new']} times the new one; "
        f"{cut} died in the middle of writing, and nothing of it is left")
    assert cut > N_KILLS / 20 and seen["new"] > 0, "the kills missed the writing"


def wait_for_handler(process):
    """Until the program has taken SIGINT into its own hands, or is done."""
    while process.poll() is None:
        with open(f"/proc/{process.pid}/status", encoding="utf-8") as file:
            caught = next(line for line in file if line.startswith("SigCgt:"))
        if int(caught.split()[1], 16) & 1 << signal.SIGINT - 1:
            return
        time.sleep(0.001)


def stop(command, after, temporary):
    """Ctrl+C so long after it has begun: (exit status, what it says)."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**environment(temporary), "TMPDIR": temporary}) as process:
        wait_for_handler(process)
        time.sleep(after)
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=120)[1].decode()
    assert "CRITICAL" not in said, said
    return process.returncode, said


def read_lasting(path):
    """What is the same in each file of these numbers: Gnumeric writes the time of day beside them."""
    if not path.endswith(".ods") or not zipfile.is_zipfile(path):
        return read(path)
    with zipfile.ZipFile(path) as parts:
        return parts.read("content.xml")


def stop_everywhere(command, target, temporary, n):
    """At n moments of its work: what was there before is untouched, or all is there; the temporary folder is empty. How often it
    was caught in the middle."""
    begin = time.monotonic()
    subprocess.run(command, check=True, timeout=120, capture_output=True, env={**environment(temporary), "TMPDIR": temporary})
    usual, folder, caught = time.monotonic() - begin, os.path.dirname(target), 0
    whole = {name: read_lasting(os.path.join(folder, name)) for name in os.listdir(folder)}
    for moment in range(n):
        for name in os.listdir(folder):
            os.remove(os.path.join(folder, name))
        with open(target, "wb") as file:
            file.write(b"what was there before")
        status, said = stop(command, usual * moment / (n - 1), temporary)
        there = {name: read_lasting(os.path.join(folder, name)) for name in os.listdir(folder)}
        assert status in (0, 130), (status, said)
        if status == 130:
            assert said == "gradsheet-cli: stopped; nothing is written.\n", said
            assert there == {os.path.basename(target): b"what was there before"}, there.keys()
            caught += 1
        else:
            assert there == whole, there.keys()
        assert os.listdir(temporary) == [], os.listdir(temporary)
    return caught


@case
def stopped_by_ctrl_c_an_export_and_an_import_leave_what_was_there(folder):
    """Every format; also a workbook's temporary files, and the numbers beside a script."""
    rows, document, temporary, out = (os.path.join(folder, name) for name in ("rows.csv", "wide.gradsheet", "temporary", "out"))
    os.mkdir(temporary)
    os.mkdir(out)
    with open(rows, "w", encoding="utf-8") as file:
        file.writelines(",".join(str((i * 7 + j * 3) % 11 / 10) for j in range(65)) + "\n" for i in range(20))
    run("new", "input 64 · dense 200 tanh · dense 200 tanh · dense 1", "--data", rows, "-o", document)
    model = os.path.join(folder, "model.onnx")
    run("export", document, model)
    commands = [("export", document, os.path.join(out, name), *options) for name, options in (
        ("book.xlsx", ["--rows", "2"]), ("arrays.npz", []),
        ("W2.csv", ["--tensor", "W2"]), ("W2.npy", ["--tensor", "W2"]), ("script.py", []), ("pass.tex", ["--rows", "2"]), ("tables.md", []),
        ("again.onnx", []))]
    commands.append(("export", "convnet", os.path.join(out, "page.html"), "--passes", "8"))
    if shutil.which("ssconvert"):  # optional: where Gnumeric is installed
        commands.append(("export", "convnet", os.path.join(out, "book.ods"), "--passes", "8"))
    commands.append(("import", model, "-o", os.path.join(out, "again.gradsheet")))
    commands.append(("render", document, os.path.join(out, "sheet.svg")))
    caught = {}
    for command in commands:
        target = next(word for word in command if word.startswith(out))
        caught[os.path.basename(target)] = stop_everywhere([CLI, *command], target, temporary, 8)
        for name in os.listdir(out):
            os.remove(os.path.join(out, name))
    say("stopped in the middle, of 8 times: " + ", ".join(f"{name} {n}" for name, n in caught.items()))
    assert caught["book.xlsx"] > 0 and sum(caught.values()) > 10, caught


@case
def what_was_ignored_before_stops_nothing(folder):
    """As under nohup, when the terminal is closed."""
    target = os.path.join(folder, "page.html")
    with subprocess.Popen(["sh", "-c", "trap '' HUP; exec \"$@\"", "sh", CLI, "export", "convnet", target, "--passes", "8"],
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment(folder)) as process:
        wait_for_handler(process)
        assert process.poll() is None, "it was too quick to be caught"
        process.send_signal(signal.SIGHUP)
        said = process.communicate(timeout=120)[1].decode()
    assert process.returncode == 0 and os.path.exists(target), (process.returncode, said)


@case
def killed_while_learning(folder):
    """Two learners at once, killed at random: what one has solved stays solved, and the file can always be read."""
    lines = "".join(f"{line}\n" for line in ANSWERS).encode()
    path = os.path.join(folder, "DATA", "gradsheet", "progress.json")
    generator = random.Random(11)
    known, n_kills, n_read = set(), 0, 0
    for _ in range(60):
        learners = [subprocess.Popen([CLI, "lesson", "play", KINDS, "--step", "1"], stdin=subprocess.PIPE,
                                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment(folder)) for i in range(2)]
        for learner in learners:
            try:
                learner.stdin.write(lines)
                learner.stdin.close()
            except BrokenPipeError:
                pass
        time.sleep(generator.uniform(0, 0.3))
        for learner in learners:
            if learner.poll() is None:
                learner.send_signal(generator.choice((signal.SIGKILL, signal.SIGTERM)))
                n_kills += 1
            learner.wait(timeout=60)
        if not os.path.exists(path):
            continue
        with open(path, encoding="utf-8") as file:
            steps = json.load(file)["lessons"]["all-kinds"]["steps"]
        n_read += 1
        solved = {step for step, done in steps.items() if done["solved"]}
        assert solved >= known, f"{known - solved} are not solved any more"
        known = solved
    names = os.listdir(os.path.dirname(path))
    assert not [name for name in names if "damaged" in name], names
    assert n_read > 0 and len(known) > 3, f"nobody got so far as to solve some steps: {known}"
    say(f"{n_kills} kills of 120 learners: the file was whole each of {n_read} times, and {len(known)} solved steps stay solved")


def fill(folder):
    """Until not a byte more has room."""
    with open(os.path.join(folder, "full"), "ab", buffering=0) as file:
        for size in (65536, 4096, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                pass


def on_a_full_disk(folder):
    document, out = os.path.join(folder, "document.gradsheet"), {}
    run("set", MAZUR, "lr=0.1", "-o", document)
    for kind in ("png", "svg", "pdf"):
        out[kind] = os.path.join(folder, f"sheet.{kind}")
        run("render", MAZUR, out[kind], "--size", "200x100")
    home = os.path.join(folder, "home")
    subprocess.run([CLI, "lesson", "play", KINDS], input=b"0.0275\nquit\n", stdout=subprocess.DEVNULL, check=False, env=environment(home))
    progress = os.path.join(home, "DATA", "gradsheet", "progress.json")
    before = {path: read(path) for path in (document, progress, *out.values())}
    fill(folder)
    n = 0
    for _ in range(10):
        commands = [["set", MAZUR, "lr=0.3", "-o", document], ["train", MAZUR, "--passes", "3", "-o", document],
                    ["new", "input 2 · dense 1", "-o", document], ["new", "input 2 · dense 1", "-o", document + "2"],
                    *(["render", MAZUR, path] for path in out.values())]
        for command in commands:
            assert "not saved" in run(*command, status=2), command
            n += 1
        said = subprocess.run([CLI, "lesson", "play", KINDS], input=b"next\n0.3775\nquit\n", capture_output=True, check=False, env=environment(home))
        assert said.stderr.count(b"not kept") == 1, said.stderr
        n += 1
        for path, text in before.items():
            assert read(path) == text, f"{path} was destroyed"
        assert not litter(folder), litter(folder)
    os.remove(os.path.join(folder, "full"))
    run("set", MAZUR, "lr=0.3", "-o", document)
    run("render", MAZUR, out["png"])
    assert read(document) != before[document] and read(out["png"]) != before[out["png"]]
    say(f"{n} writes to a full disk: each refused, the old file each time")


@case
def a_full_disk(folder):
    """A small file system of its own, where that may be mounted; the next case needs no right."""
    script = 'mount -t tmpfs -o size=512k tmpfs "$1" && exec "$2" "$3" "$4" "$5" on-a-full-disk "$1"'
    python = [sys.executable, os.path.abspath(__file__), CLI, ROOT]
    for unshare in (["unshare", "-m"], ["unshare", "-rm"]):
        allowed = subprocess.run([*unshare, "sh", "-c", 'mount -t tmpfs tmpfs "$1"', "sh", folder], capture_output=True, check=False)
        if allowed.returncode == 0:
            result = subprocess.run([*unshare, "sh", "-c", script, "sh", folder, *python], capture_output=True, text=True, check=False)
            print(result.stdout, end="")
            assert result.returncode == 0, result.stderr
            return
    say("no small disk may be mounted here: " + allowed.stderr.decode().strip())


def limited(size):
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    return limit


@case
def a_limit_on_files(folder):
    """ulimit -f, at every part of the file: an error, no death by SIGXFSZ."""
    document, n = os.path.join(folder, "document.gradsheet"), 0
    run("set", MAZUR, "lr=0.1", "-o", document)
    for path, command in ((document, ["set", MAZUR, "lr=0.3", "-o", document]),
                          *((os.path.join(folder, f"sheet.{kind}"), ["render", MAZUR, os.path.join(folder, f"sheet.{kind}")])
                            for kind in ("png", "svg", "pdf"))):
        run(*command)
        length = len(read(path))
        with open(path, "wb") as file:
            file.write(b"what was there")
        for size in [0, 1, *(length * i // 20 for i in range(1, 20)), length - 1]:
            assert "not saved" in run(*command, status=2, preexec_fn=limited(size))
            assert read(path) == b"what was there", f"{path} was destroyed"
            n += 1
        run(*command, preexec_fn=limited(length))
        assert len(read(path)) == length
    assert not litter(folder), litter(folder)
    # What is printed into a file, too.
    with open(os.path.join(folder, "out"), "wb") as out:
        result = subprocess.run([CLI, "trace", MAZUR, "--json"], stdout=out, stderr=subprocess.PIPE, check=False, preexec_fn=limited(100))
    assert result.returncode == 2 and b"not complete" in result.stderr, result
    say(f"{n + 1} files that grew beyond a limit: each refused, the old file each time")


@case
def no_right(folder):
    """As somebody who may not do everything; root becomes somebody else for it."""
    cli = os.path.join(folder, "gradsheet-cli")
    shutil.copy(CLI, cli)
    os.chmod(cli, 0o755)
    os.chmod(folder, 0o755)
    source = os.path.join(folder, "source.gradsheet")
    shutil.copy(MAZUR, source)
    os.chmod(source, 0o644)
    lesson = os.path.join(folder, "lesson.json")
    shutil.copy(KINDS, lesson)
    os.chmod(lesson, 0o644)
    root = os.geteuid() == 0
    who = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if root else {}
    closed, mine = os.path.join(folder, "closed"), os.path.join(folder, "mine")
    for path in (closed, mine):
        os.mkdir(path)
        for kind in ("gradsheet", "png", "svg", "pdf"):
            with open(os.path.join(path, f"it.{kind}"), "w", encoding="utf-8") as file:
                file.write("what was there")
    if root:
        for path in (closed, mine):
            for name in ("", "it.gradsheet", "it.png", "it.svg", "it.pdf"):
                os.chown(os.path.join(path, name), NOBODY, NOBODY)
    os.chmod(closed, 0o555)
    for kind in ("gradsheet", "png", "svg", "pdf"):
        os.chmod(os.path.join(mine, f"it.{kind}"), 0o444)
    n = 0

    def refused(path, says, **options):
        command = ["set", source, "lr=0.3", "-o", path] if path.endswith(".gradsheet") else ["render", source, path]
        before = os.lstat(path)
        error = run(*command, status=2, cli=cli, folder=mine, **options, **who)
        assert says in error and "untouched" in error, error
        assert read(path) == b"what was there"
        after = os.lstat(path)
        assert (before.st_mode, before.st_uid, before.st_gid, before.st_ino) == (after.st_mode, after.st_uid, after.st_gid, after.st_ino)

    for kind in ("gradsheet", "png", "svg", "pdf"):
        refused(os.path.join(closed, f"it.{kind}"), "Permission denied")
        refused(os.path.join(mine, f"it.{kind}"), "read-only")
        n += 2
        os.chmod(os.path.join(mine, f"it.{kind}"), 0o644)
    if root:
        # Readable and writable, but root's: it would become nobody's.
        theirs = os.path.join(mine, "theirs.gradsheet")
        with open(theirs, "w", encoding="utf-8") as file:
            file.write("what was there")
        os.chmod(theirs, 0o666)
        refused(theirs, "belongs to another user")
        n += 1
    # A lesson goes on where nothing can be kept, and says so once.
    os.chmod(mine, 0o555)
    result = subprocess.run([cli, "lesson", "play", lesson], input=b"0.3775\nquit\n", capture_output=True, check=False,
                            env=environment(mine), **who)
    assert result.stderr.count(b"not kept") == 1 and b"Yes: 0.3775" in result.stdout, result
    os.chmod(mine, 0o755)
    # With the right, the owner's file stays the owner's, whoever writes it.
    path = os.path.join(mine, "it.gradsheet")
    before = os.stat(path)
    run("set", source, "lr=0.3", "-o", path, cli=cli, folder=mine)
    after = os.stat(path)
    assert read(path) != b"what was there"
    assert (before.st_mode, before.st_uid, before.st_gid) == (after.st_mode, after.st_uid, after.st_gid)
    assert stat.S_IMODE(after.st_mode) == 0o644 and not litter(mine)
    os.chmod(closed, 0o755)
    say(f"{n + 1} writes without the right{' as another user' if root else ''}: each refused, the old file each time")


if __name__ == "__main__":
    if sys.argv[3:4] == ["on-a-full-disk"]:
        on_a_full_disk(sys.argv[4])
    else:
        sys.exit(main(words=sys.argv[3:]))
