"""An erasure's message, worked on."""

from chalicelib.people.erasing import queue
from chalicelib.people.erasing.records import read_erasure
from chalicelib.people.erasing.running import run
from chalicelib.tenancy.background import Errand

KIND = queue.KIND
work = Errand("erasure", "erasure", read_erasure, run, queue.send).work
