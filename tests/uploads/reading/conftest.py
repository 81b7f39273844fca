"""Properties are tried on the same examples every time: a failure is everybody's failure."""

from hypothesis import settings

settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")
