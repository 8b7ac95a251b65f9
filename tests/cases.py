"""Test programs in Python: cases in the order in which they stand, each in an empty folder of its own if it takes one.

    @case
    def numbers_add_up(folder):
        assert …

    sys.exit(main())
"""
import inspect
import tempfile

CASES = []


def case(function):
    CASES.append(function)
    return function


def attempt(function, arguments):
    """None, or what went wrong."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            function(*arguments, *[folder][:len(inspect.signature(function).parameters) - len(arguments)])
        return None
    except Exception as error:  # pylint: disable=broad-except
        return f"{type(error).__name__}: {error}".replace("\n", "\n# ")


def main(*arguments, words=(), attempts=1):
    """All cases, or those whose names hold all the words, given the arguments and their folder. More attempts than one are for
    those who drive a window: on a busy machine a key may be lost on its way; a real fault fails twice."""
    cases = [function for function in CASES if all(word in function.__name__ for word in words)]
    print(f"1..{len(cases)}")
    bad = 0
    for number, function in enumerate(cases, 1):
        name = function.__name__.replace("_", " ")
        error = attempt(function, arguments)
        for _ in range(attempts - 1):
            if error is not None:
                print(f"# {name}, first attempt: {error}", flush=True)
                error = attempt(function, arguments)
        bad += error is not None
        print(f"{'ok' if error is None else 'not ok'} {number} - {name}" + ("" if error is None else f"\n# {error}"), flush=True)
    return 1 if bad else 0
