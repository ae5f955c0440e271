"""The list of downloads on the disk."""

from __future__ import annotations

from pathlib import Path

from desktop.core.downloads import DownloadStore, Plan, RemoteFile


def make(number: int, **changes: object) -> Plan:
    file = RemoteFile(
        url=f"https://a.example/{number}.safetensors", path=f"{number}.safetensors", size_bytes=5
    )
    values = {"id": str(number), "title": "T", "page": "p", "folder": Path("/models"), "files": (file,)}
    return Plan(**(values | changes))  # type: ignore[arg-type]


def test_downloads_survive_a_restart(tmp_path: Path) -> None:
    plans = (make(1), make(2, name="folder"))
    DownloadStore(tmp_path / "downloads.json").save(plans)
    assert DownloadStore(tmp_path / "downloads.json").load() == (plans, None)


def test_nothing_is_there_at_first(tmp_path: Path) -> None:
    assert DownloadStore(tmp_path / "downloads.json").load() == ((), None)


def test_a_damaged_list_is_set_aside_and_told(tmp_path: Path) -> None:
    path = tmp_path / "downloads.json"
    path.write_text("{")
    plans, notice = DownloadStore(path).load()
    assert plans == ()
    assert notice is not None
    assert notice.code == "downloads_damaged"
    assert [entry.name.startswith("downloads.json.bad-") for entry in tmp_path.iterdir()] == [True]


def test_the_size_of_all_is_unknown_when_one_is() -> None:
    unknown = RemoteFile(url="https://a.example/x", path="x.safetensors")
    assert make(1).size_bytes == 5
    assert make(1, files=(unknown, *make(1).files)).size_bytes is None


def test_the_file_that_makes_a_folder_a_model_comes_last() -> None:
    paths = ("model_index.json", "unet/config.json")
    files = tuple(RemoteFile(url="https://a.example/x", path=path) for path in paths)
    assert [file.path for file in make(1, files=files).in_order()] == list(reversed(paths))
