#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The klantportaal authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks all text files of the project: licence lines, no place of one machine, nothing unfinished.

Usage: check-files.py ROOT | --self-test
"""

import pathlib
import re
import sys
import tempfile

# What the top of the project holds, so that a newcomer finds his way.
LAYOUT = ("meson.build", "src", "data", "po", "tests", "flatpak", "help", "README.md")
# Where no file of ours lies, or only data that others wrote.
SKIPPED = (".git/", ".dev/", "build/", "tests/data/")
# Files whose format has comments; each names its licence in its first lines.
LICENSED = re.compile(
    r"(?:\.(?:blp|build|c|conf|css|desktop|h|in|md|page|po|py|service|sh|socket|sql|xml)"
    r"|^dev|^meson\.options|^\.ci/run)$"
)
TEXT = re.compile(
    r"(?:\.(?:blp|build|c|conf|css|desktop|h|in|json|md|page|po|py|service|sh|socket|sql|svg|tsv"
    r"|txt|xml|yml)|^dev|^meson\.options|^NEWS|^\.ci/run|/POTFILES|/LINGUAS)$"
)
SPDX = re.compile(
    r"SPDX-FileCopyrightText: \d{4} .+\n.*SPDX-License-Identifier: (?:GPL-3\.0-or-later|CC0-1\.0)"
)
FAULTS = (
    (re.compile(r"(?<![\w.$}<-])/(?:work|root)/"), "a folder of one machine"),
    (re.compile(r"(?<![\w.])/home/(?!dev\b)[a-z]\w*/"), "a folder of one machine"),
    (re.compile(r"https?://[\w.-]+/(?:debian|ubuntu)(?:-security)?(?:[/\s\"']|$)"), "a mirror"),
    (re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X)\b"), "finish it, or file an issue"),
    (re.compile(r"[ \t]+$(?<!  )"), "space at the end of the line"),
    (re.compile(r"\r"), "lines end in LF"),
)


def find_file_faults(name, text):
    """Yields (line, fault) of the file @name, relative to the root."""
    if LICENSED.search(name) and not SPDX.search(text[:800]):
        yield 1, "the licence lines (SPDX) are missing"
    if text and not text.endswith("\n"):
        yield text.count("\n") + 1, "the last line has no end"
    for number, line in enumerate(text.split("\n"), 1):
        for pattern, fault in FAULTS:
            if pattern.search(line):
                yield number, fault


def find_layout_faults(root):
    for name in LAYOUT:
        if not (root / name).exists():
            yield f"{name}: is missing"


def find_faults(root):
    yield from find_layout_faults(root)
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if name.startswith(SKIPPED) or "__pycache__" in name or not path.is_file():
            continue
        if not TEXT.search(name):
            continue
        try:
            text = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            yield f"{name}:1: is not UTF-8"
            continue
        for number, fault in find_file_faults(name, text):
            yield f"{name}:{number}: {fault}"


def self_test():
    head = "# SPDX-FileCopyrightText: 2026 A\n# SPDX-License-Identifier: GPL-3.0-or-later\n"

    def faults_of(text, name="src/a.c"):
        return [fault for _, fault in find_file_faults(name, text)]

    assert not faults_of(head + "see https://example.org/wo" "rk/ and $HOME/wo" "rk/x\n")
    assert not faults_of("{}\n", "data/demo/a.json")
    assert faults_of("int a;\n") == ["the licence lines (SPDX) are missing"]
    assert faults_of(head + "x") == ["the last line has no end"]
    assert faults_of(head + 'open ("/wo' 'rk/main/x")\n') == ["a folder of one machine"]
    assert faults_of(head + "cd /ro" "ot/x\n") == ["a folder of one machine"]
    assert faults_of(head + "cd /home/" "jan/x\n") == ["a folder of one machine"]
    assert faults_of(head + "deb http://mirror.example/deb" "ian trixie\n") == ["a mirror"]
    assert faults_of(head + "/* TO" "DO */\n") == ["finish it, or file an issue"]
    assert faults_of(head + "int a; \n") == ["space at the end of the line"]
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name in LAYOUT:
            (root / name).mkdir()
        (root / "build").mkdir()
        (root / "build" / "a.c").write_text("")
        (root / "dev").write_text("x\n")
        assert main([folder]) == "dev:1: the licence lines (SPDX) are missing", main([folder])
        (root / "dev").write_bytes(b"\xff\n")
        assert main([folder]) == "dev:1: is not UTF-8"
        (root / "dev").unlink()
        (root / "help").rmdir()
        assert main([folder]) == "help: is missing"


def main(arguments):
    """Returns what sys.exit() takes: a text on failure."""
    if arguments == ["--self-test"]:
        return self_test()

    return "\n".join(find_faults(pathlib.Path(arguments[0]))) or None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
