"""What is bundled without compiling is what stands in the assets now."""

from pathlib import Path

from wtsocial.ui.bundle import bring


def test_scripts_and_styles_are_brought_as_they_are_now_and_what_reflex_wrote_stays(tmp_path: Path) -> None:
    assets, web = tmp_path / "assets", tmp_path / "web"
    files = {
        assets / "kit" / "style.css": "new", assets / "kit" / "line.js": "new", assets / "icon.svg": "new",
        web / "styles" / "kit" / "style.css": "old", web / "styles" / "all.css": "Reflex's", web / "public" / "kit" / "line.js": "old",
    }  # fmt: skip
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    bring(assets, web)
    said = {str(path.relative_to(web)): path.read_text() for path in web.rglob("*") if path.is_file()}
    assert said == {
        "styles/kit/style.css": "new", "styles/all.css": "Reflex's",
        "public/kit/line.js": "new", "public/kit/style.css": "new", "public/icon.svg": "new",
    }  # fmt: skip
