"""What the package adds to the service."""

from chalicelib.contents import Package
from chalicelib.schemes.comparing.routes import routes as comparing
from chalicelib.schemes.grammar.routes import routes as grammar
from chalicelib.schemes.routes import routes as schemes
from chalicelib.schemes.rulebook.routes import routes as rulebook

package = Package(
    routes=(
        schemes,
        comparing,
        rulebook,
        grammar,
    )
)
