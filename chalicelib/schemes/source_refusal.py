"""Why a version of a scheme takes no file for one source, and which judged columns a file has."""

from chalicelib.language import Text
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scoring.judged_sources import judged_sources
from chalicelib.scoring.needs import mixed_lines


def source_refusal(source: str, version: ReadyScheme) -> tuple[str, Text] | None:
    """Return code and words of why the version takes no file of the source; None: it does.

    It does not know the source, people judge the source here, or it has slices and lines of several
    sources: files of these cannot be joined row by row.
    """
    known = [one.code for one in version.compiled.layout.sources]
    if source not in known:
        zh, en = "、".join(known) or "无", ", ".join(known) or "none"
        return "no_such_source", Text(
            f"方案没有来源“{source}”；可用：{zh}。",
            f"The scheme has no source “{source}”; it has: {en}.",
        )
    if source in {one.code for one in judged_sources(version.scheme)}:
        return "judged_source", Text(
            f"来源“{source}”由抽检判定，不以文件报送。",
            f"The source “{source}” is judged by inspection here: no file gives its figures.",
        )
    return not_joined(version)


def judged_refusal(source: str, version: ReadyScheme) -> tuple[str, Text] | None:
    """Return code and words of why nobody judges the source in this version; None: people do."""
    known = [one.code for one in judged_sources(version.scheme)]
    if source in known:
        return not_joined(version)
    zh, en = "、".join(known) or "无", ", ".join(known) or "none"
    return "not_a_judged_source", Text(
        f"方案的来源“{source}”不由抽检判定（judged_by）；可用：{zh}。",
        f"The source “{source}” is not judged by inspection (`judged_by`); those are: {en}.",
    )


def not_joined(version: ReadyScheme) -> tuple[str, Text] | None:
    """Return code and words of why figures of one source cannot be joined with the others'."""
    mixed = sorted(mixed_lines(version.scheme))
    if mixed:
        return "sources_not_joined", Text(
            f"这些指标用到几个来源的列：{'、'.join(mixed)}；方案按组分行，只能报送包含全部来源的文件。",
            f"These lines read several sources: {', '.join(mixed)}. With slices their files cannot "
            "be joined row by row; send one file for all sources.",
        )
    return None
