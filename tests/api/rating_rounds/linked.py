"""A round with raters of another department, who have no account and are sent links."""

from dataclasses import dataclass, field
from typing import Any

from tests.api.answer import Reply
from tests.api.client import Api
from tests.api.rating_rounds.rating import Ring, answers

#: Of the office; each rates the two people of team pair as a superior.
OFFICE = ("o1", "o2", "o3")
PAIR = ("p1", "p2")


@dataclass
class Survey:
    """An open round of team pair, rated by the office."""

    ring: Ring
    path: str
    #: The tokens of the links that were drawn last, by rater.
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def hr(self) -> Api:
        return self.ring.hr

    @property
    def round_id(self) -> str:
        return self.path.rpartition("/")[2]

    def draw(self, *raters: str, **body: Any) -> dict[str, str]:
        """Draw links for these raters, or for all whom the round names; return their tokens."""
        wanted = {**({"employees": list(raters)} if raters else {}), **body}
        found = self.hr.post(f"{self.path}/links", wanted).ok(201)
        self.tokens |= {one["employee_id"]: one["secret"] for one in found["items"]}
        return self.tokens

    def with_token(self, token: str) -> Api:
        return self.hr.as_(token)

    def open(self, rater: str, **more: Any) -> Reply:
        """Open the session of a rater's link."""
        return self.with_token(self.tokens[rater]).post("/v1/rating-sessions", **more)

    def session(self, rater: str) -> Api:
        """Return the rater with an opened session."""
        return self.with_token(self.open(rater).ok(201)["secret"])

    def states(self) -> dict[str, str]:
        """Return what has become of each link, by rater."""
        items = self.hr.get(f"{self.path}/links").ok()["items"]
        return {one["employee_id"]: one["state"] for one in items}


def surveyed(ring: Ring) -> Survey:
    for person in PAIR:
        ring.hr.put(f"/v1/employees/{person}", {"name": person, "team": "pair"}).ok(201)
    for person in OFFICE:
        ring.hr.put(f"/v1/employees/{person}", {"name": f"=office {person}", "team": "office"}).ok(
            201
        )
    role = {"role": "superior", "who": "named", "employees": list(OFFICE)}
    return Survey(ring, ring.open(teams=["pair"], roles=[role]))


def forms(caller: Api) -> list[str]:
    """Return the paths of the caller's forms."""
    items = caller.get("/v1/rating-tasks").ok()["items"]
    return [f"/v1/rating-tasks/{one['id']}" for one in items]


def say(caller: Api, path: str, *marks: str | None, comment: str | None = None) -> None:
    """Save and submit a form."""
    caller.put(path, answers(*marks, comment=comment), if_match="*").ok()
    caller.post(f"{path}/submit", if_match="*").ok()
