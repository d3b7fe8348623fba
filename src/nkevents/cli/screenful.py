"""As much as a terminal shows at once."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from rich.console import Console, RenderableType

Item = TypeVar("Item")


def screenful(
    console: Console, items: Sequence[Item], laid_out: Callable[[Sequence[Item]], RenderableType], others: int
) -> Sequence[Item]:
    """The first items, as many as a terminal shows together; at least one.

    Parameters
    ----------
    laid_out : callable
        What is printed of some of the items.
    others : int
        Lines that are printed beside the items.
    """

    def fits(number: int) -> bool:
        return len(console.render_lines(laid_out(items[:number]))) + others <= console.height

    enough, too_many = 1, min(len(items), console.height) + 1
    while too_many - enough > 1:
        middle = (enough + too_many) // 2
        enough, too_many = (middle, too_many) if fits(middle) else (enough, middle)
    return items[:enough]
