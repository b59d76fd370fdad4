"""Trains PyTorch models from the tables that Lancetrain's Spark connector writes."""

from lancetrain.card import TrainingCard
from lancetrain.dataset import TrainingDataset
from lancetrain.errors import (
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
from lancetrain.table import TrainingTable
from lancetrain.tensors import to_tensors

__all__ = [
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
    "to_tensors",
    "training_loader",
]
