"""Prints what a table has of each batch of rows, as JSON: the batch's number, how many rows, how many
ids, the least and the greatest id. Argument: the table's path."""

import json
import sys

import lance

batches = (
    lance.dataset(sys.argv[1])
    .to_table(columns=["batch", "id"])
    .group_by("batch")
    .aggregate([("id", "count"), ("id", "count_distinct"), ("id", "min"), ("id", "max")])
)
names = ["batch", "id_count", "id_count_distinct", "id_min", "id_max"]
json.dump([[row[name] for name in names] for row in batches.to_pylist()], sys.stdout)
