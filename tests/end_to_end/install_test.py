#!/usr/bin/python3
# `cmake --install` puts all that a server and its clients need in one place, and it starts from there.
#   install_test.py BUILD_DIR
import pathlib
import subprocess
import sys
import tempfile

FILES = ("bin/santongd", "bin/santong-extract", "bin/santong-print", "bin/santong", "share/man/man1/santong.1",
         "share/bash-completion/completions/santong", "share/zsh/site-functions/_santong",
         "share/fish/vendor_completions.d/santong.fish")


def run(*words):
    return subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)


def problems(build, prefix):
    installed = run("cmake", "--install", build, "--prefix", str(prefix))
    if installed.returncode != 0:
        yield f"cmake --install: {installed.stderr}"
    for name in FILES:
        file = prefix / name
        if not file.is_file() or file.stat().st_size == 0:
            yield f"{name} is not there"
    for name, word in (("santongd", "--version"), ("santong", "man")):
        program = prefix / "bin" / name
        if program.is_file() and run(str(program), word).returncode != 0:
            yield f"{name} does not start"


def main():
    with tempfile.TemporaryDirectory() as folder:
        found = list(problems(sys.argv[1], pathlib.Path(folder)))
    for problem in found:
        print(problem)
    print(f"{len(found)} problems")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
