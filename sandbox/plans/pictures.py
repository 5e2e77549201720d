"""What the photographs of a work's months show, where somebody gathered their files. Nothing is judged.

A scene is a text: pictures of one scene are one picture. With ``~`` at its end it is saved again, in another size and
light; what follows ``^`` is the same place in another month: much of the picture has changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.plans.dealing import picture_traits
from sandbox.plans.papers import passed, photos_in

if TYPE_CHECKING:
    from datetime import date

    from sandbox.plans.facts import Month, WorkPlan

SAVED_AGAIN, CHANGED = "~", "^"
SHEET, LOGO = "sheet", "logo"
_EVERY, _ROWS = 3, 8


def deal_pictures(work: WorkPlan, slot: int) -> None:
    """Beside all else, files of the photographs of some works were gathered."""
    traits, work.album = picture_traits(slot)
    work.traits = traits | work.traits


def scenes_in(work: WorkPlan, month: Month, day: date) -> tuple[str, ...]:
    """What each photograph shows that the page of ``day`` has with a month; empty where its file was not gathered."""
    kind, number = work.trait("pictures"), passed(work, month)
    first = _scene(work, kind, number)
    others = [f"{work.code}/{number}/{at}" for at in range(1, photos_in(work, month, day))]
    if kind == "ungathered" or (kind == "some_missing" and number % 2):
        return ("",) * photos_in(work, month, day)
    return (first, *others)[: photos_in(work, month, day)]


def _scene(work: WorkPlan, kind: str, number: int) -> str:  # noqa: PLR0911 - one picture a kind
    lap, turn = divmod(number, _EVERY)
    match kind:
        case "again":
            return f"{work.code}/{turn}"
        case "saved_again":
            return f"{work.code}/{turn}" + (SAVED_AGAIN if lap % 2 else "")
        case "same_place":
            return f"{work.code}/{turn}/{lap // _ROWS}{CHANGED}{lap % _ROWS}"
        case "next_month":
            return f"{work.code}/{number // 2}"
        case "lent" if number == 1:
            return f"lent/{work.album}"
        case "sheets":
            return SHEET
        case "logo":
            return LOGO
        case "logo_beside" if turn == 1:
            return LOGO
        case _:
            return f"{work.code}/{number}"
