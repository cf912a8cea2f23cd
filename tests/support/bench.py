#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The klantportaal authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the benches of a build and prints their figures beside the targets. Each bench is a program
tests/bench/bench-NAME that prints one JSON object a line:

  {"bench":"first-sync","n":100000,"ours":…,"reference":…,"ratio":…,"target":…,"unit":"s","met":true}

Usage: bench.py BUILD [NAME…] [--json] [--smoke]
       --smoke: small and short, to see that the benches run; no target counts
"""

import json
import os
import pathlib
import subprocess
import sys

# Those that show windows; without a display they get one of their own.
WINDOWS = ("bench-form", "bench-frames", "bench-memory", "bench-start")
HEAD = f"{'bench':<16}{'n':>9}{'ours':>12}{'reference':>12} {'unit':<6}{'ratio':>8}{'target':>9}  met"


def figure(value):
    return "–" if value is None else f"{value:.4g}" if isinstance(value, float) else str(value)


def row(record):
    """One line of the table."""
    met = {True: "yes", False: "NO", None: "–"}[record.get("met")]
    return (
        f"{record['bench']:<16}{figure(record.get('n')):>9}{figure(record.get('ours')):>12}"
        f"{figure(record.get('reference')):>12} {record.get('unit', ''):<6}"
        f"{figure(record.get('ratio')):>8}{figure(record.get('target')):>9}  {met}"
        + (f"  {record['note']}" if record.get("note") else "")
    )


def run(program, options, as_json):
    """Runs one bench; yields its records as they come."""
    hidden = program.name in WINDOWS and not os.environ.get("DISPLAY")
    display = ("xvfb-run", "--auto-servernum") if hidden else ()
    process = subprocess.Popen(
        (*display, str(program), *options), stdout=subprocess.PIPE, text=True
    )
    for line in process.stdout:
        if not line.startswith("{"):
            print(line.rstrip(), file=sys.stderr)
            continue
        record = json.loads(line)
        print(line.rstrip() if as_json else row(record), flush=True)
        yield record
    if process.wait() != 0:
        print(f"{program.name} failed ({process.returncode})", file=sys.stderr)
        yield {"bench": program.name, "failed": True}


def main(arguments):
    build = pathlib.Path(arguments[0])
    options = [word for word in arguments[1:] if word == "--smoke"]
    as_json = "--json" in arguments
    names = [word for word in arguments[1:] if not word.startswith("--")]
    programs = {
        path.name.removeprefix("bench-"): path
        for path in sorted((build / "tests" / "bench").glob("bench-*"))
        if path.is_file()
    }
    unknown = [name for name in names if name not in programs]
    if unknown or not programs:
        print(
            f"no such bench: {', '.join(unknown)}; there are: {', '.join(programs) or 'none'}",
            file=sys.stderr,
        )
        return 1

    if not as_json:
        print(HEAD)
    records = [
        record for name in names or programs for record in run(programs[name], options, as_json)
    ]
    missed = [record["bench"] for record in records if record.get("met") is False]
    if missed and not options:
        print(f"missed: {', '.join(missed)}", file=sys.stderr)
    failed = any(record.get("failed") for record in records)
    return 1 if failed or (missed and not options) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
