#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The klantportaal authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the layout of C files (clang-format 19), Blueprint files and scripts.

Usage: check-format.py ROOT [--fix] | --self-test
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile

C_FORMAT = shutil.which("clang-format-19") or "clang-format"


def files(root, patterns):
    return [
        str(path)
        for folder in ("src", "tests")
        for pattern in patterns
        for path in sorted((root / folder).rglob(pattern))
        if "tests/data/" not in path.as_posix()
    ]


def run(command, names):
    """Runs the tool over all names at once; nothing to do is well done."""
    if not names:
        return ""
    result = subprocess.run(command + names, capture_output=True, text=True, check=False)
    if result.returncode == 0:
        return ""
    said = (result.stdout + result.stderr).strip()
    # clang-format shows each place with its line of code; the places are enough.
    places = [line for line in said.splitlines() if ": error: " in line]
    return "\n".join(places) if places else said


def find_faults(root, fix):
    style = f"--style=file:{root / '.clang-format'}"
    mode = ["-i"] if fix else ["--dry-run", "-Werror"]
    yield run([C_FORMAT, style, *mode], files(root, ["*.[ch]"]))
    yield run(["blueprint-compiler", "format", *(["-f"] if fix else [])], files(root, ["*.blp"]))
    for script in ("dev", ".ci/run"):
        if (root / script).exists():
            yield run(["bash", "-n"], [str(root / script)])
    for name in files(root, ["*.py"]):
        try:
            compile(pathlib.Path(name).read_text(), name, "exec")
        except SyntaxError as error:
            yield f"{name}:{error.lineno}: {error.msg}"


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / "src").mkdir()
        (root / "tests").mkdir()
        (root / ".clang-format").write_text("BasedOnStyle: GNU\n")
        for name, bad, good in (
            ("src/a.c", "int a( int b ){return b;}\n", "int a;\n"),
            ("src/a.blp", "using Gtk 4.0;\nBox  {}\n", "using Gtk 4.0;\n\nBox {}\n"),
            ("tests/a.py", "def f(:\n", "a = 1\n"),
            ("dev", "if\n", "true\n"),
        ):
            (root / name).write_text(bad)
            assert main([folder]), name
            (root / name).write_text(good)
            assert main([folder]) is None, main([folder])


def main(arguments):
    """Returns what sys.exit() takes: a text on failure."""
    if arguments == ["--self-test"]:
        return self_test()

    faults = find_faults(pathlib.Path(arguments[0]).resolve(), "--fix" in arguments)
    return "\n".join(fault for fault in faults if fault) or None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
