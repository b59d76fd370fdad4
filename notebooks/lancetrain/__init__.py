"""Trains PyTorch models from the tables that Lancetrain's Spark connector writes."""

from lancetrain.card import TrainingCard
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
    UnsafeFork,
    UnsupportedColumn,
)
from lancetrain.table import TrainingTable

__all__ = [
    "CorruptImage",
    "InvalidOption",
    "LancetrainError",
    "NoTrainingCard",
    "StateMismatch",
    "StoreRefused",
    "StoreUnavailable",
    "TableNotFound",
    "TrainingCard",
    "TrainingTable",
    "UnevenShares",
    "UnsafeFork",
    "UnsupportedColumn",
]
