"""The rule for employee ids, in files and in the API."""

import re

#: 1 to 64 characters, Chinese included. An id has no character that a path or a key must escape,
#: and is no word with another meaning in a path (`batch`, `.`, `..`). Files and the API share the
#: rule, so every person of a file has a path in the API.
EMPLOYEE_ID = re.compile(
    r'(?!(?:batch|\.\.?)\Z)[^\x00-\x20\x7f/\\?#%,;"](?:[^\x00-\x1f\x7f/\\?#%,;"]{0,62}[^\x00-\x20\x7f/\\?#%,;"])?'
)
