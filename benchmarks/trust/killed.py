"""A process that is killed in the middle of what it does."""

import os
import signal
import time
from collections.abc import Callable


def begin(action: Callable[[], None]) -> int:
    """Run the action in a process forked from this one; its number."""
    child = os.fork()
    if child:
        return child
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        action()
    except BaseException:  # noqa: BLE001 -- a fork must never return into its parent's code
        os._exit(1)
    os._exit(0)


def kill_after(action: Callable[[], None], seconds: float) -> bool:
    """Kill the action with -9 after so many seconds; whether it was killed before its end."""
    child = begin(action)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def seconds_of(action: Callable[[], None]) -> float:
    """How long the undisturbed action takes.

    Raises
    ------
    RuntimeError
        It did not come to its end.
    """
    start = time.monotonic()
    _, status = os.waitpid(begin(action), 0)
    if status:
        raise RuntimeError("the action fails even when nobody disturbs it")
    return time.monotonic() - start
