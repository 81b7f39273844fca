"""Check a stored version against the fingerprint of its publication (rules.md §7)."""

from chalicelib.errors import Damaged
from chalicelib.language import Text
from chalicelib.schemes.records import SchemeVersion
from chalicelib.scoring import sha256
from chalicelib.web import exact_json


def verify(found: SchemeVersion) -> None:
    """Raise Damaged (500) ``version_damaged`` when the stored document does not match its SHA-256.

    Rules that were changed after publication must not score anybody or explain a result.
    """
    if sha256(exact_json.read(found.document)) != found.sha256:
        raise Damaged(
            "version_damaged",
            Text(
                f"第 {found.version} 版的内容与发布时的指纹不符，未予使用。",
                f"Version {found.version} is not what was published, by its SHA-256; "
                "it is not used.",
            ),
        )
