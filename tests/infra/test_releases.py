"""A release: a version of each function, the alias that events reach, the way requests move."""

import json
import re
from typing import Any

import pytest

from infra import releases, stage_file
from infra.alarms import alarms
from infra.package import Package
from infra.stage_schema import SHIFTS

GRADUAL = ("APIHandler", "Authorizer")
#: CodeDeploy's limit of alarms of a deployment group.
MOST_ALARMS = 10


def functions(definition: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        name: one["Properties"]
        for name, one in definition["Resources"].items()
        if one["Type"] == "AWS::Serverless::Function"
    }


def alarms_of(resources: dict[str, Any], function: str) -> set[str]:
    preference = resources[function]["Properties"]["DeploymentPreference"]
    return {one["Ref"] for one in preference["Alarms"]}


def minutes(shift: str) -> int:
    """Return how long requests move before all have."""
    number = [int(one) for one in re.findall(r"\d+", shift)]
    return number[1] if shift.startswith("Canary") else number[1] * (100 // number[0])


def test_every_function_is_called_by_an_alias_of_a_published_version(built: Package) -> None:
    settings = built.definition()["Globals"]["Function"]
    assert settings["AutoPublishAlias"] == "live"
    # A former version is of no use, and its snapshot would cost.
    assert settings["VersionDeletionPolicy"] == "Delete"


def test_the_api_calls_and_may_call_the_aliases_alone(resources: dict[str, Any]) -> None:
    api = json.dumps(resources["RestAPI"])
    for function in GRADUAL:
        assert f"${{{function}.Arn}}" not in api
        assert f"functions/${{{function}Aliaslive}}/invocations" in api
        permission = resources[f"{function}InvokePermission"]["Properties"]
        assert permission["FunctionName"] == {"Ref": f"{function}Aliaslive"}


def test_the_api_and_the_authorizer_move_gradually_as_the_stage_says(
    built: Package, resources: dict[str, Any]
) -> None:
    moving = {
        name: one["DeploymentPreference"]
        for name, one in functions(built.definition()).items()
        if "DeploymentPreference" in one
    }
    assert moving.keys() == set(GRADUAL)
    for preference in moving.values():
        assert preference["Type"] == {"Ref": "TrafficShift"}
    allowed = built.definition()["Parameters"]["TrafficShift"]["AllowedValues"]
    assert tuple(allowed) == SHIFTS


@pytest.mark.parametrize("function", GRADUAL)
def test_alarms_of_what_a_release_can_break_take_it_back(
    resources: dict[str, Any], function: str
) -> None:
    hooked = alarms_of(resources, function)
    assert len(hooked) <= MOST_ALARMS
    assert {"APIHandlerErrorsAlarm", "AuthorizerErrorsAlarm", "ApiFailuresAlarm"} <= hooked
    assert {"ScoreUploadErrorsAlarm", "RunExportErrorsAlarm", "RunJobErrorsAlarm"} <= hooked
    assert all(resources[name]["Type"] == "AWS::CloudWatch::Alarm" for name in hooked)
    # It would stop the release that mends the cause of the dead letters.
    assert "DeadLettersKeptAlarm" not in hooked


def test_requests_move_long_enough_for_an_alarm_of_errors_to_come(
    resources: dict[str, Any],
) -> None:
    seconds = {
        f"{one.name}Alarm": one.periods * one.seconds
        for one in alarms()
        if f"{one.name}Alarm" in alarms_of(resources, "APIHandler") and one.periods == 1
    }
    assert len(seconds) == 7
    for shift in set(SHIFTS) - {"off"}:
        assert 60 * minutes(shift) >= 2 * max(seconds.values()), shift


def test_another_value_of_any_parameter_is_another_release(built: Package) -> None:
    values = built.defaults()
    name = releases.name_of(built, values)
    assert re.fullmatch("[0-9a-f]{64}", name)
    assert releases.name_of(built, {**values, "ApiHandlerMemory": "2048"}) != name
    assert releases.name_of(built, {**values, "NoSuchParameter": "1"}) == name


def test_a_first_deployment_and_its_repetition_are_one_release(built: Package) -> None:
    """The stack then knows every parameter, those too that took their default."""
    first = {**built.defaults(), "Stage": "production"}
    known_by_the_stack = dict(first)
    assert releases.name_of(built, {**built.defaults(), **known_by_the_stack}) == (
        releases.name_of(built, first)
    )


def test_a_release_changes_every_function_and_publishes_it(built: Package) -> None:
    """Lambda publishes no version of a function that has not changed."""
    made = releases.released(built.definition(), "a" * 64, "Canary10Percent10Minutes")
    variables = made["Globals"]["Function"]["Environment"]["Variables"]
    assert variables["SERVICESCORE_RELEASE"] == "a" * 64
    assert {one["AutoPublishCodeSha256"] for one in functions(made).values()} == {"a" * 64}


@pytest.mark.parametrize(("shift", "moves"), [("off", False), ("Canary10Percent10Minutes", True)])
def test_a_stage_may_move_all_requests_at_once(built: Package, shift: str, moves: bool) -> None:
    made = functions(releases.released(built.definition(), "a" * 64, shift))
    assert {made[name]["DeploymentPreference"]["Enabled"] for name in GRADUAL} == {moves}


def test_the_api_and_the_authorizer_alone_start_from_a_snapshot_if_the_stage_says_so(
    built: Package,
) -> None:
    starting = {
        name: one["SnapStart"]
        for name, one in functions(built.definition()).items()
        if "SnapStart" in one
    }
    assert starting.keys() == set(GRADUAL)
    for setting in starting.values():
        assert setting == {
            "ApplyOn": {"Fn::If": ["StartsFromSnapshot", "PublishedVersions", "None"]}
        }
    assert stage_file.read("production").parameters["SnapStart"] == "false"
