#!/usr/bin/python3
# Runs the README's commands against the programs that were just built, in a copy of what they need, and holds the
# output printed there against the real one (digits may differ).
"""Usage: readme_test.py BUILD_FOLDER README...

A fenced block is run when the line before it is <!-- run -->. In it, a line that begins with "$ " is a command; what
follows, up to the next command, are lines of its output, each of which must occur; a line "…" stands for any. The
commands of a page share one shell, which stops at the first failure.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
NEEDED = ["README.md", "README.zh-CN.md", "deploy", "tests/testdata"]
END = "--- end of command ---"


def blocks(page):
    """The blocks to run, as lists of (command, expected lines)."""
    for block in re.findall(r"^<!-- run -->\n```\w*\n(.*?)^```$", page, re.M | re.S):
        commands = []
        for line in block.splitlines():
            if line.startswith("$ "):
                commands.append((line[2:], []))
            elif line.strip() not in ("", "…"):
                commands[-1][1].append(line)
        yield from commands


def shape(line):
    """What must be the same: the line without the values of its digits and without its blanks."""
    return re.sub(r"\s+", "", re.sub(r"\d+", "#", line))


def run_page(copy, build, page):
    """Runs the page's commands in one shell; returns what is wrong."""
    commands = list(blocks(page.read_text(encoding="utf-8")))
    if not commands:
        return [f"{page.name}: nothing to run"]
    script = "set -e\n" + "".join(f"{command}\necho '{END}'\n" for command, _ in commands)
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    # With CDPATH a cd to a relative folder prints where it went.
    environment |= {"LC_ALL": "C.UTF-8", "CDPATH": ".", "SANTONG_BUILD_DIR": str(build)}
    done = subprocess.run(["bash", "-c", script], cwd=copy, env=environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    outputs = done.stdout.split(END + "\n")
    wrong = []
    if done.returncode != 0:
        command = commands[min(len(outputs) - 1, len(commands) - 1)][0]
        wrong.append(f"{page.name}: exit code {done.returncode} of: {command}\n{outputs[-1]}")
    for (command, expected), output in zip(commands, outputs):
        have = [shape(line) for line in output.splitlines()]
        for line in expected:
            if not any(shape(line) in real for real in have):
                wrong.append(f"{page.name}: {command}\n  prints no line like: {line}\n  but:\n{output}")
    return wrong


def deploy_run(copy, build, option):
    # What the caller has set for a client of their own decides nothing.
    own = {"SANTONG_OUTPUT": "json", "SANTONG_TOKEN_FILE": "/nowhere", "SANTONG_CONFIG": "/nowhere"}
    return subprocess.run([str(copy / "deploy/run"), option], env=os.environ | {"SANTONG_BUILD_DIR": str(build)} | own,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          check=False)


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    wrong = []
    for name in sys.argv[2:]:
        with tempfile.TemporaryDirectory(prefix="santong-readme-") as folder:
            copy = pathlib.Path(folder)
            for needed in NEEDED:
                source, target = ROOT / needed, copy / needed
                if source.is_dir():
                    shutil.copytree(source, target)
                elif source.exists():
                    shutil.copy(source, target)
            try:
                wrong += run_page(copy, build, copy / name)
                again = deploy_run(copy, build, "--exit")
                if again.returncode != 0:
                    wrong.append(f"deploy/run --exit, run again: exit code {again.returncode}\n{again.stdout}")
            finally:
                deploy_run(copy, build, "--stop")
    for problem in wrong:
        print(problem)
    print(f"{len(wrong)} problems")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
