"""The policy scanner's findings are accepted one by one, each with a reason."""

from pathlib import Path

import pytest

from infra import policy_scan
from infra.package import Package
from infra.policy_scan import Accepted, Finding, accepted, faults, of_report

TOPIC, QUEUE = Finding("CKV_AWS_26", "AlarmTopic"), Finding("CKV_AWS_27", "JobsQueue")
FOUND = {TOPIC: "Ensure the topic is encrypted", QUEUE: "Ensure the queue is encrypted"}
REASON = "a reason that is long enough"


def test_a_finding_that_nobody_accepted_is_a_fault() -> None:
    exceptions = [Accepted(TOPIC.rule, (TOPIC.resource,), REASON)]
    assert faults(FOUND, exceptions) == ["JobsQueue: CKV_AWS_27: Ensure the queue is encrypted"]


def test_an_exception_that_nothing_needs_is_a_fault() -> None:
    exceptions = [
        Accepted(one.rule, (one.resource,), REASON) for one in (*FOUND, Finding("CKV_AWS_1", "X"))
    ]
    assert faults(FOUND, exceptions) == ["X: CKV_AWS_1: an exception that nothing needs"]


def test_an_exception_is_for_the_resources_that_it_names() -> None:
    others = {**FOUND, Finding(TOPIC.rule, "AnotherTopic"): "Ensure the topic is encrypted"}
    exceptions = [Accepted(one.rule, (one.resource,), REASON) for one in FOUND]
    assert faults(others, exceptions) == ["AnotherTopic: CKV_AWS_26: Ensure the topic is encrypted"]


def test_an_exception_without_a_reason_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "exceptions.toml"
    path.write_text('[[CKV_AWS_26]]\nresources = ["AlarmTopic"]\nreason = "no"\n')
    with pytest.raises(ValueError, match="CKV_AWS_26"):
        accepted(path)


def test_a_report_is_read_by_rule_and_logical_id() -> None:
    failed = {
        "check_id": "CKV_AWS_26",
        "resource": "AWS::SNS::Topic.AlarmTopic",
        "check_name": "Ensure the topic is encrypted",
    }
    report = {"results": {"failed_checks": [failed], "passed_checks": []}}
    assert of_report(report) == {TOPIC: "Ensure the topic is encrypted"}


def test_every_accepted_resource_is_in_the_template(built: Package) -> None:
    named = {name for one in accepted() for name in one.resources}
    assert named <= set(built.definition()["Resources"])


@pytest.mark.long
def test_an_open_bucket_is_found(tmp_path: Path) -> None:
    path = tmp_path / "template.json"
    path.write_text('{"Resources": {"Open": {"Type": "AWS::S3::Bucket", "Properties": {}}}}')
    assert Finding("CKV_AWS_53", "Open") in policy_scan.findings(path)
