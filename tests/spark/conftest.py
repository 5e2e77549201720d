"""A real Spark cluster on loopback: a standalone master and two workers, from the PyPI package and the machine's Java."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue

import pytest

sys.path[:0] = [str(Path(__file__).parents[1] / "unit" / "checks")]

WORKERS = 2
PATIENCE_SECONDS = 180


class Daemon:
    """One of Spark's daemons; its log is read as it comes."""

    def __init__(self, name: str, *arguments: str, folder: Path) -> None:
        import pyspark

        home = Path(pyspark.__file__).parent
        self.lines: Queue[str] = Queue()
        self.process = subprocess.Popen(
            [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}", "--host", "127.0.0.1", *arguments],
            env={**os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_NO_DAEMONIZE": "1"},
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        for line in self.process.stderr or ():
            self.lines.put(line)

    def says(self, pattern: str) -> str:
        """Wait for a line of the log; gives the pattern's first group."""
        while True:
            try:
                line = self.lines.get(timeout=PATIENCE_SECONDS)
            except Empty:
                raise AssertionError(f"Spark never said {pattern!r}") from None
            if found := re.search(pattern, line):
                return found[1]

    def end(self) -> None:
        """Stop it, wait, and read its log to the end."""
        self.process.kill()
        self.process.wait()
        self.reader.join()
        if self.process.stderr:
            self.process.stderr.close()


@pytest.fixture(scope="session")
def master(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a master that two workers have joined."""
    pytest.importorskip("pyspark", reason="the extra spark is not installed; `make spark` installs it")
    if shutil.which("java") is None:
        pytest.skip("there is no Java; install the Debian package openjdk-17-jre-headless")
    folder = tmp_path_factory.mktemp("spark")
    daemons = [Daemon("master.Master", "--port", "0", "--webui-port", "0", folder=folder)]
    try:
        address = daemons[0].says(r"Starting Spark master at (spark://\S+)")
        for _ in range(WORKERS):
            sizes = ("--cores", "1", "--memory", "1g", "--webui-port", "0")
            daemons.append(Daemon("worker.Worker", *sizes, address, folder=folder))
        for worker in daemons[1:]:
            worker.says(r"Successfully registered with master (\S+)")
        yield address
    finally:
        for daemon in reversed(daemons):
            daemon.end()
