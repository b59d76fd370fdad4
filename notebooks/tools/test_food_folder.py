"""Notebook 1 builds from a folder in the form of Food-101 when it is given one."""

import random
from pathlib import Path

import pytest
import run_notebooks
from PIL import Image
from store import BUCKET, Store

from lancetrain import DecodeImages, TrainingDataset, TrainingTable

COLOURS = {"apple_pie": (200, 120, 40), "beet_salad": (120, 20, 60), "cheesecake": (240, 220, 180)}
IMAGES_OF_A_CLASS = 160


@pytest.fixture
def images(tmp_path: Path) -> Path:
    """A folder for each class, with photographs of several sizes."""
    sizes = random.Random(7)
    for name, colour in COLOURS.items():
        (tmp_path / "images" / name).mkdir(parents=True)
        for number in range(IMAGES_OF_A_CLASS):
            size = sizes.randrange(40, 200), sizes.randrange(40, 200)
            file = tmp_path / "images" / name / f"{number}.jpg"
            Image.new("RGB", size, colour).save(file)
    return tmp_path / "images"


def test_the_first_notebook_builds_from_a_food_101_folder(images, tmp_path, monkeypatch):
    target = tmp_path / "target"
    (target / "pictures").mkdir(parents=True)
    monkeypatch.setattr(run_notebooks, "TARGET", target)
    store = Store(tmp_path)
    try:
        env = run_notebooks.environment(store, tmp_path) | {"FOOD101": str(images)}
        assert run_notebooks.run_all(run_notebooks.notebooks(["01"]), env) == 0
        table = TrainingTable(
            f"s3://{BUCKET}/food101_train.lance", tag="v1", storage_options=store.options
        )
        decode = DecodeImages("image", size=(8, 8))
        rows = TrainingDataset(table, 8, columns=["image", "label"], transform=decode)
        seen = {
            (int(label), tuple(image[:, 4, 4].tolist()))
            for batch in rows
            for image, label in zip(batch["image"], batch["label"], strict=True)
        }
    finally:
        store.stop()
    assert {label for label, _ in seen} == {0, 1, 2}
    for label, colour in seen:
        wanted = COLOURS[sorted(COLOURS)[label]]
        assert all(abs(one - other) < 4 for one, other in zip(colour, wanted, strict=True))
