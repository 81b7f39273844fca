"""What this package adds to the service."""

from chalicelib.contents import Package
from chalicelib.results.jobs import RESCORE_PERIOD

package = Package(jobs=(RESCORE_PERIOD,))
