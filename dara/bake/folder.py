"""The baked folder: its files with their compressed copies, and the new one put in the place of the former.

A bake writes to a folder beside the former one. Files that are the same are linked, not copied, so they keep their times, and whatever
publishes the folder finds what has changed. A bake that is killed leaves the former folder as it is."""

import contextlib
import fcntl
import gzip
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import brotli

from dara.bake import BakeError

LEDGER = ".bake.sqlite"  # what tells a baked folder from others
SUMS = "SHA256SUMS"
BROTLI_QUALITY, GZIP_LEVEL = 5, 6
COMPRESSED_ALREADY = (".png", ".zip", ".woff2", ".pagefind", ".pf_meta", ".pf_index", ".pf_fragment", ".pf_filter")
NOT_SERVED_COMPRESSED = (".sqlite", "_headers")  # who downloads it needs its length, and parts of it; who serves it reads it
Files = dict[str, str]  # SHA-256 in hexadecimal, by path


class Folder:
    """The folder that a bake fills, and the former one, if there is one."""

    def __init__(self, out: Path):
        self.out = out
        self.unfinished = out.with_name(f".{out.name}.unfinished")
        self.replaced = out.with_name(f".{out.name}.replaced")

    @contextlib.contextmanager
    def opened(self) -> Iterator[None]:
        """Make the folder to fill; at the end, if nothing has failed, put it in its place.

        Raises BakeError where `out` holds something else, or another bake to it runs."""
        self.out.parent.mkdir(parents=True, exist_ok=True)
        with self._lock():
            if self.replaced.exists() and not self.out.exists():  # killed between the two renames
                self.replaced.rename(self.out)
            self._refuse_other_folders()
            for left in (self.unfinished, self.replaced):
                shutil.rmtree(left, ignore_errors=True)
            self.unfinished.mkdir()
            try:
                yield
                self._replace()
            finally:
                shutil.rmtree(self.unfinished, ignore_errors=True)

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        """The kernel drops the lock of a bake that is killed."""
        folder = os.open(self.out.parent, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        except BlockingIOError as error:
            raise BakeError(f"Another bake to {self.out.parent} is running.") from error
        finally:
            os.close(folder)

    def _refuse_other_folders(self) -> None:
        if self.out.is_symlink() or (self.out.exists() and not self.out.is_dir()):
            raise BakeError(f"{self.out} is there already, and is not a folder.")
        if self.out.exists() and any(self.out.iterdir()) and not (self.out / LEDGER).is_file():
            raise BakeError(f"{self.out} is not empty, and no former bake: name another folder.")

    def _replace(self) -> None:
        if self.out.exists():
            self.out.rename(self.replaced)
        self.unfinished.rename(self.out)
        shutil.rmtree(self.replaced, ignore_errors=True)

    # --- files --------------------------------------------------------------------------------------

    def has(self, paths: Iterable[str]) -> bool:
        """Tell whether the former folder has all these files."""
        return all((self.out / path).is_file() for path in paths)

    def keep(self, paths: Iterable[str]) -> None:
        """Take files of the former folder as they are."""
        for path in paths:
            try:
                self._keep(path)
            except FileNotFoundError:  # the first file of its folder
                (self.unfinished / path).parent.mkdir(parents=True, exist_ok=True)
                self._keep(path)

    def _keep(self, path: str) -> None:
        former, new = f"{self.out}/{path}", f"{self.unfinished}/{path}"
        try:
            os.link(former, new)
        except FileNotFoundError:
            raise
        except OSError:  # a file system without hard links
            shutil.copy2(former, new)

    def write(self, path: str, parts: Iterable[bytes], former: Files) -> Files:
        """Write a file and its compressed copies; return their checksums. `former`: those of files in the former folder."""
        target = self.unfinished / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            for part in parts:
                file.write(part)
        return self.add(path, former)

    def add(self, path: str, former: Files) -> Files:
        """Make the compressed copies of a file that has been written, as write() does. What has not changed is the former file itself."""
        digest = checksum(self.unfinished / path)
        same = {each: former[each] for each in (path, *(f"{path}{suffix}" for suffix in COMPRESS)) if each in former}
        if former.get(path) == digest and self.has(same):
            (self.unfinished / path).unlink()
            self.keep(same)
            return same
        return {path: digest} | self._compressed(path)

    def _compressed(self, path: str) -> Files:
        """Write the copies that a server may send instead of a file: each only where it is smaller."""
        if path.endswith((*COMPRESSED_ALREADY, *NOT_SERVED_COMPRESSED)):
            return {}
        sums = {}
        size = (self.unfinished / path).stat().st_size
        for suffix, compress in COMPRESS.items():
            copy = self.unfinished / f"{path}{suffix}"
            with (self.unfinished / path).open("rb") as source, copy.open("xb") as target:
                compress(source, target)
            if copy.stat().st_size < size:
                sums[f"{path}{suffix}"] = checksum(copy)
            else:
                copy.unlink()
        return sums


def _gzip(source, target) -> None:
    with gzip.GzipFile("", "wb", GZIP_LEVEL, target, mtime=0) as file:
        shutil.copyfileobj(source, file)


def _brotli(source, target) -> None:
    compressor = brotli.Compressor(quality=BROTLI_QUALITY)
    while part := source.read(1 << 20):
        target.write(compressor.process(part))
    target.write(compressor.finish())


COMPRESS = {".gz": _gzip, ".br": _brotli}


def checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
