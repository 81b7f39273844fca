"""A result's history as an HTML page to print: one file, no scripts, no external resources.

It has what somebody needs to check the hashes without the service. Every text is escaped.
"""

from collections.abc import Mapping
from html import escape
from importlib.resources import files
from typing import Any

from chalicelib.histories.labels import BY, CAUSES, LABELS, REASON, ROW_UNKNOWN, SOURCES
from chalicelib.language import Language, text_of
from chalicelib.schemes.rulebook.markup import table
from chalicelib.scorecards import chain

HEADERS = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}


def page(body: Mapping[str, Any], following: str | None, language: Language) -> str:
    """Return the page's HTML.

    ``body`` is a ``HistoryAnswer``, ``following`` the query of the next page (None: last).
    """
    return _Page(body, following, language).html()


class _Page:
    """Builds one page."""

    def __init__(self, body: Mapping[str, Any], following: str | None, language: Language) -> None:
        self._body, self._following, self._language = body, following, language

    def html(self) -> str:
        body = self._body
        tag = "zh-CN" if self._language == "zh" else "en"
        style = (files(__package__) / "page.css").read_text(encoding="utf-8")
        name = " ".join(one for one in (body["employee_name"], body["employee_id"]) if one)
        about = [self._label("person", name)]
        about += [self._label("team", body["team"])] if body["team"] else []
        about += [self._label("period", body["period"]), self._label("scheme", body["scheme"])]
        title = f"{self._label('title')} · {name} · {body['period']}"
        revisions = "".join(self._revision(one) for one in body["items"])
        return (
            f'<!doctype html>\n<html lang="{tag}"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{escape(title)}</title><style>{style}</style></head><body>"
            f"<header><h1>{escape(self._label('title'))}</h1>"
            f'<p class="about">{escape(" · ".join(about))}</p></header>'
            f"{self._proof()}{revisions}{self._foot()}</body></html>\n"
        )

    def _label(self, label: str, *parts: object) -> str:
        return LABELS[label].to(self._language).format(*parts)

    def _proof(self) -> str:
        """What checking came to, in words: never more than it proves."""
        found = self._body["chain"]
        said = []
        if found["broken_at"]:
            said.append(self._label("broken", ", ".join(map(str, found["broken_at"]))))
        else:
            said.append(self._label("unproved" if found["verified"] is None else "verified"))
        if found["without_commitment"] and found["covers_from"] is not None:
            said.append(self._label("partly", found["without_commitment"], found["covers_from"]))
        kind = "notice broken" if found["broken_at"] else "notice"
        return f'<p class="{kind}">{escape(" ".join(said))}</p>'

    def _revision(self, one: Mapping[str, Any]) -> str:
        head = f"<h2>{escape(self._label('revision', one['revision']))}</h2>"
        if one["missing"]:
            return f"<section>{head}<p>{escape(self._label('missing'))}</p></section>"
        if not one["shown"]:
            words = f"<p>{escape(self._label('withheld'))}</p>"
            return f"<section>{head}{words}{self._link(one)}</section>"
        facts = [
            ("computed", escape(one["computed_at"])),
            ("version", escape(str(one["scheme"]["version"]))),
            ("causes", "<br>".join(escape(self._cause(cause)) for cause in one["causes"])),
        ]
        listed = "".join(
            f"<dt>{escape(self._label(label))}</dt><dd>{content}</dd>" for label, content in facts
        )
        notes = "".join(f'<p class="notice">{escape(note)}</p>' for note in self._notes(one))
        return (
            f"<section>{head}<dl>{listed}</dl>{self._outcome(one)}{self._lines(one)}{notes}"
            f"{self._link(one)}</section>"
        )

    def _cause(self, cause: Mapping[str, Any]) -> str:
        language = self._language
        of = ", ".join(cause["sources"])
        words = CAUSES[cause["kind"]].to(language)
        said = words.format(
            ref=cause["ref"],
            row=cause["row"] or ROW_UNKNOWN.to(language),
            of=SOURCES.to(language).format(of) if of else "",
        )
        parts = [said, cause["at"]]
        parts += [BY.to(language).format(cause["by"])] if cause["by"] else []
        parts += [REASON.to(language).format(cause["reason"])] if cause["reason"] else []
        return " · ".join(parts)

    def _notes(self, one: Mapping[str, Any]) -> list[str]:
        went, erased = one["withdrawn"], one["erased"]
        notes = [] if went is None else [self._label("went", went["upload"], went["at"])]
        return notes + (
            [] if erased is None else [self._label("erased", erased["erasure"], erased["at"])]
        )

    def _outcome(self, one: Mapping[str, Any]) -> str:
        heads = ["", *(self._label(name) for name in ("before", "after"))]
        before = one["before"] or dict.fromkeys(one["after"])
        rows = [
            (self._label(name), self._text(before[name]), self._text(one["after"][name]))
            for name in ("total", "grade", "coefficient")
        ]
        return table(heads, rows, figures=(1, 2))

    def _lines(self, one: Mapping[str, Any]) -> str:
        if not one["lines"]:
            return ""
        heads = [self._label("line")]
        for when in ("before", "after"):
            heads += [f"{self._label(name)} ({self._label(when)})" for name in ("value", "points")]
        rows = [
            (
                text_of(line["name"]).to(self._language),
                *(
                    self._text((line[when] or {}).get(name))
                    for when in ("before", "after")
                    for name in ("value", "points")
                ),
            )
            for line in one["lines"]
        ]
        return table(heads, rows, figures=(1, 2, 3, 4))

    def _text(self, value: object) -> str:
        return self._label("none") if value is None else str(value)

    def _link(self, one: Mapping[str, Any]) -> str:
        """What is needed to check the revision's hash."""
        if one["hash"] is None:
            return f'<p class="about">{escape(self._label("no_hash"))}</p>'
        content = one["content"]
        given = {**one, "content": None if content is None else chain.canonical(content)}
        listed = "".join(
            f"<dt>{escape(self._label(name))}</dt><dd><code>{escape(given[name])}</code></dd>"
            for name in ("content", "salt", "commitment", "follows", "hash")
            if given[name] is not None
        )
        return f'<dl class="link">{listed}</dl>'

    def _foot(self) -> str:
        last = self._body["chain"]["last"]
        words = [self._label("how")]
        if last["hash"] is not None:
            words.append(self._label("last", last["revision"], last["hash"]))
        said = "".join(f"<p>{escape(one)}</p>" for one in words)
        link = ""
        if self._following is not None:
            label = escape(self._label("next"))
            link = f'<p><a href="?{escape(self._following)}">{label}</a></p>'
        return f'{link}<footer class="about">{said}</footer>'
