#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The klantportaal authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the help: the same topics with the same structure in each language, valid Mallard as far as
we use it, a topic for every module and dialog, and no word of the interface that it does not have.

Usage: check-help.py ROOT | --self-test
"""

import pathlib
import re
import sys
import tempfile
import xml.etree.ElementTree as ET

MALLARD = "{http://projectmallard.org/1.0/}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
FOLDERS = {"C": "en", "nl": "nl"}
BLOCKS = {"p", "steps", "list"}
# What may stand in what; anything else would show as nothing, or as something else.
CHILDREN = {
    "page": {"info", "title", "section"} | BLOCKS,
    "section": {"title", "section"} | BLOCKS,
    "info": {"link", "desc"},
    "steps": {"item"},
    "list": {"item"},
    "item": BLOCKS,
    "p": {"gui", "keyseq", "key", "code", "em", "link"},
    "keyseq": {"key"},
}
DIALOG = re.compile(r"G_DEFINE_\w*TYPE\w* \((Kp\w+),\s*\w+,\s*ADW_TYPE_DIALOG\b")
MODULE = re.compile(r'\.name = "([\w-]+)"')
ROW = re.compile(r'^  \{ "[^{}]*"([\w-]+)" \},$', re.M)


def tag_of(node):
    return node.tag.removeprefix(MALLARD)


def find_structure_faults(name, node):
    """What is not the Mallard that we use."""
    tag = tag_of(node)
    if not node.tag.startswith(MALLARD):
        yield f"{name}: <{tag}> is not of Mallard's namespace"
    for child in node:
        if tag_of(child) not in CHILDREN.get(tag, set()):
            yield f"{name}: <{tag_of(child)}> cannot stand in <{tag}>"
        yield from find_structure_faults(name, child)
    if tag in ("p", "title", "desc", "gui", "key", "code") and not "".join(node.itertext()).strip():
        yield f"{name}: an empty <{tag}>"


def find_page_faults(name, page, language, topics):
    yield from find_structure_faults(name, page)
    ident = pathlib.PurePath(name).stem
    if tag_of(page) != "page" or page.get("id") != ident:
        yield f"{name}: is not the page “{ident}”"
    if page.get(XML_LANG) != language:
        yield f"{name}: xml:lang is not “{language}”"
    if page.find(f"{MALLARD}title") is None or page.find(f"{MALLARD}info/{MALLARD}desc") is None:
        yield f"{name}: lacks a title or a description"
    links = list(page.iter(f"{MALLARD}link"))
    for link in links:
        if link.get("xref") is not None and link.get("xref") not in topics:
            yield f"{name}: leads to “{link.get('xref')}”, which is not there"
    if ident != "index" and not any(link.get("type") == "guide" for link in links):
        yield f"{name}: no guide leads to it"


def outline(page):
    """The structure that languages share: elements, and where links lead."""
    return [(tag_of(node), node.get("xref"), node.get("type")) for node in page.iter()]


def words(page):
    return ["".join(node.itertext()) for node in page.iter(f"{MALLARD}gui")]


def plain(text):
    return text.replace("_", "").rstrip("…:")


def read_catalogue(path):
    """English text of the interface → Dutch, both without marks of keys."""
    texts = {}
    if not path.exists():
        return texts
    joined = re.sub(r'"\n"', "", path.read_text())
    for source, text in re.findall(r'^msgid "(.+)"\nmsgstr "(.*)"$', joined, re.M):
        texts.setdefault(plain(source), set()).add(plain(text))
    return texts


def find_word_faults(name, english, dutch, catalogue):
    """The interface's own words are used in both languages."""
    for source, text in zip(words(english), words(dutch)):
        if plain(source) not in catalogue:
            yield f"help/C/{name}.page: the interface has no “{source}”"
        elif plain(text) not in catalogue[plain(source)]:
            wanted = " or ".join(f"“{each}”" for each in sorted(catalogue[plain(source)]))
            yield f"help/nl/{name}.page: “{text}” is {wanted} in the interface"


def read_wanted(root):
    """(topic, why): what the application can ask for."""
    app = root / "src" / "app"
    for module in MODULE.findall((app / "kp-page-registry.c").read_text()):
        yield module, f"the module “{module}”"
    for topic in ROW.findall((app / "kp-help.c").read_text()):
        yield topic, "kp-help.c"


def find_dialog_faults(root):
    table = (root / "src/app/kp-help.c").read_text()
    for path in sorted((root / "src/app").rglob("*.c")):
        for dialog in DIALOG.findall(path.read_text()):
            if f'"{dialog}"' not in table:
                yield f"src/app/kp-help.c: has no topic for {dialog}"


def find_faults(root):
    pages = {folder: {} for folder in FOLDERS}
    for folder in FOLDERS:
        for path in sorted((root / "help" / folder).glob("*.page")):
            try:
                pages[folder][path.stem] = ET.parse(path).getroot()
            except ET.ParseError as error:
                yield f"help/{folder}/{path.name}: {error}"
    topics = set(pages["C"])
    for name in sorted(topics ^ set(pages["nl"])):
        yield f"help: the topic “{name}” is not in each language"
    listed = set(re.findall(r"^  '([\w-]+)',$", (root / "help/meson.build").read_text(), re.M))
    for name in sorted(topics ^ listed):
        yield f"help/meson.build: the list and the files differ in “{name}”"
    for folder, language in FOLDERS.items():
        for name, page in pages[folder].items():
            yield from find_page_faults(f"help/{folder}/{name}.page", page, language, topics)
    catalogue = read_catalogue(root / "po" / "nl.po")
    for name in sorted(topics & set(pages["nl"])):
        if outline(pages["C"][name]) != outline(pages["nl"][name]):
            yield f"help/nl/{name}.page: is built otherwise than help/C/{name}.page"
        else:
            yield from find_word_faults(name, pages["C"][name], pages["nl"][name], catalogue)
    for topic, why in read_wanted(root):
        if topic not in topics:
            yield f"help: there is no topic “{topic}” for {why}"
    yield from find_dialog_faults(root)


def make_page(ident, language, body, link="index"):
    guide = f'<link type="guide" xref="{link}"/>' if ident != "index" else ""
    return (
        f'<page xmlns="{MALLARD[1:-1]}" id="{ident}" xml:lang="{language}">'
        f"<info>{guide}<desc>d</desc></info><title>t</title>{body}</page>"
    )


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for place in ("src/app", "help/C", "help/nl", "po"):
            (root / place).mkdir(parents=True)
        (root / "src/app/kp-page-registry.c").write_text('{ .name = "home" }')
        (root / "src/app/kp-help.c").write_text('  { "KpOneDialog", "home" },\n')
        (root / "src/app/one.c").write_text("G_DEFINE_FINAL_TYPE (KpOneDialog, x, ADW_TYPE_DIALOG)")
        (root / "help/meson.build").write_text("  'home',\n  'index',\n")
        (root / "po/nl.po").write_text('msgid "_Save…"\nmsgstr "_Opslaan…"\n')
        good = {"C": "<p><gui>Save</gui></p>", "nl": "<p><gui>Opslaan</gui></p>"}

        def faults_with(path=None, text=None):
            for each, language in FOLDERS.items():
                for ident in ("home", "index"):
                    page = make_page(ident, language, good[each] if ident == "home" else "")
                    (root / f"help/{each}/{ident}.page").write_text(page)
            before = (root / path).read_text() if path and (root / path).exists() else None
            if path:
                (root / path).write_text(text)
            found = list(find_faults(root))
            if path and before is None:
                (root / path).unlink()
            elif path:
                (root / path).write_text(before)
            return found

        assert not faults_with(), faults_with()
        for path, text, fault in (
            ("help/C/home.page", "<page", "help/C/home.page: "),
            ("help/C/home.page", make_page("other", "en", good["C"]), "is not the page"),
            ("help/C/home.page", make_page("home", "nl", good["C"]), "xml:lang"),
            ("help/C/home.page", make_page("home", "en", good["C"], "gone"), "leads to"),
            ("help/C/home.page", make_page("home", "en", "<table/>"), "cannot stand"),
            ("help/C/home.page", make_page("home", "en", "<p> </p>"), "an empty <p>"),
            ("help/nl/home.page", make_page("home", "nl", "<p>x</p>"), "is built otherwise"),
            ("help/C/home.page", make_page("home", "en", "<p><gui>Keep</gui></p>"), "has no “Keep”"),
            ("help/nl/home.page", make_page("home", "nl", "<p><gui>Red</gui></p>"), "is “Opslaan”"),
            ("help/C/new.page", make_page("new", "en", ""), "is not in each language"),
            ("help/meson.build", "  'home',\n", "differ in “index”"),
            ("src/app/kp-page-registry.c", '{ .name = "more" }', "no topic “more”"),
            ("src/app/kp-help.c", '  { "KpOneDialog", "gone" },\n', "no topic “gone”"),
            ("src/app/kp-help.c", '  { "KpTwoDialog", "home" },\n', "no topic for KpOneDialog"),
        ):
            found = faults_with(path, text)
            assert any(fault in each for each in found), (path, fault, found)


def main(arguments):
    if arguments == ["--self-test"]:
        return self_test()
    if len(arguments) != 1:
        return __doc__
    return "\n".join(find_faults(pathlib.Path(arguments[0]))) or None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
