"""servicescore: customer-service agents scored by their company's own scheme."""

from chalicelib.deferring import defer

defer()
