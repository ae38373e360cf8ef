"""Trains the cases of a folder with Python's LightGBM and writes each model and its predictions beside them."""

import json
import pathlib
import sys

import lightgbm
import numpy

folder = pathlib.Path(sys.argv[1])
table = json.loads((folder / "table.json").read_text())
rows, columns = table["rows"], table["columns"]
features = numpy.fromfile(folder / "features.f64").reshape((columns, rows)).T
held_out_from = table["heldOutFrom"]


def part(values, start, end):
    return None if values is None else numpy.asarray(values)[start:end]


def dataset(case, start, end, reference=None):
    return lightgbm.Dataset(
        features[start:end],
        label=part(case["label"], start, end),
        weight=part(case.get("weight"), start, end),
        group=case.get("group" if start == 0 else "heldOutGroup"),
        categorical_feature=case.get("categorical", []),
        params=case["datasetParams"],
        reference=reference,
        free_raw_data=False,
    )


for case in json.loads((folder / "cases.json").read_text()):
    train = dataset(case, 0, held_out_from)
    valid = dataset(case, held_out_from, rows, reference=train)
    callbacks = []
    if "earlyStoppingRounds" in case:
        callbacks.append(lightgbm.early_stopping(case["earlyStoppingRounds"], verbose=False))
    history = {}
    callbacks.append(lightgbm.record_evaluation(history))
    booster = None
    for _ in range(case.get("repeats", 1)):
        booster = lightgbm.train(
            {**case["datasetParams"], **case["params"]},
            train,
            num_boost_round=case["rounds"],
            valid_sets=[valid],
            valid_names=["held_out"],
            init_model=booster,
            callbacks=callbacks,
        )
    name = case["name"]
    (folder / f"{name}.txt").write_text(booster.model_to_string())
    held_out = features[held_out_from:]
    for kind in case["kinds"]:
        predictions = booster.predict(
            held_out,
            raw_score=kind == "raw",
            pred_leaf=kind == "leaf",
            pred_contrib=kind == "contributions",
        )
        numpy.asarray(predictions, dtype=numpy.float64).tofile(folder / f"{name}.{kind}.f64")
    (folder / f"{name}.json").write_text(
        json.dumps({"bestIteration": booster.best_iteration, "history": history["held_out"]})
    )

folds = table["folds"]
result = lightgbm.cv(
    table["crossValidation"],
    lightgbm.Dataset(
        features[:held_out_from], label=table["label"][:held_out_from], params=table["crossValidation"]
    ),
    num_boost_round=20,
    folds=[(numpy.asarray(fold["train"]), numpy.asarray(fold["valid"])) for fold in folds],
)
(folder / "cross-validation.json").write_text(json.dumps(result))
