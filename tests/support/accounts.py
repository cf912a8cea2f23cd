#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The klantportaal authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints the demo's accounts as a person at the console wants to read them.

Usage: accounts.py ACCOUNTS.json
"""

import json
import sys


def main(path):
    with open(path, encoding="utf-8") as file:
        demo = json.load(file)
    base = demo["base_url"].rstrip("/")
    for kind, title in (("customer", "Customers"), ("staff", "Office staff")):
        print(f"\n{title}:")
        for account in demo["accounts"]:
            if account["kind"] == kind:
                address = f"{base}/{account['portal']}" if account.get("portal") else base
                print(
                    f"  {account['name']:<24} {address:<36}"
                    f" {account['login']:<32} {account['password']}"
                )
    print()


if __name__ == "__main__":
    main(sys.argv[1])
