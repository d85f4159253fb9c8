"""Writes torch-*.safetensors and torch.json: what torch.optim remembers after 10 steps, and where its next 20 steps lead. Run by hand in this
folder; no test needs Python.

    apt-get install python3-torch     # 1.13.1 made the files that are here
    python3 torch_states.py

The model is a matrix of 2 × 3, in a group of its own, and a vector of 4, in a second group with twice the learning rate. Parameter element k gets
at step s, counted from 0, the gradient ((s * (7 + 4 * k) + 3 * k) % 32 - 12) / 16, k counted by rows and through both parameters: exact in float.
"""
import json

import torch

from torch_export import export

BEFORE, AFTER = 10, 20
RATE = 1 / 64

CASES = {
    "sgd": lambda groups: torch.optim.SGD(groups, RATE),
    "momentum": lambda groups: torch.optim.SGD(groups, RATE, momentum=0.875, weight_decay=0.125),
    "nesterov": lambda groups: torch.optim.SGD(groups, RATE, momentum=0.875, nesterov=True),
    "adam": lambda groups: torch.optim.Adam(groups, RATE),
    "adamw": lambda groups: torch.optim.AdamW(groups, RATE, weight_decay=0.125),
    "amsgrad": lambda groups: torch.optim.Adam(groups, RATE, betas=(0.875, 0.9375), amsgrad=True),
    "rmsprop": lambda groups: torch.optim.RMSprop(groups, RATE),
    "rmsprop-centered": lambda groups: torch.optim.RMSprop(groups, RATE, alpha=0.875, centered=True),
    "rmsprop-momentum": lambda groups: torch.optim.RMSprop(groups, RATE, alpha=0.875, momentum=0.5),
    "adagrad": lambda groups: torch.optim.Adagrad(groups, RATE, initial_accumulator_value=0.5),
    "adadelta": lambda groups: torch.optim.Adadelta(groups, RATE, rho=0.875, weight_decay=0.125),
    "adamax": lambda groups: torch.optim.Adamax(groups, RATE),
    "nadam": lambda groups: torch.optim.NAdam(groups, RATE, momentum_decay=0.0625, foreach=True),  # Without foreach 1.13 counts μ twice.
    "radam": lambda groups: torch.optim.RAdam(groups, RATE, betas=(0.875, 0.9375)),
    "rprop": lambda groups: torch.optim.Rprop(groups, RATE, step_sizes=(1 / 1024, 0.25)),
    "rprop-maximize": lambda groups: torch.optim.Rprop(groups, RATE, etas=(0.375, 1.5), maximize=True),
    "asgd": lambda groups: torch.optim.ASGD(groups, RATE, lambd=0.125, t0=5),
}


class Model(torch.nn.Module):
    def __init__(self, kind):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.tensor([[1.0, -2.0, 0.5], [3.0, -0.25, 0.75]], dtype=kind))
        self.bias = torch.nn.Parameter(torch.tensor([0.5, -1.5, 2.0, -0.125], dtype=kind))

    def values(self):
        return [self.weight.flatten().tolist(), self.bias.tolist()]


def step(model, optimizer, s):
    numbers = torch.tensor([((s * (7 + 4 * k) + 3 * k) % 32 - 12) / 16 for k in range(10)], dtype=model.bias.dtype)
    model.weight.grad = numbers[:6].reshape(2, 3).clone()
    model.bias.grad = numbers[6:].clone()
    optimizer.step()


result = {}
for case, make in CASES.items():
    for kind in torch.float32, torch.float64:
        model = Model(kind)
        optimizer = make([{"params": [model.weight]}, {"params": [model.bias], "lr": 2 * RATE}])
        for s in range(BEFORE):
            step(model, optimizer, s)
        name = f"torch-{case}-{'float' if kind == torch.float32 else 'double'}"
        export(f"{name}.safetensors", optimizer, model)
        path = [model.values()]
        for s in range(BEFORE, BEFORE + AFTER):
            step(model, optimizer, s)
            path.append(model.values())
        result[name] = path
with open("torch.json", "w") as file:
    file.write("{\n" + ",\n".join(f' "{name}": [\n  ' + ",\n  ".join(map(json.dumps, path)) + "\n ]" for name, path in result.items()) + "\n}\n")
