"""What an employee id may be, in files and in the API alike."""

import re

#: Ids as companies have them, Chinese names included, but nothing that a path or a key would
#: have to escape, and nothing that a path takes for something else. The rule of the API and of
#: uploaded files alike: who is in a file can be asked for by path.
EMPLOYEE_ID = re.compile(
    r'(?!(?:batch|\.\.?)\Z)[^\x00-\x20\x7f/\\?#%,;"](?:[^\x00-\x1f\x7f/\\?#%,;"]{0,62}[^\x00-\x20\x7f/\\?#%,;"])?'
)
