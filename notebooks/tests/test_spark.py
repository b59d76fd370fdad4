import json

import pytest

from lancetrain import ConnectorNotFound
from lancetrain.spark import connector_jar


@pytest.fixture
def session(tables):
    """What was seen in the session that wrote the tables."""
    return json.loads((tables / "session.json").read_text())


def test_a_session_writes_and_reads_lance_tables_by_path(session):
    assert session["rows"] == 768


def test_a_session_that_is_active_is_taken_as_it_is(session):
    assert session["again"] is True


def test_databricks_gives_its_own_session_whatever_the_jar(session):
    assert session["databricks"] is True


def test_the_jar_is_the_argument_s_then_the_environment_s_then_the_build_s(tmp_path, monkeypatch):
    for name in ("a.jar", "b.jar", "lancetrain-spark-0.1.0.jar"):
        (tmp_path / name).touch()
    monkeypatch.setenv("LANCETRAIN_JAR", str(tmp_path / "b.jar"))
    assert connector_jar(tmp_path / "a.jar", tmp_path) == tmp_path / "a.jar"
    assert connector_jar(None, tmp_path) == tmp_path / "b.jar"
    monkeypatch.delenv("LANCETRAIN_JAR")
    assert connector_jar(None, tmp_path) == tmp_path / "lancetrain-spark-0.1.0.jar"


def test_a_jar_that_is_not_there_is_named_with_what_to_do(tmp_path, monkeypatch):
    monkeypatch.delenv("LANCETRAIN_JAR", raising=False)
    with pytest.raises(ConnectorNotFound, match=r"no file .*none\.jar\. Give its jar as jar="):
        connector_jar(tmp_path / "none.jar")
    with pytest.raises(ConnectorNotFound, match=r"no file .*lancetrain-spark-\*\.jar"):
        connector_jar(None, tmp_path)
