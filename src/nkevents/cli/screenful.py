"""As much as a terminal shows at once."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from rich.console import Console

Item = TypeVar("Item")


def screenful(
    console: Console, items: Sequence[Item], print_some: Callable[[Sequence[Item]], None], others: int
) -> Sequence[Item]:
    """The first items, as many as a terminal shows together; at least one.

    Parameters
    ----------
    print_some : callable
        Prints some of the items.
    others : int
        Lines that are printed beside the items.
    """

    def fits(number: int) -> bool:
        with console.capture() as printed:
            print_some(items[:number])
        return printed.get().count("\n") + others <= console.height

    enough, too_many = 1, min(len(items), console.height) + 1
    while too_many - enough > 1:
        middle = (enough + too_many) // 2
        enough, too_many = (middle, too_many) if fits(middle) else (enough, middle)
    return items[:enough]
