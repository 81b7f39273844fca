"""The package's routes, and the removal of a deleted company's entries.

A company's sign-in is stored in the operator's register alone, so the package has no collections.
"""

from chalicelib.contents import Package
from chalicelib.sign_in import me, records, routes

package = Package(
    events={
        "tenants.sign_in_change": "sign_in.changed",
        "tenants.sign_in_remove": "sign_in.removed",
    },
    routes=(routes, me),
    leave=lambda context: records.remove_entries(context.table, context.scope.tenant),
)
