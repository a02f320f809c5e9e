"""A page becomes a document: decoded, cleaned once, fixed; by whom, when and in which language, and how we know."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from onrecord.document import dates, language
from onrecord.document.clean import clean, remarks
from onrecord.document.declarations import TITLE_BASES
from onrecord.document.decode import decode
from onrecord.errors import InputError
from onrecord.records import Candidate, Document, Page, PartialDate

# The best first. A candidate of a basis that isn't here is kept, but never chosen.
_BASES = ("declared", "JSON-LD", "meta", "h1", "title element", "time element", "URL", "dateline", "page text")
_TITLE_BASES = ("declared", *TITLE_BASES, "first paragraph")
_PUBLISHER_BASES = ("declared", "JSON-LD", "meta", "dateline", "URL")
# Templates are translated less often than texts: what the words show comes before what the page says.
_LANGUAGE_BASES = ("declared", "text", "JSON-LD", "meta", "lang attribute")
_TITLE_LENGTH = 300  # code points: a longer first line is a paragraph
_SUPPORTED = "en"


def build(page: Page) -> Document:
    """Turn a page into a document. Raises InputError if there is no text in it."""
    notes: list[str] = []
    found: list[Candidate] = []
    decoded = decode(page.body, page.charset, markup=page.media_type == "text/html")
    if decoded.note:
        notes.append(decoded.note)
    text = _text(page, decoded.text, found, notes)
    if not text.strip():
        raise InputError(input=page.input, problem="no text in it", expected="expected a report with words in it")
    found = [*_declared(page), *found, *_from_text(page, text)]
    notes.extend(remarks(text))
    return _document(page, text, found, notes)


def _text(page: Page, decoded: str, found: list[Candidate], notes: list[str]) -> str:
    """Return the stored text; what an HTML page declares goes to `found`."""
    text = _cleaned(page, decoded)
    if page.media_type == "text/html":
        # 0.3 s: lxml and trafilatura, which plain text doesn't need.
        from onrecord.document import html  # noqa: PLC0415

        article = html.article(text)
        found.extend(article.candidates)
        notes.extend(article.notes)
        # Again: a character reference can stand for anything.
        return _cleaned(page, "\n\n".join(article.paragraphs))
    title = _cleaned(page, page.declared.title or "").strip() if page.media_type == "text/x-stored" else ""
    if title and text.strip() and not text.lstrip().startswith(title):
        return f"{title}\n\n{text}"
    return text


def _cleaned(page: Page, text: str) -> str:
    try:
        return clean(text)
    except ValueError as error:
        raise InputError(
            input=page.input, problem=str(error), expected="expected a text in a human language"
        ) from error


def _declared(page: Page) -> Iterator[Candidate]:
    said = page.declared
    values = (("title", said.title), ("publisher", said.publisher), ("language", said.language))
    for field, value in (*values, ("published", said.published)):
        if value is not None and value.strip():
            yield Candidate(field=field, value=value.strip(), basis="declared")  # type: ignore[arg-type]


def _from_text(page: Page, text: str) -> Iterator[Candidate]:
    """What the address and the words show."""
    if page.url:
        if (day := dates.in_address(page.url)) is not None:
            yield Candidate(field="published", value=str(day), basis="URL")
        if host := urlsplit(page.url).hostname:
            yield Candidate(field="publisher", value=host.removeprefix("www."), basis="URL")
    yield from dates.datelines(text)
    if page.media_type != "text/html" and (title := _first_paragraph(text)) is not None:
        yield Candidate(field="title", value=title, basis="first paragraph")
    if (spoken := language.detect(text)) is not None:
        yield Candidate(field="language", value=spoken, basis="text")


def _first_paragraph(text: str) -> str | None:
    """Return the first paragraph if it is one line and a blank line and more text follow."""
    first, _, rest = text.lstrip()[: _TITLE_LENGTH + 2].partition("\n")
    following = rest.partition("\n")[0] if rest else "x"
    return first.strip() if not following.strip() and len(first) <= _TITLE_LENGTH else None


def _document(page: Page, text: str, found: list[Candidate], notes: list[str]) -> Document:
    published, basis = _published(found, notes)
    publisher = _best(found, "publisher", _PUBLISHER_BASES)
    spoken = _language(found)
    if spoken is not None and spoken != _SUPPORTED:
        notes.append(f"language '{spoken}' is not supported: read as far as possible")
    text_sha256 = hashlib.sha256(text.encode()).hexdigest()
    identity = "\n".join((text_sha256, page.url or "", publisher or "", str(published or "")))
    return Document(
        id="d" + hashlib.sha256(identity.encode()).hexdigest()[:16],
        input=page.input,
        input_id=page.declared.id,
        url=page.url,
        title=_best(found, "title", _TITLE_BASES),
        publisher=publisher,
        published=published,
        published_basis=basis,
        language=spoken,
        retrieved=page.retrieved,
        page_sha256=hashlib.sha256(page.body).hexdigest(),
        text_sha256=text_sha256,
        text=text,
        candidates=tuple(dict.fromkeys(found)),
        notes=tuple(notes),
    )


def _ranked(found: Iterable[Candidate], field: str, bases: tuple[str, ...]) -> list[Candidate]:
    """The candidates for a field, the best basis first, in the order of the page within one."""
    mine = (c for c in found if c.field == field and c.basis in bases)
    return sorted(mine, key=lambda c: bases.index(c.basis))


def _best(found: list[Candidate], field: str, bases: tuple[str, ...]) -> str | None:
    return next((c.value for c in _ranked(found, field, bases)), None)


def _language(found: list[Candidate]) -> str | None:
    return next((known for c in _ranked(found, "language", _LANGUAGE_BASES) if (known := language.code(c.value))), None)


def _published(found: list[Candidate], notes: list[str]) -> tuple[PartialDate | None, str | None]:
    ranked = _ranked(found, "published", _BASES)
    read = [(c, dates.parse(c.value)) for c in ranked]
    notes.extend(
        f"the declared date '{c.value[:40]}' is not understood: expected YYYY-MM-DD or part of one"
        for c, day in read
        if day is None and c.basis == "declared"
    )
    days = [(c, day) for c, day in read if day is not None]
    if not days:
        return None, None
    best, day = days[0]
    return dates.complete(day, (other for _, other in days[1:])), best.basis
