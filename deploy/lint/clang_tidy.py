#!/usr/bin/python3
# Runs clang-tidy over the sources of server, storage and client, and writes down beside itself what was clean: a file
# is read again only when it, a header of this tree that it names, or .clang-tidy has changed. The list is kept with the
# sources, so that a fresh clone reads what is new and does not spend an hour on what is not.
"""Usage: clang_tidy.py --build FOLDER [--jobs N] [--seconds S] [FILE...]"""
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
CLEAN = pathlib.Path(__file__).with_name("clang_tidy.clean")


def sources(build):
    """The hand-written sources that `build` compiles, by their path in the tree."""
    for entry in json.loads((build / "compile_commands.json").read_text()):
        path = pathlib.Path(entry["file"])
        if path.is_relative_to(ROOT) and str(path.relative_to(ROOT)).startswith(FOLDERS):
            yield str(path.relative_to(ROOT))


def database(build):
    """A folder with the commands of `build` but for the precompiled headers: a file that is compiled with one holds the
    headers of all its kind, and each check walks over all that a file holds. Without, it takes half the time."""
    folder = build / "tidy"
    folder.mkdir(exist_ok=True)
    commands = json.loads((build / "compile_commands.json").read_text())
    for entry in commands:
        entry["command"] = re.sub(r" -include-pch \S+", "", entry["command"])
    (folder / "compile_commands.json").write_text(json.dumps(commands))
    return folder


def fingerprint(name):
    """Changes with the source `name`, each header of this tree that it includes, and the checks."""
    path = ROOT / name
    included = re.findall(r'^#include "([^"]+)"', path.read_text(encoding="utf-8"), re.M)
    digest = hashlib.sha256()
    for file in [ROOT / ".clang-tidy", path, *(ROOT / header for header in sorted(included))]:
        if file.is_file():
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def tidy(name, commands, latest):
    """What is found in it, nothing when it is clean, None when it was too late to begin; and for how long it was read."""
    start = time.monotonic()
    if start > latest:
        return None, 0
    done = subprocess.run(["clang-tidy-14", "--quiet", "-p", str(commands), str(ROOT / name)],
                          cwd=ROOT, capture_output=True, text=True, check=False)
    found = done.stdout.strip()
    if done.returncode != 0 and not found:
        found = done.stderr.strip()
    return found, time.monotonic() - start


def write_clean(clean):
    CLEAN.write_text("".join(f"{mark} {name}\n" for name, mark in sorted(clean.items())), encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="no file is begun later than this")
    parser.add_argument("files", nargs="*")
    options = parser.parse_args()

    lines = CLEAN.read_text(encoding="utf-8").splitlines() if CLEAN.exists() else []
    known = {name: mark for mark, name in (line.split() for line in lines)}
    now = {name: fingerprint(name) for name in sources(options.build.resolve())}
    clean = {name: mark for name, mark in now.items() if known.get(name) == mark}
    waiting = [name for name in now if name not in clean and (not options.files or name in options.files)]
    print(f"{len(waiting)} of {len(now)} files to read")
    bad = unread = 0
    commands, latest = database(options.build.resolve()), time.monotonic() + options.seconds
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for name, (found, seconds) in zip(waiting, pool.map(lambda n: tidy(n, commands, latest), waiting)):
            if found is None:
                unread += 1
                continue
            print(f"{seconds:6.1f} s  {name}", flush=True)
            if found:
                bad += 1
                print(found, flush=True)
            else:
                clean[name] = now[name]
                write_clean(clean)
    print(f"{bad} files with findings, {unread} not read in the time given")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
