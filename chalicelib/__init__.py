"""servicescore: customer-service agents scored by their company's own scheme."""

from chalicelib.deferred_imports import defer

defer()
