"""A copy's message, worked on."""

from chalicelib.tenancy.background import Errand
from chalicelib.tenancy.copying import queue
from chalicelib.tenancy.copying.records import read_copy
from chalicelib.tenancy.copying.running import run

KIND = queue.KIND
work = Errand("copying", "copy", read_copy, run, queue.send).work
