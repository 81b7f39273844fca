"""What the package adds to the service. Its files are members of the records that have them."""

from chalicelib.contents import Package
from chalicelib.evidence.jobs import LOOK_AT_EVIDENCE, REMOVE_EVIDENCE

package = Package(jobs=(LOOK_AT_EVIDENCE, REMOVE_EVIDENCE))
