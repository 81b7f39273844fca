"""What the package adds to the service. Who a company's people are stands in the operator's
register alone."""

from chalicelib.contents import Package
from chalicelib.sign_in import records
from chalicelib.sign_in.routes import routes

package = Package(
    routes=(routes,),
    leave=lambda context: records.remove_entries(context.table, context.scope.tenant),
)
