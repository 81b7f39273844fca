"""The fingerprint that a version was published under, against what is stored (rules.md §7)."""

from chalicelib.errors import Damaged
from chalicelib.language import Text
from chalicelib.schemes.records import SchemeVersion
from chalicelib.scoring import sha256
from chalicelib.web import exact_json


def verify(found: SchemeVersion) -> None:
    """Raise Damaged ``version_damaged`` when the stored document is not what was published: nobody
    is scored, and nothing explained, by rules that were changed behind the fingerprint."""
    if sha256(exact_json.read(found.document)) != found.sha256:
        raise Damaged(
            "version_damaged",
            Text(
                f"第 {found.version} 版的内容与发布时的指纹不符，未予使用。",
                f"Version {found.version} is not what was published, by its SHA-256; "
                "it is not used.",
            ),
        )
