"""The marks that a quotation begins with in some language: what begins with one is not quoted once more."""

from typing import Final

QUOTATION_MARKS: Final = '“”„«»‘’"״'
