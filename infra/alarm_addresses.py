"""Who is told of alarms: the stack's topic, a subscription for each address, the monthly budget."""

from typing import Any

from infra.stage_schema import MOST_ADDRESSES, NO_BUDGETS


def addresses() -> tuple[str, ...]:
    """Return the names of the parameters that hold an address each."""
    return tuple(f"AlarmAddress{number}" for number in range(1, MOST_ADDRESSES + 1))


def template() -> dict[str, Any]:
    """Return the part of the template: parameters, conditions and resources."""
    return {
        "Parameters": {
            name: {
                "Type": "String",
                "Default": "",
                "Description": "An e-mail address that alarms tell; empty for none.",
            }
            for name in addresses()
        },
        "Conditions": {f"Has{name}": _is_used(name) for name in addresses()},
        "Resources": {
            "AlarmTopic": {"Type": "AWS::SNS::Topic", "Condition": "HasOwnTopic", "Properties": {}},
            "AlarmTopicPolicy": _policy(),
            **{f"{name}Subscription": _subscription(name) for name in addresses()},
            "Budget": _budget(),
        },
    }


def without_budget(definition: dict[str, Any], region: str) -> dict[str, Any]:
    """Return the template without the budget for a region in which there is no such resource.

    CloudFormation refuses an unknown type of resource, whatever its condition.
    """
    if not region.startswith(NO_BUDGETS):
        return definition
    kept = {name: one for name, one in definition["Resources"].items() if name != "Budget"}
    return {**definition, "Resources": kept}


def _is_used(name: str) -> dict[str, Any]:
    filled = {"Fn::Not": [{"Fn::Equals": [{"Ref": name}, ""]}]}
    return {"Fn::And": [{"Condition": "HasOwnTopic"}, filled]}


def _subscription(name: str) -> dict[str, Any]:
    """Return the subscription. SNS asks the address to confirm it."""
    return {
        "Type": "AWS::SNS::Subscription",
        "Condition": f"Has{name}",
        "Properties": {
            "TopicArn": {"Ref": "AlarmTopic"},
            "Protocol": "email",
            "Endpoint": {"Ref": name},
        },
    }


def _policy() -> dict[str, Any]:
    """Allow CloudWatch and Budgets of this account, and nobody else, to tell the topic."""
    services = ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"]
    return {
        "Type": "AWS::SNS::TopicPolicy",
        "Condition": "HasOwnTopic",
        "Properties": {
            "Topics": [{"Ref": "AlarmTopic"}],
            "PolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Sid": "AlarmsAndBudgetTell",
                        "Effect": "Allow",
                        "Principal": {"Service": services},
                        "Action": "sns:Publish",
                        "Resource": {"Ref": "AlarmTopic"},
                        "Condition": {
                            "StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}
                        },
                    }
                ],
            },
        },
    }


def _budget() -> dict[str, Any]:
    """Return the budget of the account's costs: told at 80% and 100%, and when forecast above."""
    told = (("ACTUAL", 80), ("ACTUAL", 100), ("FORECASTED", 100))
    return {
        "Type": "AWS::Budgets::Budget",
        "Condition": "HasBudget",
        "Properties": {
            "Budget": {
                "BudgetName": {"Ref": "AWS::StackName"},
                "BudgetType": "COST",
                "TimeUnit": "MONTHLY",
                "BudgetLimit": {"Amount": {"Ref": "MonthlyBudget"}, "Unit": "USD"},
            },
            "NotificationsWithSubscribers": [
                {
                    "Notification": {
                        "NotificationType": kind,
                        "ComparisonOperator": "GREATER_THAN",
                        "Threshold": threshold,
                        "ThresholdType": "PERCENTAGE",
                    },
                    "Subscribers": [{"SubscriptionType": "SNS", "Address": {"Ref": "AlarmTopic"}}],
                }
                for kind, threshold in told
            ],
        },
    }
