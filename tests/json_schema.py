"""Holds JSON values against a JSON Schema (2020-12): reads `{"schema": …, "instances": […]}` from
standard input and prints, for each instance, the list of what is wrong with it."""
import json
import sys

from jsonschema import Draft202012Validator

asked = json.load(sys.stdin)
Draft202012Validator.check_schema(asked["schema"])
validator = Draft202012Validator(asked["schema"])
told = [[f"{error.json_path}: {error.message}"[:300] for error in validator.iter_errors(instance)] for instance in asked["instances"]]
json.dump(told, sys.stdout)
