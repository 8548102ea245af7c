#!/usr/bin/python3
# The shipped units and the container file keep to what they promise: an exposure of at most 2.0 by systemd's own count,
# nobody as user, nothing writable but the data.
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXPOSURE_MAX = 2.0


def exposure_of(unit):
    """What `systemd-analyze security` says of a unit that is not installed."""
    done = subprocess.run(["systemd-analyze", "security", "--offline=true", "--no-pager", str(unit)],
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    found = re.search(r"exposure level for \S+: ([0-9.]+)", done.stdout)
    return float(found.group(1)) if found else None


def unit_problems():
    units = sorted((ROOT / "deploy/systemd").glob("*.service"))
    if not units:
        yield "deploy/systemd holds no unit"
    for unit in units:
        exposure = exposure_of(unit)
        if exposure is None:
            yield f"{unit.name}: systemd-analyze does not say"
        elif exposure > EXPOSURE_MAX:
            yield f"{unit.name}: exposure {exposure}, at most {EXPOSURE_MAX}"


def container_problems():
    text = (ROOT / "deploy/container/Containerfile").read_text(encoding="utf-8")
    lines = text.splitlines()
    users = [line.split()[1] for line in lines if line.startswith("USER ")]
    if not users or users[-1].split(":")[0] in ("root", "0"):
        yield "Containerfile: runs as root"
    if [line for line in lines if line.startswith("VOLUME")] != ["VOLUME /data"]:
        yield "Containerfile: something besides /data is to be written"
    if "--read-only" not in text or "--cap-drop ALL" not in text:
        yield "Containerfile: the command it shows leaves the root writable, or a capability"
    exposed = {port for line in lines if line.startswith("EXPOSE ") for port in line.split()[1:]}
    entry = next((line for line in lines if line.startswith("ENTRYPOINT ")), "")
    listened = set(re.findall(r'"0\.0\.0\.0:(\d+)"', entry))
    shown = set(re.findall(r"-p \d+:(\d+)", text))
    if len(listened) != 2 or not exposed == listened == shown:
        yield f"Containerfile: listens on {listened}, exposes {exposed}, its command shows {shown}"
    for variable in ("SANTONG_TLS=true", "SANTONG_CA_FILE=", "SANTONG_SERVER_NAME="):
        if "--tls-certificate" in text and f"-e {variable}" not in text:
            yield f"Containerfile: the health check of the command it shows has no {variable}"


def main():
    problems = [*unit_problems(), *container_problems()]
    for problem in problems:
        print(problem)
    print(f"{len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
