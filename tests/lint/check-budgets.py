#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The klantportaal authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks lengths, forbidden calls and file headers of all C files, tests included.

Usage: check-budgets.py ROOT | --self-test
"""

import pathlib
import re
import sys
import tempfile

MAX_COLUMNS = 100
MAX_FILE = 800
MAX_PAGE = 150
MAX_FUNCTION = 80
MAX_NESTING = 4
MAX_PARAMETERS = 7

# The main loops of threads that we own.
LOOPS = ("src/server/main.c", "src/client/sync/io/")
# What may not be written, why, and where it may (prefixes of paths).
FACADES = (
    "src/client/kp-",
    "src/client/sync/io/kp-sync-files.c",
    "src/server/domain/kps-exchange.c",
    "src/server/http/",
    "src/server/store/kps-writer.c",
    "tests/",
)
FORBIDDEN = (
    (r"\bgoto\b", "use g_autoptr and return", ()),
    (r"\bg_object_set_q?data(_full)?\b", "use a field or a parameter", ()),
    (r"\bg_task_run_in_thread(_sync)?\b", "push to a worker", ()),
    (r"\bg_task_new\b", "only facades make tasks", FACADES),
    (r"\bg_main_(loop_run|context_iteration)\b", "no nested loops", LOOPS + ("tests/",)),
    (r"\b(g_usleep|usleep|sleep|nanosleep)\b", "wait for a condition", ()),
    (r"\b(abort|exit|popen|system)\b(?= *\()", "report a GError", ()),
    (r"\bg_signal_connect(_swapped|_after)?\b", "use g_signal_connect_object", ("tests/",)),
    (r"\bsqlite3_", "only the db layer knows SQLite", ("src/db/", "tests/")),
    (r"^ *static (?!const\b)[^(=;]*[ *](?!properties\b|signals\b)\w+(\[[^\]]*\])? *[=;]",
     "no mutable variables outside objects", ()),
)
BUILT_SQL = re.compile(r'\w*(append|concat|join|printf)\w* \(.*"\s*(DELETE|INSERT|SELECT|UPDATE)\b')
HEADER = re.compile(
    r"/\* SPDX-FileCopyrightText: \d{4} [^\n]+\n"
    r" \* SPDX-License-Identifier: GPL-3\.0-or-later\n"
    r" \*\n"
    r" \* [A-Z][^\n]+\n"
)
FUNCTION = re.compile(r"^\w[^\n;={}]*\([^;={}]*\)\n\{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
LITERAL = re.compile(r'/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)


def blank(match):
    """Empties a comment or a literal, keeping its lines."""
    return "\n" * match.group().count("\n")


def find_function_faults(code):
    for match in FUNCTION.finditer(code):
        number = code.count("\n", 0, match.start()) + 1
        signature, body = match.group().split("\n{\n", 1)
        length = match.group(1).count("\n")
        depths = [0]
        for brace in re.findall(r"[{}]", body):
            depths.append(depths[-1] + (1 if brace == "{" else -1))

        if length > MAX_FUNCTION:
            yield number, f"function of {length} lines, at most {MAX_FUNCTION}"
        if max(depths) > MAX_NESTING:
            yield number, f"blocks nested {max(depths)} deep, at most {MAX_NESTING}"
        if signature.count(",") >= MAX_PARAMETERS:
            yield number, f"{signature.count(',') + 1} parameters, at most {MAX_PARAMETERS}"


def find_file_faults(path, text):
    """Yields (line, fault) for a file at @path, relative to the root."""
    code = LITERAL.sub(blank, text)
    lines = text.splitlines()
    # kp-page.c is what pages derive from, not one of them.
    page = path.endswith("-page.c") and not path.endswith("/kp-page.c")
    limit = MAX_PAGE if page and not path.startswith("tests/") else MAX_FILE

    if not HEADER.match(text):
        yield 1, "must start with the SPDX lines and the purpose of the file"
    if len(lines) > limit:
        yield limit, f"{len(lines)} lines, at most {limit}"

    for number, line in enumerate(lines, 1):
        if len(line) > MAX_COLUMNS:
            yield number, f"{len(line)} columns, at most {MAX_COLUMNS}"

        if BUILT_SQL.search(line):
            yield number, "SQL is constant text with parameters"

    for pattern, advice, homes in FORBIDDEN:
        for match in re.finditer(pattern, code, re.MULTILINE):
            if not path.startswith(homes):
                yield code.count("\n", 0, match.start()) + 1, f"{match.group().strip()}: {advice}"

    yield from find_function_faults(code)


def find_faults(root):
    for folder in ("src", "tests"):
        yield from find_folder_faults(root, folder)


def find_folder_faults(root, folder):
    for path in sorted((root / folder).rglob("*.[ch]")):
        name = path.relative_to(root).as_posix()
        for number, fault in find_file_faults(name, path.read_text()):
            yield f"{name}:{number}: {fault}"


CLEAN = """/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A sample that breaks no rule; even goto and sleep () may be named in a comment.
 */

static GParamSpec *properties[1];
static const char SELECT[] = "SELECT id FROM note WHERE id = $1";

static void
f (int a,
   int b)
{
  g_print ("goto sleep ()");
}
"""
BAD_LINES = (
    ("  goto out;", "goto"),
    ('  g_object_set_data (object, "key", value);', "g_object_set_data"),
    ("  g_task_run_in_thread (task, work);", "g_task_run_in_thread"),
    ("  task = g_task_new (self, NULL, NULL, NULL);", "g_task_new"),
    ("  g_main_context_iteration (NULL, TRUE);", "g_main_context_iteration"),
    ("  g_usleep (10);", "g_usleep"),
    ('  system ("ls");', "system"),
    ('  g_signal_connect (a, "b", c, d);', "g_signal_connect"),
    ("  sqlite3_step (statement);", "sqlite3_"),
    ("static int counter;", "no mutable"),
    ("  static GHashTable *cache = NULL;", "no mutable"),
    ('  sql = g_strdup_printf ("SELECT %s", name);', "constant text"),
    ("  " + "x" * MAX_COLUMNS, "columns"),
)
BAD_FUNCTIONS = (
    ("void\nf (int a)\n{\n" + "  a++;\n" * (MAX_FUNCTION + 1) + "}\n", "function of"),
    ("void\nf (" + ", ".join(["int a"] * (MAX_PARAMETERS + 1)) + ")\n{\n}\n", "parameters"),
    ("void\nf (int a)\n{\n" + "{" * (MAX_NESTING + 1) + "}" * (MAX_NESTING + 1) + "\n}\n", "nested"),
)


def self_test():
    """Proves that each rule is broken by a bad file, and none by a clean one."""

    def faults_of(text, path="src/app/sample.c"):
        return list(find_file_faults(path, text))

    def assert_only_fault(text, expected, line):
        faults = faults_of(text)
        assert len(faults) == 1 and expected in faults[0][1] and faults[0][0] == line, (text, faults)

    next_line = CLEAN.count("\n") + 1
    assert not faults_of(CLEAN), faults_of(CLEAN)
    for bad, expected in BAD_LINES:
        assert_only_fault(CLEAN + bad + "\n", expected, next_line)
    for bad, expected in BAD_FUNCTIONS:
        assert_only_fault(CLEAN + bad, expected, next_line + 1)

    assert_only_fault(CLEAN.replace("SPDX-License", "License"), "SPDX", 1)
    assert_only_fault(CLEAN + "\n" * MAX_FILE, "lines", MAX_FILE)
    assert not faults_of(CLEAN + "\n" * MAX_PAGE)
    assert faults_of(CLEAN + "\n" * MAX_PAGE, "src/app/kp-sample-page.c")
    assert not faults_of(CLEAN + "  sqlite3_step (statement);\n", "src/db/sample.c")

    with tempfile.TemporaryDirectory() as folder:
        sample = pathlib.Path(folder) / "src" / "sample.c"
        sample.parent.mkdir()
        sample.write_text(CLEAN)
        assert main([folder]) is None
        sample.write_text(CLEAN + "goto out;\n")
        assert main([folder]).startswith(f"src/sample.c:{next_line}: goto")


def main(arguments):
    """Returns what sys.exit() takes: a text on failure."""
    if arguments == ["--self-test"]:
        return self_test()

    return "\n".join(find_faults(pathlib.Path(arguments[0]))) or None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
