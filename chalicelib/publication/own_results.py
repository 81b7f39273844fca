"""Nobody declares anything of their own result, as nobody corrects it after the lock."""

from chalicelib.errors import Conflict
from chalicelib.language import Text
from chalicelib.person_keys import PersonKey
from chalicelib.tenancy.context import Context


def refuse_own(context: Context, person: PersonKey) -> None:
    """Raise Conflict (409) ``own_result`` for the result of the caller's person."""
    if context.principal.person == person:
        raise Conflict("own_result", OWN)


OWN = Text(
    "不能声明本人的结果作废、恢复或完成；请由他人办理。",
    "Nobody declares their own result void, not void or final: somebody else does.",
)
