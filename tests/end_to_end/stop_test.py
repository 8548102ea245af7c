"""deploy/run --stop ends the server that an earlier run left, though its program was linked anew since."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading

ROOT = pathlib.Path(__file__).resolve().parents[2]


def main():
    with tempfile.TemporaryDirectory() as folder:
        run = pathlib.Path(folder)
        program = run / "santongd"
        shutil.copy("/bin/sleep", program)
        server = subprocess.Popen([program, "300"])
        waiting = threading.Thread(target=server.wait, daemon=True)  # else it would stay as a zombie
        waiting.start()
        try:
            # As the linker does: the old file gets another name and goes, a new one takes its place.
            program.rename(run / ".mold-old")
            (run / ".mold-old").unlink()
            (run / "santongd.pid").write_text(f"{server.pid}\n")
            subprocess.run([ROOT / "deploy/run", "--stop"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT,
                           env={**os.environ, "SANTONG_RUN_DIR": folder, "SANTONG_BUILD_DIR": folder})
            waiting.join(10)  # poll() says nothing for as long as the thread has not seen the end
            ended = not waiting.is_alive()
        finally:
            server.kill()
    if not ended:
        sys.exit("deploy/run --stop said that it stopped the server, which goes on")


if __name__ == "__main__":
    main()
