"""What follows from an instance alone is worked out once and kept with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from optimizer.rounds.instance import Instance

T = TypeVar("T")


def once(find: Callable[[Instance], T]) -> Callable[[Instance], T]:
    """`find` with its result kept on the instance, as `functools.cached_property` does; a changed copy of the instance starts anew."""
    name = f"{find.__module__}.{find.__qualname__}"

    @wraps(find)
    def found(instance: Instance) -> T:
        kept = instance.__dict__
        if name not in kept:
            kept[name] = find(instance)
        result: T = kept[name]
        return result

    return found
