"""Trains PyTorch models from the tables that Lancetrain's Spark connector writes."""

from lancetrain.card import TrainingCard
from lancetrain.dataset import TrainingDataset
from lancetrain.errors import (
    ConnectorNotFound,
    CorruptImage,
    InvalidOption,
    LancetrainError,
    NoTrainingCard,
    StateMismatch,
    StoreRefused,
    StoreUnavailable,
    TableNotFound,
    UnevenShares,
    UnreadableTable,
    UnsafeFork,
    UnsupportedColumn,
)
from lancetrain.images import DecodeImages
from lancetrain.loading import training_loader
from lancetrain.permutation import permutation_table
from lancetrain.spark import spark_session
from lancetrain.table import TrainingTable
from lancetrain.tensors import to_tensors

__all__ = [
    "ConnectorNotFound",
    "CorruptImage",
    "DecodeImages",
    "InvalidOption",
    "LancetrainError",
    "NoTrainingCard",
    "StateMismatch",
    "StoreRefused",
    "StoreUnavailable",
    "TableNotFound",
    "TrainingCard",
    "TrainingDataset",
    "TrainingTable",
    "UnevenShares",
    "UnreadableTable",
    "UnsafeFork",
    "UnsupportedColumn",
    "permutation_table",
    "spark_session",
    "to_tensors",
    "training_loader",
]
