"""The pictures of a paper, handed to WeasyPrint; whoever imports this loads WeasyPrint, and Pango with it."""

from typing import Any

from weasyprint.urls import URLFetcher, URLFetcherResponse

from web.documents.paper import Paper, Photo, Picture


class Pictures(URLFetcher):  # type: ignore[misc]
    """Hands out the pictures that a paper holds, and loads nothing from anywhere."""

    def __init__(self, paper: Paper) -> None:
        """Take the paper; its pictures go by `picture:` and the number of the part."""
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._held = {
            f"picture:{number}": _file_of(part)
            for number, part in enumerate(paper.parts)
            if isinstance(part, Picture | Photo)
        }

    def fetch(self, url: str, headers: object = None) -> Any:
        """Return a picture of the paper; ValueError for everything else."""
        if url not in self._held:
            raise ValueError("a document loads nothing")
        content, content_type = self._held[url]
        return URLFetcherResponse(url, content, headers={"Content-Type": content_type})


def _file_of(part: Picture | Photo) -> tuple[bytes, str]:
    if isinstance(part, Photo):
        return part.content, part.content_type
    return part.svg.encode(), "image/svg+xml"
