#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The klantportaal authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Strangers who hold connections (R19): headers that never end, bodies by the byte, and answers that
nobody reads, through nginx with the sample's configuration, whose time limits are shortened.
Everybody else is answered meanwhile, none of it reaches the server, and nothing of it stays.

The long form (KP_TEST_LONG) has 5,000 sockets and the sample's own time limits, and compares the
99th percentile of the others with that of quiet times.

Usage: nginx_slow.py SERVER-PROGRAM ROOT
"""

import concurrent.futures
import contextlib
import multiprocessing
import os
import resource
import shutil
import socket
import ssl
import statistics
import sys
import tempfile
import time

import nginx

LONG = bool(os.environ.get("KP_TEST_LONG"))
PER_KIND = 1667 if LONG else 120
HONEST = 300 if LONG else 60
ROUNDS = 5 if LONG else 1
PER_ADDRESS = 60  # the sample lets one address have 100
DRIP_SECONDS = 5.0 if LONG else 1.0  # dripping costs the processors that are shared
KEPT = 32  # connections to the server, as the sample says
MOST_MORE = 1.5  # of the others' 99th percentile, STRENGTH.md

# The answers that strangers can get are small: the system's buffers must not hold them all.
SMALL_BUFFERS = (("ssl default_server", "ssl default_server sndbuf=8k"),)
SHORTENED = (
    ("client_header_timeout 10s", "client_header_timeout 5s"),
    ("client_body_timeout 15s", "client_body_timeout 5s"),
    ("send_timeout 15s", "send_timeout 5s"),
    ("keepalive_timeout 75s", "keepalive_timeout 5s"),
)

HEADER = f"GET /healthz HTTP/1.1\r\nHost: {nginx.HOST}\r\nX-Slow: ".encode()
BODY = f"POST /v1/sync HTTP/1.1\r\nHost: {nginx.HOST}\r\nContent-Length: 1000000\r\n\r\n".encode()
ASKED = f"GET /.well-known/klantportaal HTTP/1.1\r\nHost: {nginx.HOST}\r\n\r\n".encode()

# Kind: what it sends first. The order is that of opening: nginx bounds the whole time of a header
# only; a body and an answer may last, as long as a little of them passes now and then.
KINDS = {"read": 300 * ASKED, "body": BODY, "header": HEADER}


def address(number):
    return f"127.1.{number // 250}.{number % 250 + 1}"


def connect(port, source, hurried):
    plain = socket.socket()
    if not hurried:
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    plain.bind((source, 0))
    plain.settimeout(60)
    plain.connect(("127.0.0.1", port))
    secure = ssl._create_unverified_context().wrap_socket(plain, server_hostname=nginx.HOST)
    secure.setblocking(False)
    return secure


def drip(held):
    """Moves a little over each; returns those that nginx still lets."""
    alive = []
    for kind, secure in held:
        try:
            if kind == "read":  # what was said is not asked for
                os.read(secure.fileno(), 1024)
            else:
                secure.send(b"x")
        except (BlockingIOError, ssl.SSLWantWriteError):
            pass
        except OSError:
            secure.close()
            continue
        alive.append((kind, secure))
    return alive


def open_one(port, kind, number):
    secure = connect(port, address(number // PER_ADDRESS), kind != "read")
    with contextlib.suppress(ssl.SSLWantWriteError):
        secure.send(KINDS[kind])
    return kind, secure


def attack(port, channel):
    """Process of its own: opens everything, says so, and drips until it is told to fall silent. The
    sockets stay open until it ends."""
    held, number, dripped = [], 0, time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        for kind in KINDS:
            for first in range(0, PER_KIND, 100):
                count = min(100, PER_KIND - first)
                numbers = range(number, number + count)
                held += pool.map(open_one, count * [port], count * [kind], numbers)
                number += count
                if time.monotonic() - dripped > DRIP_SECONDS:
                    held, dripped = drip(held), time.monotonic()
    channel.send(len(held))
    while not channel.poll(DRIP_SECONDS):
        held = drip(held)
    channel.recv()
    channel.recv()  # silent until the end


@contextlib.contextmanager
def attackers(front):
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=attack, args=(front.port, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        assert ours.poll(nginx.WAIT), "the attack did not begin"
        assert ours.recv() > 2 * PER_KIND, "nginx shows them out while they come"
        yield ours
    finally:
        process.kill()
        process.join()


def held_by_program(port):
    """How many accepted connections of a local port some program holds a descriptor of. With the
    address: a stranger, on one of his own, may have been given the same number for his end."""
    local = f"0100007F:{port:04X}"
    with open("/proc/net/tcp", encoding="ascii") as table:
        rows = [line.split() for line in table][1:]
    return sum(row[1] == local and row[3] != "0A" and row[9] != "0" for row in rows)


def ask_honestly(front):
    """Returns the seconds of each request; fails unless all are answered."""
    seconds = []
    for number in range(HONEST):
        began = time.monotonic()
        status, answer = front.ask(
            nginx.request("GET", "/healthz"), source=f"127.2.0.{number % 100 + 1}"
        )
        seconds.append(time.monotonic() - began)
        assert status == 200, answer
    return seconds


def percentile_99(seconds):
    return sorted(seconds)[len(seconds) * 99 // 100]


def others_are_answered(front):
    ratios = []
    for _ in range(ROUNDS):
        quiet = percentile_99(ask_honestly(front))
        with attackers(front) as channel:
            loud = percentile_99(ask_honestly(front))
            held = held_by_program(front.port)
            assert held > PER_KIND, f"the attack ended early: {held}"
            # At most what nginx keeps open for the next request; those who do not read had one.
            nginx.until(
                "they occupy the server",
                lambda: held_by_program(front.behind) <= KEPT,
                front.processes,
            )
            channel.send("silent")
        ratios.append(loud / quiet)
        nginx.until(
            "nginx holds descriptors", lambda: held_by_program(front.port) == 0, front.processes
        )
    print(f"# 99th percentile {statistics.median(ratios):.2f} times that of quiet times")
    assert not LONG or statistics.median(ratios) <= MOST_MORE, ratios


def the_slow_are_shown_out(front):
    """They stay, but nginx does not wait for them."""
    with attackers(front) as channel:
        channel.send("silent")
        nginx.until(
            "nginx waits for ever", lambda: held_by_program(front.port) == 0, front.processes
        )


CASES = (others_are_answered, the_slow_are_shown_out)


def main(program, root):
    if not shutil.which("nginx"):
        print("1..0 # SKIP nginx is not installed")
        return 0
    if LONG:
        nginx.WAIT = 300.0
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    if most < 8 * PER_KIND:
        print(f"1..0 # SKIP a process may have {most} descriptors only")
        return 0
    print(f"1..{len(CASES)}")
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        front = nginx.Front(program, root, folder, SMALL_BUFFERS + (() if LONG else SHORTENED))
        try:
            for number, case in enumerate(CASES, 1):
                path = "/nginx/slow/" + case.__name__.replace("_", "-")
                try:
                    case(front)
                    print(f"ok {number} {path}", flush=True)
                except (AssertionError, OSError, ValueError) as error:
                    failed += 1
                    print(f"not ok {number} {path}\n# {type(error).__name__}: {error}"[:600])
        finally:
            front.stop()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
