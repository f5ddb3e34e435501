"""Processes that render pages beside one another, all of one moment of the database."""

import contextlib
import multiprocessing
import os
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import starmap
from multiprocessing.util import Finalize
from typing import Any

import django

from dara.local.child_processes import die_with_parent

KEY = re.compile(r"(?<=/)[a-z0-9]{8}(?=[/.-])")
Task = tuple[str, dict[str, str]]  # what Renderer.render takes
_render: Callable[..., Any]  # that of a worker
_open = contextlib.ExitStack()  # what a worker leaves open until its process ends


@contextlib.contextmanager
def rendering(number: int, renderer: Any) -> Iterator[Callable[[Iterable[Task]], Iterator[Any]]]:
    """A function that renders pages in `number` processes, and yields what the renderer returns of each, in their order.

    With one, it is the renderer itself that does, in this process."""
    if number == 1:
        yield lambda tasks: starmap(renderer.render, tasks)
        return
    from dara.bake.site import export_snapshot

    begin = (os.getpid(), renderer.folder.out, export_snapshot())
    with contextlib.ExitStack() as stack:
        context = multiprocessing.get_context("spawn")
        workers = [stack.enter_context(ProcessPoolExecutor(1, context, _begin, begin)) for _ in range(number)]
        for worker in workers:
            worker.submit(int)  # which lets it begin

        def render(tasks: Iterable[Task]) -> Iterator[Any]:
            rendered = [workers[_place(address, number)].submit(_do, (address, former)) for address, former in tasks]
            return (each.result() for each in rendered)

        yield render


def _place(address: str, number: int) -> int:
    """Return which worker renders an address: for all addresses of a record the same, as each reads it once."""
    key = KEY.search(address)
    return zlib.crc32((key[0] if key else address).encode()) % number


def _begin(parent: int, out: Any, snapshot: str) -> None:
    """Open the public site in a new process, for as long as it lives."""
    global _render
    die_with_parent(parent)
    django.setup()
    from dara.bake.folder import Folder
    from dara.bake.rendering import Renderer
    from dara.bake.site import public_site

    Finalize(None, _open.close, exitpriority=1)
    _render = Renderer(_open.enter_context(public_site(snapshot)), Folder(out)).render


def _do(task: Task) -> Any:
    return _render(*task)
