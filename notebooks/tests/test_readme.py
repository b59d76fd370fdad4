"""The example of the README, as it is written there."""

from pathlib import Path

import torch

README = Path(__file__).parent.parent / "README.md"


def test_the_example_of_the_readme_trains_and_saves_where_it_is(tables, tmp_path):
    code = README.read_text().split("```python\n")[1].split("```")[0]
    code = code.replace("s3://bucket", str(tables))
    for written, smaller in (
        ("batch_size=256", "batch_size=8"),
        ('"embedding"', '"pixels"'),
        ("workers=4", "workers=2"),
        ("range(10)", "range(2)"),
        ("step % 500", "step % 40"),
    ):
        assert written in code
        code = code.replace(written, smaller)
    path = tmp_path / "checkpoint.pt"
    names = {"torch": torch, "model": torch.nn.Linear(64, 10), "path": path}
    exec(code, names)
    assert names["batch"]["pixels"].shape == (8, 64)
    assert names["step"] == len(names["dataset"])
    saved = torch.load(path)["data"]
    assert saved["epoch"] == 1
    assert saved["position"] == names["step"] // 40 * 40
