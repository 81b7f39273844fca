"""A client that follows a list by its sync tokens, and holds a copy of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chalicelib.person_keys import read_shown
from tests.api.client import Api


@dataclass
class Follower:
    """A copy of a list in another system. ``key`` is the member by which its entries are known."""

    caller: Api
    path: str
    key: str = "id"
    query: Mapping[str, Any] = field(default_factory=dict)
    copy: dict[str, dict[str, Any]] = field(default_factory=dict)
    token: str | None = None
    #: The keys of the items and of what was removed, of the last sync.
    got: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    #: Results have a person and a scheme.
    of_results: bool = False

    def follow(self, limit: int = 200) -> list[str]:
        """List everything the first time, then what changed since. Return the keys of the items."""
        self.got, self.gone = [], []
        asked = {**self.query, "limit": limit, **({"sync": self.token} if self.token else {})}
        cursor: dict[str, str] = {}
        while True:
            page = self.caller.get(self.path, query={**asked, **cursor}).ok()
            for one in page["removed"]:
                self.copy.pop(self._of(one), None)
            self.copy.update({self._of(one): one for one in page["items"]})
            self.got += map(self._of, page["items"])
            self.gone += map(self._of, page["removed"])
            token = page["sync_token"]
            if page["next"] is None:
                self.token = token
                return self.got
            cursor = {"cursor": page["next"]}

    def follow_or_list_anew(self, limit: int = 200) -> list[str]:
        """Follow; when the API refuses that with 410, list everything as it asks for."""
        if self.token is not None:
            asked = self.caller.get(self.path, query={**self.query, "sync": self.token})
            if asked.status == 410:
                self.copy, self.token = {}, None
        return self.follow(limit)

    def listed_anew(self) -> dict[str, dict[str, Any]]:
        """Return what a full list gives now."""
        anew = Follower(self.caller, self.path, self.key, self.query, of_results=self.of_results)
        anew.follow()
        return anew.copy

    def _of(self, entry: Mapping[str, Any]) -> str:
        if not self.of_results:
            return str(entry[self.key])
        scheme = entry["scheme"]
        code = scheme["code"] if isinstance(scheme, dict) else scheme
        return f"{employee_id_of(entry)} {code}"


def employee_id_of(entry: Mapping[str, Any]) -> str:
    """Return the id with which the person of an entry came."""
    person = read_shown(entry["person"])
    assert person is not None
    return str(person)
