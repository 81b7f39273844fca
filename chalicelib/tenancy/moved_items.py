"""An item of an erased person moves to the pseudonym."""

from pynamodb.expressions.operand import Path

from chalicelib.store.converters import Item
from chalicelib.store.keys import Key
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.holdings import Erasing, ErasureBusy


def move_item(erasing: Erasing, former: Key, revision: int, moved: tuple[Key, Item]) -> None:
    """Write the pseudonym's item and delete the person's, both or neither.

    Raises ErasureBusy when the person's has not this ``revision`` any more.
    """
    unit = Unit(erasing.context.table)
    unit.put(*moved)
    unit.delete(former, Path("revision") == revision)
    try:
        unit.commit()
    except ConditionFailed:
        raise ErasureBusy from None
