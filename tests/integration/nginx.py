#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The klantportaal authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs data/nginx/klantportaal.conf, only its addresses and certificate replaced, in front of the
real server, and asks through it as strangers would.

Usage: nginx.py SERVER-PROGRAM ROOT
"""

import json
import pathlib
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time

HOST = "portal.example.nl"
WAIT = 60.0


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def until(what, ask, processes):
    end = time.monotonic() + WAIT
    while not ask():
        for process in processes:
            assert process.poll() is None, f"{what}: {process.args[0]} ended"
        assert time.monotonic() < end, what
        time.sleep(0.05)


def answers(port):
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
        return True
    except OSError:
        return False


class Front:
    """The server, and nginx before it, in a folder of their own. also: more pairs of what the sample
    says and what is to stand there."""

    def __init__(self, program, root, folder, also=()):
        self.folder = pathlib.Path(folder)
        self.port, self.behind = free_port(), free_port()
        behind = self.behind
        self.processes = []
        configuration = self.folder / "server.conf"
        configuration.write_text(
            f"[server]\nfolder={self.folder}/server\nlisten=127.0.0.1:{behind}\n"
        )
        self.start(program, "serve", "--config", configuration)
        until("the server does not answer", lambda: answers(behind), self.processes)
        self.write_configuration(root, behind, also)
        self.start("nginx", "-p", folder, "-c", "nginx.conf", "-e", "errors")
        until("nginx does not answer", lambda: answers(self.port), self.processes)

    def start(self, *command):
        with open(self.folder / "log", "ab") as log:
            command = [str(word) for word in command]
            self.processes.append(subprocess.Popen(command, stdout=log, stderr=log))

    def write_configuration(self, root, behind, also):
        subprocess.run(
            ("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
             "-nodes", "-days", "2", "-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}",
             "-keyout", self.folder / "key", "-out", self.folder / "certificate"),
            check=True, capture_output=True,
        )  # fmt: skip
        sample = (pathlib.Path(root) / "data" / "nginx" / "klantportaal.conf").read_text()
        for ours, theirs in (
            ("127.0.0.1:8390", f"127.0.0.1:{behind}"),
            ("listen 443 ssl", f"listen 127.0.0.1:{self.port} ssl"),
            ("/etc/ssl/private/portal.pem", f"{self.folder}/certificate"),
            ("/etc/ssl/private/portal.key", f"{self.folder}/key"),
            *also,
        ):
            assert ours in sample, f"the sample has no {ours}"
            sample = sample.replace(ours, theirs)
        folders = "".join(
            f"{kind}_temp_path {self.folder}/{kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (self.folder / "nginx.conf").write_text(
            f"daemon off;\npid {self.folder}/pid;\nevents {{ worker_connections 16384; }}\n"
            f"http {{\naccess_log off;\n{folders}{sample}}}\n"
        )

    def stop(self):
        for process in reversed(self.processes):
            process.terminate()
            process.wait()

    def ask(self, request, host=HOST, source="127.0.0.1"):
        """Sends bytes as they are; returns (status, headers and body as text)."""
        context = ssl.create_default_context(cafile=self.folder / "certificate")
        plain = socket.create_connection(("127.0.0.1", self.port), 20, (source, 0))
        with context.wrap_socket(plain, server_hostname=host) as secure:
            secure.sendall(request)
            answer = b""
            try:
                while not is_whole(answer):
                    piece = secure.recv(65536)
                    if not piece:
                        break
                    answer += piece
            except (ConnectionResetError, ssl.SSLError):
                pass  # nginx closes while we still send; what it said is here
        return int(answer.split()[1]), answer.decode(errors="replace")


def request(method, path, *lines, body=b""):
    head = [f"{method} {path} HTTP/1.1", f"Host: {HOST}", "Connection: close", *lines]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def is_whole(answer):
    """nginx keeps a refused connection open for a while, so its end cannot be waited for."""
    head, _, body = answer.partition(b"\r\n\r\n")
    length = re.search(rb"\r\ncontent-length: (\d+)", head, re.IGNORECASE)
    return length is not None and len(body) >= int(length.group(1))


def body_of(answer):
    return json.loads(answer[answer.index("{") : answer.rindex("}") + 1])


def health_passes(front):
    assert front.ask(request("GET", "/healthz"))[0] == 200


def discovery_passes_with_the_outer_address(front):
    forged = ("X-Forwarded-Host: evil.example", "X-Forwarded-For: 6.6.6.6", "Forwarded: host=evil")
    status, answer = front.ask(
        request("GET", "/.well-known/klantportaal", "X-Forwarded-Proto: http", *forged)
    )
    assert status == 200, answer
    assert body_of(answer)["base_url"] == f"https://{HOST}", answer


def headers_name_no_version(front):
    answer = front.ask(request("GET", "/healthz"))[1].lower()
    assert "server: nginx\r\n" in answer and "strict-transport-security" in answer, answer


def a_body_too_large_is_refused_unread(front):
    status, answer = front.ask(request("POST", "/v1/sync", "Content-Length: 5000000"))
    assert status == 413, answer
    status, answer = front.ask(request("POST", "/v1/sign-in", "Content-Length: 20000"))
    assert status == 413, answer


def a_file_passes_up_to_its_limit(front):
    for size, expected in ((5000000, 401), (10485760, 401), (10485761, 413)):
        body = b"x" * size if expected == 401 else b""
        path = "/v1/blob/" + 64 * "0"
        status, answer = front.ask(request("PUT", path, f"Content-Length: {size}", body=body))
        assert status == expected, answer


def two_lengths_are_refused(front):
    both = ("Content-Length: 3", "Transfer-Encoding: chunked")
    status, answer = front.ask(request("POST", "/v1/sync", *both, body=b"0\r\n\r\n"))
    assert status == 400, answer


def figures_are_hidden(front):
    assert front.ask(request("GET", "/metrics"))[0] == 404


def another_host_gets_nothing(front):
    try:
        front.ask(request("GET", "/healthz"), host="other.example")
    except ssl.SSLError:
        return
    raise AssertionError("the handshake for another host succeeded")


def guessing_is_slowed_down(front):
    guess = request("POST", "/v1/sign-in", "Content-Length: 2", body=b"{}")
    assert 429 in [front.ask(guess)[0] for _ in range(40)]


CASES = (
    health_passes,
    discovery_passes_with_the_outer_address,
    headers_name_no_version,
    a_body_too_large_is_refused_unread,
    a_file_passes_up_to_its_limit,
    two_lengths_are_refused,
    figures_are_hidden,
    another_host_gets_nothing,
    guessing_is_slowed_down,
)


def main(program, root):
    if not shutil.which("nginx"):
        print("1..0 # SKIP nginx is not installed")
        return 0
    print(f"1..{len(CASES)}")
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        front = Front(program, root, folder)
        try:
            for number, case in enumerate(CASES, 1):
                path = "/nginx/" + case.__name__.replace("_", "-")
                try:
                    case(front)
                    print(f"ok {number} {path}")
                except (AssertionError, OSError, ValueError) as error:
                    failed += 1
                    print(f"not ok {number} {path}\n# {type(error).__name__}: {error}"[:600])
        finally:
            front.stop()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
