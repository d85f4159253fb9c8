"""Writes schedules.json: what torch.optim.lr_scheduler gives at arguments drawn from a seed, and the momentum where it moves that too. Run by hand;
no test needs Python.

    apt-get install python3-torch     # 1.13.1 made the file that is here
    python3 schedules.py
"""
import json
import random
import warnings

import torch
from torch.optim import lr_scheduler

warnings.simplefilter("ignore")  # There is no training, so that optimizer.step is never called.

ITERATIONS = (0, 1, 2, 3, 4, 5, 7, 9, 10, 11, 14, 15, 19, 20, 21, 24, 29, 30, 31, 39, 40, 41, 49, 50, 51, 59, 60, 79, 80, 99, 100, 149, 199)


def one_cycle(draw):
    """pct_start is a whole number of iterations by the total; that number is what the library takes."""
    total, share = draw.randrange(60, 200), draw.uniform(0.1, 0.4)
    return {"max_lr": draw.uniform(0.01, 1), "total_steps": total, "pct_start": int(share * total) / total,
            "anneal_strategy": draw.choice(["cos", "linear"]), "div_factor": draw.uniform(2, 50), "final_div_factor": draw.uniform(10, 1e4),
            "base_momentum": draw.uniform(0.5, 0.85), "max_momentum": draw.uniform(0.86, 0.99)}


def cyclic(draw):
    return {"base_lr": draw.uniform(0.001, 0.01), "max_lr": draw.uniform(0.02, 0.5), "step_size_up": draw.randrange(1, 20),
            "step_size_down": draw.randrange(1, 20), "base_momentum": draw.uniform(0.5, 0.85), "max_momentum": draw.uniform(0.86, 0.99)}


CASES = {
    "StepLR": lambda draw: {"step_size": draw.randrange(2, 40), "gamma": draw.uniform(0.1, 0.9)},
    "MultiStepLR": lambda draw: {"milestones": sorted(draw.sample(range(1, 150), 3)), "gamma": draw.uniform(0.1, 0.9)},
    "ConstantLR": lambda draw: {"factor": draw.uniform(0.1, 0.9), "total_iters": draw.randrange(2, 60)},
    "LinearLR": lambda draw: {"start_factor": draw.uniform(0.1, 0.9), "end_factor": draw.uniform(0, 1), "total_iters": draw.randrange(2, 100)},
    "ExponentialLR": lambda draw: {"gamma": draw.uniform(0.8, 0.999)},
    "PolynomialLR": lambda draw: {"total_iters": draw.randrange(20, 200), "power": draw.uniform(0.5, 3)},
    "CosineAnnealingLR": lambda draw: {"T_max": draw.randrange(20, 80), "eta_min": draw.uniform(0, 0.01)},
    "CosineAnnealingWarmRestarts": lambda draw: {"T_0": draw.randrange(5, 30), "T_mult": draw.randrange(1, 4), "eta_min": draw.uniform(0, 0.01)},
    "OneCycleLR": one_cycle,
    "OneCycleLR, three phases": lambda draw: {**one_cycle(draw), "three_phase": True},
    "CyclicLR": cyclic,
    "CyclicLR, halved": lambda draw: {**cyclic(draw), "mode": "triangular2"},
    "CyclicLR, shrinking": lambda draw: {**cyclic(draw), "mode": "exp_range", "gamma": draw.uniform(0.9, 0.999)},
}

generator = random.Random(17)
cases = []
for name, drawn in CASES.items():
    for number in 1, 2, 3:
        arguments, rate = drawn(generator), generator.uniform(0.01, 1)
        optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], rate, momentum=0.9)
        schedule = getattr(lr_scheduler, name.split(",")[0])(optimizer, **arguments)
        last = min(ITERATIONS[-1], arguments.get("total_steps", 1000) - 1)
        rates, momenta = {}, {}
        for i in range(last + 1):
            if i in ITERATIONS or i == last:
                rates[i], momenta[i] = optimizer.param_groups[0]["lr"], optimizer.param_groups[0]["momentum"]
            if i < last:
                schedule.step()
        case = {"name": f"{name}, draw {number}", "class": name.split(",")[0], "rate": rate, "arguments": arguments, "rates": rates}
        cases.append({**case, "momenta": momenta} if "base_momentum" in arguments else case)
with open("schedules.json", "w") as file:
    file.write("[\n" + ",\n".join(map(json.dumps, cases)) + "\n]\n")
