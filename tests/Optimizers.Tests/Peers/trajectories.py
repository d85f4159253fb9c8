"""Writes trajectories.json: what torch.optim does with the gradients of the tests, in double. Run by hand; no test needs Python.

    apt-get install python3-torch     # 1.13.1 made the file that is here
    python3 trajectories.py > trajectories.json
"""
import json

import torch

STEPS, COUNT = 60, 4
THETA = [1.0, -2.0, 0.5, 3.0]


def gradient(step):
    """Exact in double on both sides: small integers over a power of two."""
    return [((step * (7 + 4 * j) + 3 * j) % 32 - 12) / 16 for j in range(COUNT)]


CASES = {
    "Sgd, maximize, L2": lambda p: torch.optim.SGD(p, 0.01, weight_decay=0.1, maximize=True),
    "Momentum, accumulated": lambda p: torch.optim.SGD(p, 0.01, momentum=0.9),
    "Momentum, accumulated, dampened": lambda p: torch.optim.SGD(p, 0.01, momentum=0.9, dampening=0.5),
    "Momentum, accumulated, Nesterov": lambda p: torch.optim.SGD(p, 0.01, momentum=0.9, nesterov=True),
    "Adagrad": lambda p: torch.optim.Adagrad(p, 0.01),
    "Adagrad, initial accumulator": lambda p: torch.optim.Adagrad(p, 0.01, initial_accumulator_value=0.5, eps=1e-3),
    "RmsProp, PyTorch": lambda p: torch.optim.RMSprop(p, 0.01),
    "RmsProp, PyTorch, momentum": lambda p: torch.optim.RMSprop(p, 0.01, alpha=0.95, eps=1e-6, momentum=0.7),
    "RmsProp, PyTorch, centered": lambda p: torch.optim.RMSprop(p, 0.01, alpha=0.9, centered=True),
    "RmsProp, PyTorch, centered, momentum":
        lambda p: torch.optim.RMSprop(p, 0.01, alpha=0.9, eps=1e-5, centered=True, momentum=0.5),
    "Adam": lambda p: torch.optim.Adam(p, 0.01),
    "Adam, AMSGrad": lambda p: torch.optim.Adam(p, 0.01, betas=(0.9, 0.9), amsgrad=True),
    "AdamW": lambda p: torch.optim.AdamW(p, 0.01),
    "AdamW, AMSGrad": lambda p: torch.optim.AdamW(p, 0.01, weight_decay=0.1, amsgrad=True),
}

result = {}
for name, make in CASES.items():
    theta = torch.tensor(THETA, dtype=torch.float64, requires_grad=True)
    optimizer = make([theta])
    path = []
    for step in range(STEPS):
        theta.grad = torch.tensor(gradient(step), dtype=torch.float64)
        optimizer.step()
        if step in (0, 1, 9, STEPS - 1):
            path.append(theta.tolist())
    result[name] = path
print(json.dumps(result, indent=1))
