"""What can go wrong with the table that a caller may want to know of."""

from chalicelib.errors import Damaged
from chalicelib.language import Text


class ConditionFailed(Exception):
    """A conditional write found another state than it required; nothing was written."""


class Throttled(Exception):
    """The table did not take a batch in time; what was not written may be sent again."""


class UnknownFormat(Damaged):
    """An item is of a format that this version does not read. Nothing was made of it."""

    CODE = "data_of_another_version"

    def __init__(self, collection: str) -> None:
        super().__init__(
            self.CODE,
            Text(
                "该数据由服务的另一版本写入，当前版本无法读取。请联系运营方。",
                "These data were written by another version of the service, and this one does "
                "not read them. Tell the operator.",
            ),
        )
        self.collection = collection
