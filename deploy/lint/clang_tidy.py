#!/usr/bin/python3
# Runs clang-tidy over the sources of server, storage and client, two at a time, and remembers what was clean: a file
# is read again only when it, a header it includes, or .clang-tidy has changed.
"""Usage: clang_tidy.py --build FOLDER [--jobs N] [FILE...]"""
import argparse
import concurrent.futures
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDERS = ("server/", "storage/", "client/")
CACHE = ROOT / ".cache" / "clang-tidy"


def sources(build):
    """The hand-written sources and how each is compiled."""
    for entry in json.loads((build / "compile_commands.json").read_text()):
        path = pathlib.Path(entry["file"])
        if path.is_relative_to(ROOT) and str(path.relative_to(ROOT)).startswith(FOLDERS):
            yield path, entry["command"]


def included_headers(path, seen):
    """The headers of this tree that `path` includes, directly or not."""
    for name in re.findall(r'^#include "([^"]+)"', path.read_text(encoding="utf-8"), re.M):
        header = ROOT / name
        if header not in seen and header.is_file():
            seen.add(header)
            included_headers(header, seen)
    return seen


def fingerprint(path, command, fixed):
    """Changes when anything changes that decides what clang-tidy says of `path`."""
    digest = hashlib.sha256(fixed)
    digest.update(command.replace(str(ROOT), "").encode())
    for file in [path, *sorted(included_headers(path, set()))]:
        digest.update(str(file.relative_to(ROOT)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def tidy(path, build):
    start = time.monotonic()
    done = subprocess.run(
        ["clang-tidy-14", "--quiet", "-p", str(build), str(path)],
        cwd=ROOT, capture_output=True, text=True, check=False)
    return path, done.returncode, done.stdout, time.monotonic() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("files", nargs="*")
    options = parser.parse_args()
    CACHE.mkdir(parents=True, exist_ok=True)
    fixed = (ROOT / ".clang-tidy").read_bytes() + b"".join(
        file.read_bytes() for file in sorted((ROOT / "proto").rglob("*.proto")))

    waiting = {}
    for path, command in sources(options.build.resolve()):
        if options.files and str(path.relative_to(ROOT)) not in options.files:
            continue
        mark = CACHE / fingerprint(path, command, fixed)
        if not mark.exists():
            waiting[path] = mark
    print(f"{len(waiting)} files to read")
    bad = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for path, code, output, seconds in pool.map(lambda p: tidy(p, options.build.resolve()), waiting):
            print(f"{seconds:6.1f} s  {path.relative_to(ROOT)}", flush=True)
            if code == 0 and not output.strip():
                waiting[path].touch()
            else:
                bad += 1
                print(output, flush=True)
    print(f"{bad} files with findings")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
