"""Keys of simulations that are made as jobs, and the names of their files.

The files are stored among the exports, so the policies for exports cover them.
"""

from chalicelib.store.keys import Key
from chalicelib.tenancy.scope import EXPORTS, Collection, TenantScope

SIMULATIONS = Collection("simulations")


def partition_of_simulations(scope: TenantScope) -> str:
    return scope.partition(SIMULATIONS)


def key_of_simulation(scope: TenantScope, simulation_id: str) -> Key:
    return scope.key(partition_of_simulations(scope), simulation_id)


def name_of_simulation_object(scope: TenantScope, simulation_id: str, filename: str) -> str:
    return scope.object_name(EXPORTS, simulation_id, filename)
