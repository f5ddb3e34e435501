"""The baked folder: its files with their compressed copies, and the new one put in the place of the former.

A bake writes to a folder beside the former one, which begins as the same: its files are links to the former ones, so they keep their times, and
whatever publishes the folder finds what has changed. A bake that is killed leaves the former folder as it is. The folder that was replaced is made
the same as the new one, and the next bake begins with it: to link and to remove a hundred thousand files takes longer than all else."""

import contextlib
import fcntl
import gzip
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import brotli

from dara.bake import BakeError, Files
from dara.bake.ledger import NAME as LEDGER  # what tells a baked folder from others
from dara.bake.ledger import is_understood, only_in

SUMS = "SHA256SUMS"
BROTLI_QUALITY, GZIP_LEVEL = 5, 6
COMPRESSED_ALREADY = (".png", ".zip", ".woff2", ".pagefind", ".pf_meta", ".pf_index", ".pf_fragment", ".pf_filter")
NOT_SERVED_COMPRESSED = (".sqlite", "_headers")  # who downloads it needs its length, and parts of it; who serves it reads it


class Folder:
    """The folder that a bake fills, and the former one, if there is one."""

    def __init__(self, out: Path):
        self.out = out
        self.unfinished, self.replaced, self.next = (
            out.with_name(f".{out.name}.{state}") for state in ("unfinished", "replaced", "next")
        )

    @contextlib.contextmanager
    def opened(self) -> Iterator[None]:
        """Make the folder to change, the same as the former one; at the end, if nothing has failed, put it in its place.

        Raises BakeError where `out` holds something else, or another bake to it runs."""
        self.out.parent.mkdir(parents=True, exist_ok=True)
        with self._lock():
            if self.replaced.exists() and not self.out.exists():  # killed between the two renames
                self.replaced.rename(self.out)
            self._refuse_other_folders()
            for left in (self.unfinished, self.replaced):
                shutil.rmtree(left, ignore_errors=True)
            try:
                self._begin()
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

    def _begin(self) -> None:
        """Make the folder to change."""
        former, next_one = self.out / LEDGER, self.next / LEDGER
        if former.is_file() and next_one.is_file() and former.samefile(next_one):
            self.next.rename(self.unfinished)
            return
        shutil.rmtree(self.next, ignore_errors=True)
        if is_understood(former):
            shutil.copytree(self.out, self.unfinished, copy_function=_link)
        else:
            self.unfinished.mkdir()

    def _replace(self) -> None:
        if self.out.exists():
            self.out.rename(self.replaced)
        self.unfinished.rename(self.out)
        if self.replaced.exists():
            self.replaced.rename(self.unfinished)
            # no room, or no hard links: the site is in its place, and only the next bake takes longer
            with contextlib.suppress(OSError):
                self._follow()

    def _follow(self) -> None:
        """Make the folder that was replaced the same as the new one, for the next bake. Nothing stays in it that has left the site.

        Raises OSError where files cannot be linked."""
        former, new = self.unfinished / LEDGER, self.out / LEDGER
        if not is_understood(former):
            return
        self.remove(only_in(former, new))
        for path in (*only_in(new, former), SUMS, LEDGER):
            target = self.unfinished / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            target.hardlink_to(self.out / path)
        self.unfinished.rename(self.next)

    # --- files --------------------------------------------------------------------------------------

    def has(self, paths: Iterable[str]) -> bool:
        """Tell whether all these files are there."""
        root = f"{self.unfinished}/"
        return all(os.path.isfile(root + path) for path in paths)  # noqa: PTH113 -- 100,000 path objects take longer than to look

    def remove(self, paths: Iterable[str]) -> None:
        """Take files out, and folders that hold nothing more."""
        for path in paths:
            (self.unfinished / path).unlink(missing_ok=True)
            for parent in (self.unfinished / path).parents:
                if parent == self.unfinished or any(parent.iterdir()):
                    break
                parent.rmdir()

    def write(self, path: str, parts: Iterable[bytes], former: Files) -> Files:
        """Write a file and its compressed copies, unless they are there; return their checksums. `former`: those of the files that are there
        instead, and go."""
        new, digest = self.unfinished / f"{path}.new", hashlib.sha256()
        new.parent.mkdir(parents=True, exist_ok=True)
        with new.open("xb") as file:
            for part in parts:
                file.write(part)
                digest.update(part)
        if former.get(path) == digest.hexdigest() and self.has(former):
            new.unlink()
            return former
        for each in former:
            (self.unfinished / each).unlink(missing_ok=True)
        new.rename(self.unfinished / path)
        return {path: digest.hexdigest()} | self._compressed(path)

    def add(self, path: str, former: Files) -> Files:
        """Make the compressed copies of a file that another program has written; return their checksums. What has not changed is the former
        file itself."""
        digest = checksum(self.unfinished / path)
        same = {each: former[each] for each in (path, *(f"{path}{suffix}" for suffix in COMPRESS)) if each in former}
        if former.get(path) == digest and all((self.out / each).is_file() for each in same):
            (self.unfinished / path).unlink()
            for each in same:
                _link(self.out / each, self.unfinished / each)
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
            copy.unlink(missing_ok=True)  # a link to a former one
            with (self.unfinished / path).open("rb") as source, copy.open("xb") as target:
                compress(source, target)
            if copy.stat().st_size < size:
                sums[f"{path}{suffix}"] = checksum(copy)
            else:
                copy.unlink()
        return sums


def _link(source: str | Path, target: str | Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without hard links
        shutil.copy2(source, target)


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
