#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The klantportaal authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that po/POTFILES names exactly the files with texts for people, and that each language in
po/LINGUAS translates every text of today's sources.

Usage: check-po.py ROOT | --self-test
"""

import pathlib
import re
import subprocess
import sys
import tempfile

# Where texts for people may stand: the application, and what a desktop shows of it.
PLACES = (
    ("src/app", "*.c"),
    ("src/client", "*.c"),
    ("src/app", "*.blp"),
    ("data", "*.desktop.in*"),
    ("data", "*.metainfo.xml.in*"),
    ("data", "*.gschema.xml"),
)
MARKED = re.compile(r"(?<![\w])(?:_|N_|C_|NC_|Q_|ngettext|g_dngettext|g_dpgettext2?) *\(\s*[\"(A-Z]")
COMMENT = re.compile(r"/\*.*?\*/|^\s*//[^\n]*", re.DOTALL | re.MULTILINE)
KEYWORDS = ("_", "N_", "C_:1c,2", "NC_:1c,2", "ngettext:1,2", "g_dngettext:2,3", "g_dpgettext2:2c,3")


def has_texts(path):
    if path.suffix in (".c", ".blp"):
        return MARKED.search(COMMENT.sub("", path.read_text())) is not None
    return path.suffix != ".xml" or "gettext-domain" in path.read_text()


def find_potfiles_faults(root):
    if not (root / "po" / "POTFILES").exists():
        yield "po/POTFILES: is missing"
        return
    listed = {
        line
        for line in (root / "po" / "POTFILES").read_text().splitlines()
        if line and not line.startswith("#")
    }
    with_texts = {
        path.relative_to(root).as_posix()
        for folder, pattern in PLACES
        for path in (root / folder).rglob(pattern)
        if has_texts(path)
    }
    for name in sorted(with_texts - listed):
        yield f"po/POTFILES: lacks {name}"
    for name in sorted(listed - with_texts):
        yield f"po/POTFILES: names {name}, which has no text for people"


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False)


def find_language_faults(root, language, folder):
    """Merges today's texts into the language's file and counts what is left."""
    source = root / "po" / f"{language}.po"
    template, merged = pathlib.Path(folder) / "today.pot", pathlib.Path(folder) / "merged.po"
    steps = (
        ("xgettext", "--from-code=UTF-8", f"--directory={root}", f"--output={template}",
         f"--files-from={root / 'po' / 'POTFILES'}", "--force-po", "--add-comments",
         *(f"--keyword={keyword}" for keyword in KEYWORDS)),
        ("msgmerge", "--quiet", "--no-fuzzy-matching", f"--output-file={merged}",
         str(source), str(template)),
        ("msgfmt", "--check", "--output-file=/dev/null", str(source)),
    )  # fmt: skip
    for step in steps:
        result = run(*step)
        if result.returncode != 0:
            yield f"po/{language}.po: {step[0]}: {result.stderr.strip()}"
            return
    for option, fault in (("--untranslated", "not translated"), ("--only-fuzzy", "uncertain")):
        text = run("msgattrib", option, "--no-obsolete", "--no-wrap", str(merged)).stdout
        for place, text in re.findall(r"^#: (\S+).*?^(msgid \".*?)^msgstr", text, re.M | re.S):
            yield f"po/{language}.po: {fault}: {' '.join(text.split())} ({place})"


def find_faults(root):
    yield from find_potfiles_faults(root)
    if not (root / "po" / "POTFILES").exists():
        return
    with tempfile.TemporaryDirectory() as folder:
        for language in (root / "po" / "LINGUAS").read_text().split():
            if not language.startswith("#"):
                yield from find_language_faults(root, language, folder)


def self_test():
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for place in ("src/app", "data", "po"):
            (root / place).mkdir(parents=True)
        page = root / "src/app/page.blp"
        page.write_text('Label { label: _("Open"); }\n')
        (root / "src/app/plain.c").write_text("/* _(\"no\") */ g_print_(\"x\");\n")
        (root / "po/POTFILES").write_text("src/app/page.blp\n")
        (root / "po/LINGUAS").write_text("nl\n")
        dutch = root / "po/nl.po"
        dutch.write_text(header + 'msgid "Open"\nmsgstr "Openen"\n')
        assert main([folder]) is None, main([folder])

        dutch.write_text(header + 'msgid "Open"\nmsgstr ""\n')
        assert 'not translated: msgid "Open" (src/app/page.blp:1)' in main([folder]), main([folder])
        dutch.write_text(header + '#, fuzzy\nmsgid "Open"\nmsgstr "Openen"\n')
        assert 'uncertain: msgid "Open"' in main([folder]), main([folder])
        dutch.write_text(header + 'msgid "Open"\nmsgstr "Openen"\n')
        page.write_text('Label { label: _("Open"); tooltip: C_("verb", "Close"); }\n')
        assert '"Close"' in main([folder]), main([folder])
        page.write_text('Label { label: "Open"; }\n')
        assert "has no text for people" in main([folder])
        page.write_text('Label { label: _("Open"); }\n')
        (root / "src/app/plain.c").write_text('gettext = _("Open");\n')
        assert main([folder]) == "po/POTFILES: lacks src/app/plain.c"


def main(arguments):
    """Returns what sys.exit() takes: a text on failure."""
    if arguments == ["--self-test"]:
        return self_test()

    return "\n".join(find_faults(pathlib.Path(arguments[0]))) or None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
