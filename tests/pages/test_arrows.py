"""What may import what among the pages: a page is made of its own parts and of what all pages share."""

from pathlib import Path

import pytest

from tests.core.modules import ROOT, module
from tests.core.test_boundaries import reaches

PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py") if path.stem != "__init__")
PARTS = sorted((ROOT / "pages" / "parts").rglob("*.py"))
SHARED = sorted((*(ROOT / "pages" / "shared").rglob("*.py"), *(ROOT / "pages" / "components").rglob("*.py")))


def owner(file: Path) -> str:
    """The page whose script or part the file is."""
    inside = file.relative_to(ROOT / "pages").with_suffix("").parts
    return inside[1] if inside[0] == "parts" else inside[0]


@pytest.mark.parametrize("file", [*(ROOT / "pages" / f"{page}.py" for page in PAGES), *PARTS], ids=module)
def test_no_page_imports_another_page_or_its_parts(file: Path) -> None:
    others = [name for page in PAGES if page != owner(file) for name in (f"pages.{page}", f"pages.parts.{page}")]
    assert not reaches(file, "app", *others)


@pytest.mark.parametrize("file", SHARED, ids=module)
def test_what_pages_share_imports_no_page(file: Path) -> None:
    assert not reaches(file, "app", "pages.parts", *(f"pages.{page}" for page in PAGES))


def test_every_page_has_its_parts() -> None:
    assert {file.parent.name for file in PARTS} == {"parts", *PAGES}
