"""Type roles, and the order in which their type becomes smaller when text is too long."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field

from flyers.records import dataclass
from flyers.text.model import Weight


@dataclass(frozen=True, slots=True)
class Role:
    """A type role: the size to aim at and the smallest one permitted, by size class (latin, other, nastaliq).

    ``tag`` is the structure type of a text in this role; ``leading`` multiplies the language's own leading, by size
    class (1 where none is given).
    """

    name: str
    aim: Mapping[str, float]
    floor: Mapping[str, float]
    weight: Weight = "regular"
    leading: Mapping[str, float] = field(default_factory=dict)
    balance: bool = False
    tag: str = "P"


@dataclass(frozen=True, slots=True)
class SizeGroups:
    """The groups of roles whose type becomes smaller together, in the order in which they give way.

    Attributes:
        groups: all roles, each in one group.
        of_role: the number of each role's group.
        in_panel: the numbers of the groups that a panel has text in, by its name.
    """

    groups: tuple[frozenset[str], ...]
    of_role: Mapping[str, int]
    in_panel: Mapping[str, tuple[int, ...]]


def size_groups(
    roles: Iterable[str], give_way: Iterable[Iterable[str]], panels: Mapping[str, Iterable[str]]
) -> SizeGroups:
    """Return the groups of a layout's *roles*.

    Args:
        give_way: groups in their order. Roles that it doesn't name are a group that gives way first; without it all
            roles are one group.
        panels: the roles that each panel has text in, by its name.
    """
    named = [frozenset(group) for group in give_way]
    unnamed = frozenset(roles).difference(*named)
    groups = (*([unnamed] if unnamed or not named else []), *named)
    of_role = {role: number for number, group in enumerate(groups) for role in sorted(group)}
    in_panel = {
        panel: tuple(sorted({of_role[role] for role in used if role in of_role})) for panel, used in panels.items()
    }
    return SizeGroups(groups, of_role, in_panel)
