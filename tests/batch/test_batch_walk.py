"""Which files are taken, under which names, and why the others are not."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyparse.batch.model import BatchOptions
from policyparse.batch.names import output_names, shown
from policyparse.batch.walk import find


def make(folder: Path, *names: str, content: bytes = b"x") -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def taken(inputs: list[Path], out: Path | None = None, **options: object) -> dict[str, str]:
    """Place in the output, and why it is skipped."""
    found = find([str(one) for one in inputs], out, BatchOptions(**options))  # type: ignore[arg-type]
    return {one.relative: one.skip.code if one.skip else "" for one in found}


def test_what_is_no_document_is_told(tmp_path: Path) -> None:
    make(tmp_path, "a.pdf", "A.DOCX", "b/c.html", ".x.pdf", ".git/config", "~$a.docx", "film.mp4", "list.json")
    make(tmp_path, "page.html", "page_files/logo.png", "other_files/d.txt")
    make(tmp_path, "download", content=b"%PDF-1.7")
    make(tmp_path, "saved.aspx", content=b"\xef\xbb\xbf\r\n<!DOCTYPE html><html>")
    os.mkfifo(tmp_path / "pipe.txt")
    assert taken([tmp_path]) == {
        ".git": "hidden",
        ".x.pdf": "hidden",
        "A.DOCX": "",
        "a.pdf": "",
        "b/c.html": "",
        "download": "",
        "film.mp4": "format-unknown",
        "list.json": "format-unknown",
        "other_files/d.txt": "",
        "page.html": "",
        "page_files": "page-resources",
        "pipe.txt": "no-file",
        "saved.aspx": "",
        "~$a.docx": "office-leftover",
    }


def test_no_link_out_of_the_folder_is_followed(tmp_path: Path) -> None:
    make(tmp_path, "in/a.txt", "in/b/c.txt", "secret/s.txt")
    folder = tmp_path / "in"
    (folder / "inside.txt").symlink_to(folder / "a.txt")
    (folder / "outside.txt").symlink_to(tmp_path / "secret" / "s.txt")
    (folder / "outside").symlink_to(tmp_path / "secret")
    (folder / "loop").symlink_to(folder)
    (folder / "nothing.txt").symlink_to(folder / "missing")
    assert taken([folder]) == {
        "a.txt": "",
        "b/c.txt": "",
        "inside.txt": "",
        "loop": "link-folder",
        "nothing.txt": "link-broken",
        "outside": "link-outside",
        "outside.txt": "link-outside",
    }


def test_own_outputs_are_no_inputs(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "out/a.txt.md", "out/manifest.jsonl", "ledger.csv")
    found = find([str(tmp_path)], tmp_path / "out", BatchOptions(), [str(tmp_path / "ledger.csv")])
    assert [one.relative for one in found] == ["a.txt"]


def test_include_and_exclude(tmp_path: Path) -> None:
    make(tmp_path, "2023/a.pdf", "2023/b.txt", "2024/a.pdf", "drafts/a.pdf", "top.pdf")
    assert taken([tmp_path], include=("*.pdf",), exclude=("2023/*", "drafts")) == {
        "2023/a.pdf": "excluded",
        "2023/b.txt": "excluded",
        "2024/a.pdf": "",
        "drafts": "excluded",
        "top.pdf": "",
    }
    assert taken([tmp_path], include=("**/a.*",), exclude=("2023", "drafts"))["top.pdf"] == "excluded"


def test_several_inputs_keep_their_places_below_what_they_share(tmp_path: Path) -> None:
    make(tmp_path, "x/2023/a.pdf", "x/2024/a.pdf", "x/b.docx", "x/.hidden.pdf")
    x = tmp_path / "x"
    assert taken([x / "2023" / "a.pdf"]) == {"a.pdf": ""}
    assert taken([x / "2023", x / "2024", x / "b.docx"]) == {"2023/a.pdf": "", "2024/a.pdf": "", "b.docx": ""}
    assert taken([x / ".hidden.pdf"]) == {".hidden.pdf": ""}, "it was asked for by name"
    assert taken([x / "2023", x / "2023" / "a.pdf"]) == {"2023/a.pdf": ""}, "each file once"
    assert taken([x / "missing.pdf"]) == {"missing.pdf": ""}, "its worker will say that it is not there"


def test_paths_are_as_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "in/b/a.pdf")
    monkeypatch.chdir(tmp_path)
    for name, path in {"in": "in/b/a.pdf", "in/": "in/b/a.pdf", ".": "in/b/a.pdf", "./in": "./in/b/a.pdf"}.items():
        assert [one.path for one in find([name], None, BatchOptions())] == [path]


def test_a_name_in_an_old_encoding(tmp_path: Path) -> None:
    name = os.fsdecode("通知.txt".encode("gbk"))
    (tmp_path / name).write_bytes(b"x")
    (one,) = find([str(tmp_path)], None, BatchOptions())
    assert one.relative == name
    assert shown(one.path).encode()


@given(
    st.lists(
        st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=255),
        unique=True,
    )
)
def test_output_names_do_not_collide_and_fit_the_file_system(names: list[str]) -> None:
    outputs = [one for name in names for one in output_names(f"x/{name}", ("json", "csv"))]
    assert len(set(outputs)) == len(outputs) == 2 * len(names)
    assert all(len(one.removeprefix("x/").encode()) <= 235 for one in outputs)


def test_output_names_tell_the_input() -> None:
    assert output_names("b/a.pdf", ("json", "md")) == ("b/a.pdf.json", "b/a.pdf.md")
    assert output_names("a.docx", ("json",)) == ("a.docx.json",)
    long = output_names("关于" * 50 + ".pdf", ("json",))[0]
    assert long.startswith("关于关于")
    assert long.endswith(".json")
