"""Messages about a column headed by its code include the column's name."""

from tests.api.company import Company
from tests.api.uploads.sending import HEADER, SCHEME, Desk, published
from tests.api.world import World


def test_a_figure_refused_when_read_or_when_scored_is_told_with_its_columns_name(
    acme: Company, world: World
) -> None:
    name = {"zh": "接待量", "en": "Chats taken"}
    named = {**SCHEME, "code": "named", "columns": [{"code": "contacts", "name": name}]}
    published(acme, named)
    desk = Desk(world, acme.hr, "acme")
    rows = f"{HEADER}\n1001,A,red,4000,many,88,100\n1002,B,red,4000,-5,88,100\n"
    upload = desk.send(rows.encode(), scheme="named")

    page = desk.caller.get(
        f"/v1/uploads/{upload['id']}/errors", headers={"Accept-Language": "zh"}
    ).ok()["items"]
    told = [one["errors"][0] for one in page]
    assert [one["heading"] for one in told] == ["contacts", "contacts"]
    assert told[0]["message"].startswith("“contacts（接待量）”列：“many”不是数字")
    assert told[1]["message"].startswith("列“contacts（接待量）”不能为负数")
    page = desk.caller.get(
        f"/v1/uploads/{upload['id']}/errors", headers={"Accept-Language": "en"}
    ).ok()["items"]
    assert page[1]["errors"][0]["message"].startswith("Column “contacts (Chats taken)” must not")
