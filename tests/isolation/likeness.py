"""Compare two answers, apart from the names asked for and the values that are new each time."""

import re
from collections.abc import Mapping

from tests.api.answer import Reply
from tests.isolation.requests import ABSENT

#: Values that are new in each answer: prefixed ids, API keys and their ids.
_NEW = re.compile(
    r"\b[a-z]{3}_[0-9a-hj-km-np-tv-z]{22}\b|ssk_[\w-]+"
    r"|(?<=\"id\":\")[0-9a-hj-km-np-tv-z]{12}(?=\")"
)
_NEW_HEADERS = frozenset({"x-request-id", "ratelimit", "etag", "location"})


def likeness(reply: Reply, names: Mapping[str, str]) -> tuple[int, str, Mapping[str, str]]:
    """Return status, content and headers, with placeholders for names and new values."""
    text = _NEW.sub("<new>", reply.text)
    for name in sorted(
        set(ABSENT) - {"version"}, key=lambda each: -len(names.get(each, ABSENT[each]))
    ):
        text = text.replace(names.get(name, ABSENT[name]), f"<{name}>")
    text = text.replace("<scheme>", "<code>")
    text = re.sub(r'"(policy|sync_token|x-amz-[\w-]+)":"[^"]*"', r'"\1":"<new>"', text)
    headers = {name: value for name, value in reply.headers.items() if name not in _NEW_HEADERS}
    return reply.status, text, headers
