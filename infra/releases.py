"""Each deployment that changes something is a release: a new version of every function.

Events reach a function by its alias "live", which names a version (infra/resources/releases.yaml).
What stands here cannot be merged into Chalice's template: it writes the functions themselves into
the API's definition and its permissions. And a release is known only when it is deployed.
"""

import hashlib
import json
from collections.abc import Mapping
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from infra.template import functions

if TYPE_CHECKING:
    from infra.package import Package  # which calls call_aliases

#: What SAM calls the alias of a function: its logical id and this ending. A reference is its ARN.
ALIAS = "Aliaslive"
#: The functions that the API calls. Events reach the others by SAM's own resources.
CALLED = ("APIHandler", "Authorizer")
#: The stage's way to move requests, and its value for none.
SHIFT, OFF = "TrafficShift", "off"
VARIABLE = "SERVICESCORE_RELEASE"


def call_aliases(definition: dict[str, Any]) -> dict[str, Any]:
    """Return the template, in which the API calls the aliases of both functions."""
    changed = deepcopy(definition)
    resources = changed["Resources"]
    api = json.dumps(resources["RestAPI"])
    for function in CALLED:
        api = api.replace(f"${{{function}.Arn}}", f"${{{function}{ALIAS}}}")
        permission = resources[f"{function}InvokePermission"]["Properties"]
        permission["FunctionName"] = {"Ref": f"{function}{ALIAS}"}
    resources["RestAPI"] = json.loads(api)
    return changed


def name_of(built: "Package", values: Mapping[str, str]) -> str:
    """Return the name of a release, 64 hex digits: a digest of package, template and parameters."""
    definition = built.definition()
    known = sorted(
        (name, value) for name, value in values.items() if name in definition["Parameters"]
    )
    content = json.dumps([built.sha256, definition, known])
    return hashlib.sha256(content.encode()).hexdigest()


def released(definition: dict[str, Any], name: str, shift: str) -> dict[str, Any]:
    """Return the template of a release.

    SAM publishes a version of a function for each new value of its digest, and Lambda only of a
    function that has changed: so the name is in the environment too. SAM looks at the value of
    ``Enabled`` before CloudFormation knows the parameters.
    """
    changed = deepcopy(definition)
    changed["Globals"]["Function"]["Environment"]["Variables"][VARIABLE] = name
    for function in functions(changed):
        function["AutoPublishCodeSha256"] = name
        if "DeploymentPreference" in function:
            function["DeploymentPreference"]["Enabled"] = shift != OFF
    return changed
