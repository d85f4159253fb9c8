"""Writes strd.json from the .dat files of NIST's Statistical Reference Datasets, nonlinear regression (https://www.itl.nist.gov/div898/strd/).
The data are in the public domain. Run by hand; no test needs Python.

    python3 strd.py FOLDER > strd.json
"""
import json
import pathlib
import re
import sys

problems = []
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.dat"), key=lambda each: each.name.lower()):
    lines = path.read_text().splitlines()
    text = "\n".join(lines)
    level = re.search(r"(Lower|Average|Higher) Level of Difficulty", text).group(1)
    starts, certified, deviations = ([], []), [], []
    for line in lines:
        match = re.match(r"\s*b\d+\s*=\s*(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s*$", line)
        if match:
            first, second, value, deviation = map(float, match.groups())
            starts[0].append(first)
            starts[1].append(second)
            certified.append(value)
            deviations.append(deviation)
    rss = float(re.search(r"Residual Sum of Squares:\s+(\S+)", text).group(1))
    observations = int(re.search(r"Number of Observations:\s+(\d+)", text).group(1))
    begin = max(i for i, line in enumerate(lines) if line.startswith("Data:"))
    rows = [[float(word) for word in line.split()] for line in lines[begin + 1:] if line.strip()]
    rows = [row for row in rows if row]
    assert len(rows) == observations, (path.name, len(rows), observations)
    problems.append({
        "name": path.stem, "level": level, "starts": starts, "certified": certified, "deviations": deviations, "rss": rss,
        "y": [row[0] for row in rows], "x": [row[1:] for row in rows],
    })

print("[")
print(",\n".join(json.dumps(problem) for problem in problems))
print("]")
