"""Processes that render pages beside one another, all of one moment of the database."""

import contextlib
import multiprocessing
import os
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from importlib import import_module
from itertools import starmap
from multiprocessing.util import Finalize
from typing import Any

import django

from dara.bake import Files
from dara.bake.ledger import Places
from dara.local.child_processes import die_with_parent

KEY = re.compile(r"(?<=/)[a-z0-9]{8}(?=[/.-])")
Task = tuple[str, Files, Places]  # what Renderer.render takes
_render: Callable[..., Any]  # that of a worker
_open = contextlib.ExitStack()  # what a worker leaves open until its process ends


@contextlib.contextmanager
def started(number: int) -> Iterator[list[ProcessPoolExecutor]]:
    """So many processes that can render, until this context is closed; none where one would be enough. They load meanwhile."""
    context = multiprocessing.get_context("spawn")
    with contextlib.ExitStack() as stack:
        pools = (ProcessPoolExecutor(1, context, _load, (os.getpid(),)) for _ in range(number if number > 1 else 0))
        workers = [stack.enter_context(pool) for pool in pools]
        for worker in workers:
            worker.submit(int)  # which lets it begin
        yield workers


@contextlib.contextmanager
def rendering(workers: Sequence[Executor], renderer: Any) -> Iterator[Callable[[Iterable[Task]], Iterator[Any]]]:
    """A function that renders pages in the processes, and yields what the renderer returns of each, in their order.

    Without processes, it is the renderer itself that does, in this one. With them, they end when this context is closed."""
    if not workers:
        yield lambda tasks: starmap(renderer.render, tasks)
        return
    from dara.bake.site import export_snapshot

    snapshot = export_snapshot()
    opened = [worker.submit(_open_site, renderer.folder.out, snapshot) for worker in workers]

    def render(tasks: Iterable[Task]) -> Iterator[Any]:
        rendered = [workers[_place(task[0], len(workers))].submit(_do, task) for task in tasks]
        return _results(opened, rendered)

    try:
        yield render
    except BaseException:
        for worker in workers:
            worker.shutdown(cancel_futures=True)  # before the folder is removed in which they write
        raise
    for worker in workers:
        worker.shutdown(wait=False)  # to end takes them a while


def _results(opened: Iterable[Future[None]], rendered: Iterable[Future[Any]]) -> Iterator[Any]:
    for each in opened:
        each.result()  # raises why a process could not open the site
    for each in rendered:
        yield each.result()


def _place(address: str, number: int) -> int:
    """Return which worker renders an address: for all addresses of a record the same, as each reads it once."""
    key = KEY.search(address)
    return zlib.crc32((key[0] if key else address).encode()) % number


def _load(parent: int) -> None:
    """Load what rendering takes, in a new process."""
    die_with_parent(parent)
    django.setup()
    import_module("dara.bake.rendering")
    import_module("dara.urls.public")


def _open_site(out: Any, snapshot: str) -> None:
    """Open the public site in this process, for as long as it lives."""
    global _render
    from dara.bake.folder import Folder
    from dara.bake.rendering import Renderer
    from dara.bake.site import public_site

    Finalize(None, _open.close, exitpriority=1)
    _render = Renderer(_open.enter_context(public_site(snapshot)), Folder(out)).render


def _do(task: Task) -> Any:
    return _render(*task)
