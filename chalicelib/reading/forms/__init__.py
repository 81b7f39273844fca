"""Upload templates: an empty file with a scheme's columns, accepted as it is when filled in."""

from .csv_form import upload_template_csv
from .xlsx_form import upload_template_xlsx

__all__ = ["upload_template_csv", "upload_template_xlsx"]
