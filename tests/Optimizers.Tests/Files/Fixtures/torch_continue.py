"""PyTorch goes on with what the library has exported: the parameters after each of 20 steps against torch.json. Run by hand in this folder.

    dotnet exec ../../bin/Release/net10.0/Optimizers.Tests.dll write-torch-exports /tmp/exports
    python3 torch_continue.py /tmp/exports
"""
import json
import os
import sys
import tempfile

folder = os.path.abspath(sys.argv[1])
with open("torch.json") as file:
    paths = json.load(file)
sys.path.insert(0, os.getcwd())
os.chdir(tempfile.mkdtemp())  # torch_states writes its fixtures where it is imported.

import torch

import torch_states
from torch_import import load

for name, path in paths.items():
    case, kind = name[len("torch-"):].rsplit("-", 1)
    model = torch_states.Model(torch.float32 if kind == "float" else torch.float64)
    groups = [{"params": [model.weight]}, {"params": [model.bias], "lr": 2 * torch_states.RATE}]
    optimizer = torch_states.CASES[case](groups)
    load(os.path.join(folder, name + ".safetensors"), optimizer)
    with torch.no_grad():
        model.weight.copy_(torch.tensor(path[0][0], dtype=model.bias.dtype).reshape(2, 3))
        model.bias.copy_(torch.tensor(path[0][1], dtype=model.bias.dtype))
    worst = 0
    for s in range(torch_states.AFTER):
        torch_states.step(model, optimizer, torch_states.BEFORE + s)
        worst = max([worst] + [abs(a - b) for mine, right in zip(model.values(), path[s + 1]) for a, b in zip(mine, right)])
    print(f"{name}: {worst:.1e}")
