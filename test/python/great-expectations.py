"""Validates tables by a suite with the real Great Expectations; writes its verdicts, and the suite as it writes one.

Usage: great-expectations.py FOLDER: reads suite.json and NAME.parquet for each name in tables.json, writes NAME.json and
suite.back.json.
"""
import json
import os
import sys
from pathlib import Path

os.environ["GX_ANALYTICS_ENABLED"] = "false"

import great_expectations as gx
import pandas as pd
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

folder = Path(sys.argv[1])
given = json.loads((folder / "suite.json").read_text())
context = gx.get_context(mode="ephemeral")
context.variables.progress_bars = {"globally": False}
configurations = [ExpectationConfiguration(**one) for one in given["expectations"]]
suite = gx.ExpectationSuite(**given)
(folder / "suite.back.json").write_text(json.dumps(suite.to_json_dict()))


def plain(value):
    return json.loads(json.dumps(value, default=str))


source = context.data_sources.add_pandas("tables")
for name in json.loads((folder / "tables.json").read_text()):
    frame = pd.read_parquet(folder / f"{name}.parquet")
    batch = source.add_dataframe_asset(name).add_batch_definition_whole_dataframe("whole")
    verdicts = []
    for configuration in configurations:
        result = batch.get_batch({"dataframe": frame}).validate(
            configuration.to_domain_obj(), result_format="SUMMARY"
        )
        found = result.to_json_dict()
        failed = found["exception_info"] or {}
        verdicts.append(
            {
                "type": configuration.type,
                "success": bool(found["success"]),
                "unexpected": found["result"].get("unexpected_count"),
                "observed": plain(found["result"].get("observed_value")),
                "raised": failed.get("exception_message")
                or next((v.get("exception_message") for v in failed.values() if isinstance(v, dict)), None),
            }
        )
    (folder / f"{name}.json").write_text(json.dumps(verdicts))
