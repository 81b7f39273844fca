"""Record which credentials sign every request to AWS, every link and every form."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from chalicelib.store.objects import Objects
from chalicelib.tenancy.platform import Platform

#: The signer of a request that no assumed role signed.
OWN = ("own", None)
Signer = tuple[str, str | None]


@dataclass(frozen=True)
class Signed:
    """A request with its caller's parameters, and the role and tag that signed it."""

    service: str
    operation: str
    params: Mapping[str, Any]
    signer: Signer


@dataclass
class Signatures:
    """The requests signed so far, and the roles assumed for them, each with its tag."""

    signed: list[Signed] = field(default_factory=list)
    assumed: list[Signer] = field(default_factory=list)
    #: The assumed sessions by access key. ``secrets`` has the access key, secret key and token of
    #: each.
    sessions: dict[str, Signer] = field(default_factory=dict)
    secrets: list[str] = field(default_factory=list)
    #: The function's own access key.
    own: str = ""

    def signer(self, text: str) -> Signer:
        """Return the signer of a signature, from ``Credential=…`` or ``X-Amz-Credential``."""
        found = re.search(r"(?:Credential=|^)([A-Z0-9a-z]+)(?:/|%2F)", text)
        assert found, text
        assert found[1] in self.sessions or found[1] == self.own, "assumed before this was noted"
        return self.sessions.get(found[1], OWN)


@contextmanager
def noted(platform: Platform) -> Iterator[Signatures]:
    """Record signatures inside the block. It begins with no role assumed."""
    platform.start_over(platform.clock)
    found = Signatures(own=platform._own.get_credentials().access_key)

    def before(params: Mapping[str, Any], model: Any, context: Any, **_: object) -> None:
        context["asked"] = (model.service_model.service_name, model.name, params)

    def made(request: Any, **_: object) -> None:
        text = request.headers["Authorization"]
        signer = found.signer(text.decode() if isinstance(text, bytes) else text)
        found.signed.append(Signed(*request.context["asked"], signer))

    def asking(params: Mapping[str, Any], **_: object) -> None:
        (tag,) = params["Tags"]
        assert tag["Key"] == "tenant"
        found.assumed.append((params["RoleArn"].rsplit("/", 1)[-1], tag["Value"]))

    def given(parsed: Mapping[str, Any], **_: object) -> None:
        session = parsed["Credentials"]
        found.sessions[session["AccessKeyId"]] = found.assumed[-1]
        found.secrets += [
            session[name] for name in ("AccessKeyId", "SecretAccessKey", "SessionToken")
        ]

    def link(objects: Objects, name: str, **more: Any) -> str:
        url = make_link(objects, name, **more)
        params = {"Key": name, **({"VersionId": more["version"]} if more.get("version") else {})}
        text = url.split("X-Amz-Credential=")[1]
        found.signed.append(Signed("s3", "GetObject", params, found.signer(text)))
        return url

    def form(objects: Objects, name: str, **more: Any) -> dict[str, Any]:
        answer = make_form(objects, name, **more)
        signer = found.signer(answer["fields"]["x-amz-credential"])
        found.signed.append(Signed("s3", "PutObject", {"Key": name}, signer))
        return answer

    make_link, make_form = Objects.link, Objects.upload_form
    clients = (
        platform.table.connection.connection.client,
        platform.objects.client,
        platform.queues,
    )
    for client in clients:
        client.meta.events.register("provide-client-params.*.*", before)
        client.meta.events.register_last(_signed(client), made)
    sts = platform.sts.meta.events
    sts.register("provide-client-params.sts.AssumeRole", asking)
    sts.register("after-call.sts.AssumeRole", given)
    with mock.patch.object(Objects, "link", link), mock.patch.object(Objects, "upload_form", form):
        try:
            yield found
        finally:
            for client in clients:
                client.meta.events.unregister("provide-client-params.*.*", before)
                client.meta.events.unregister(_signed(client), made)
            sts.unregister("provide-client-params.sts.AssumeRole", asking)
            sts.unregister("after-call.sts.AssumeRole", given)


def _signed(client: Any) -> str:
    """Return the event at which a request is signed.

    A handler that is registered last runs after the signer.
    """
    return f"request-created.{client.meta.service_model.service_id.hyphenize()}"
