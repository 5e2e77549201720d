"""What every model of a ``source.yml`` shares: strictness, and texts that say something.

Here: the base model and the small text types. Not here: any field of a source.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints


class Strict(BaseModel):
    """A frozen model that refuses unknown keys, so that a mistyped key is an error and never a silent default."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(_{1,2}[a-z0-9]+)*$", max_length=80)]
"""Snake-case name of a source, a table or a column (``ruc__2`` for a repeated header)."""

Label = Annotated[str, StringConstraints(min_length=2, max_length=200)]
"""A short name as people write it."""

Sentence = Annotated[str, StringConstraints(min_length=15, max_length=2000)]
"""A text that explains something: long enough that ``todo`` does not pass."""

Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s?#]+$", max_length=500)]
"""An absolute http or https address without query and fragment."""

HostName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9.-]+(:[0-9]{1,5})?$", max_length=253)]
"""A host name in lower case; with a port only when it is not the scheme's own."""


class Words(Strict):
    """One text for people: Spanish first, English too."""

    es: Annotated[str, StringConstraints(min_length=3, max_length=2000)]
    en: Annotated[str, StringConstraints(min_length=3, max_length=2000)]
