#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The klantportaal authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Adds up the results of a run of `meson test`: the single cases of programs that speak TAP,
and one case for each other program, with what the programs want to be noted ("# note: …") and why
cases failed. The last line reads "N passed, N failed".

Usage: summary.py TESTLOG.json… | --self-test
"""

import json
import pathlib
import re
import sys
import tempfile

CASE = re.compile(r"^(not )?ok \d+(?: - | )?(\S*)([^\n]*)$", re.MULTILINE)
NOTE = re.compile(r"^# note: (.+)$", re.MULTILINE)
REASON = 200  # characters of why a case failed: the seed of a simulation, what was asserted


def count(record):
    """Returns (passed, failed names, skipped) of one program, a line of meson's log."""
    passed, skipped, failed = 0, 0, []
    for bad, name, rest in CASE.findall(record.get("stdout") or ""):
        if re.search(r"#\s*(skip|todo)", rest, re.IGNORECASE):
            skipped += 1
        elif bad:
            failed.append((name + rest)[:REASON])
        else:
            passed += 1

    good = record["result"] in ("OK", "EXPECTEDFAIL")
    if record["result"] == "SKIP":
        skipped = max(skipped, 1)
    elif not good and not failed:
        failed.append(f"({record['result'].lower()})")  # crashed, hung, or no TAP at all
    elif good and not passed and not skipped:
        passed = 1
    return passed, failed, skipped


def summarise(lines):
    """Returns (text, whether all is well) for the lines of the log."""
    passed, failed, skipped, notes = 0, [], 0, []
    for line in lines:
        record = json.loads(line)
        good, bad, left_out = count(record)
        name = record["name"].rpartition("/ ")[2]
        notes += [f"{name}: {note}" for note in NOTE.findall(record.get("stdout") or "")]
        passed += good
        skipped += left_out
        failed += [f"{name}: {case}" for case in bad]

    text = notes + [f"FAILED {name}" for name in failed]
    if skipped:
        text.append(f"{skipped} skipped")
    if not passed and not failed:
        text.append("No test ran: the suites have none, or their names are wrong.")
    text.append(f"{passed} passed, {len(failed)} failed")
    return "\n".join(text), bool(passed) and not failed


def self_test():
    def of(result, stdout=""):
        return count({"name": "x", "result": result, "stdout": stdout})

    assert of("OK") == (1, [], 0)
    assert of("OK", "ok 1 /a\nok 2 /b # SKIP no\n") == (1, [], 1)
    assert of("OK", "1..0 # SKIP no display\n")[1] == []
    assert of("FAIL", "TAP version 14\nok 1 /a\nnot ok 2 /b\n") == (1, ["/b"], 0)
    assert of("ERROR", "ok 1 /a\n") == (1, ["(error)"], 0)
    assert of("FAIL", "not ok 1 /b - seed 7: I4\n") == (0, ["/b - seed 7: I4"], 0)
    assert of("TIMEOUT") == (0, ["(timeout)"], 0)
    assert of("SKIP") == (0, [], 1)
    assert of("FAIL") == (0, ["(fail)"], 0)
    assert summarise([])[1] is False
    lines = [json.dumps({"name": "a", "result": "OK", "stdout": "ok 1 /a\nok 2 /b\n"})]
    assert summarise(lines) == ("2 passed, 0 failed", True)
    lines.append(json.dumps({"name": "b", "result": "FAIL", "stdout": "not ok 1 /c\n"}))
    assert summarise(lines) == ("FAILED b: /c\n2 passed, 1 failed", False)
    told = json.dumps({"name": "s / c", "result": "OK", "stdout": "# note: seeds 1-9\nok 1 /d\n"})
    assert summarise([told]) == ("c: seeds 1-9\n1 passed, 0 failed", True)
    with tempfile.TemporaryDirectory() as folder:
        log = pathlib.Path(folder) / "log.json"
        log.write_text("\n".join(lines) + "\n")
        assert main([str(log)]) == 1


def main(arguments):
    if arguments == ["--self-test"]:
        self_test()
        return 0
    lines = []
    for name in arguments:
        log = pathlib.Path(name)
        lines += log.read_text().splitlines() if log.exists() else []
    text, good = summarise(lines)
    print(text)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
