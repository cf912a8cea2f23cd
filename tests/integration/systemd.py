#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The klantportaal authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the systemd samples: systemd understands every line, and its own measure of how much of
the machine the service could reach is at most 1.5 of 10 (SECURITY, section 12).

Usage: systemd.py SERVICE SOCKET
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

MOST = 15  # tenths


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False)


def main(*units):
    if not shutil.which("systemd-analyze"):
        print("1..0 # SKIP systemd-analyze is not installed")
        return 0

    with tempfile.TemporaryDirectory() as folder:
        for unit in map(pathlib.Path, units):
            # The program is not installed where the tests run; any other stands in for it.
            text = re.sub(r"(?<==)\S+/klantportaal-server(?= )", "/usr/bin/true", unit.read_text())
            (pathlib.Path(folder) / unit.name).write_text(text)
        names = sorted(str(path) for path in pathlib.Path(folder).iterdir())
        verified = run("systemd-analyze", "verify", "--man=no", *names)
        service = pathlib.Path(folder) / "klantportaal-server.service"
        exposure = run(
            "systemd-analyze", "security", "--offline=true", f"--threshold={MOST}", "--no-pager",
            str(service),
        )  # fmt: skip

    complaints = [line for line in verified.stderr.splitlines() if "klantportaal" in line]
    for line in complaints:
        print(f"# {line}")
    print(f"{'not ' if complaints else ''}ok 1 /systemd/units/are-understood")

    measured = re.search(r"exposure level for \S+: ([\d.]+)", exposure.stdout)
    level = float(measured.group(1)) if measured else 10.0
    good = measured is not None and level * 10 <= MOST
    print(f"# exposure {level} of 10, at most {MOST / 10}")
    print(f"{'' if good else 'not '}ok 2 /systemd/service/exposure-is-small")
    print("1..2")
    return 0 if good and not complaints else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
