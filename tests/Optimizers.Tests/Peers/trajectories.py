"""Writes trajectories.json: 1,000 steps of torch.optim by the gradients of the tests, at hyperparameters drawn from a seed. Run by hand; no test
needs Python.

    apt-get install python3-torch     # 1.13.1 made the file that is here
    python3 trajectories.py

Three draws a variant in double and one in float: the second has a weight decay, the third maximizes, both where the class can. In double the default
type is double too, for NAdam's mu_product and ASGD's eta follow that and not the parameter. In float the hyperparameters are 2^-k and 1 - 2^-k: of
others beta and 1 - beta, each rounded to float, do not add up to 1, by which torch's averages are off.
"""
import json
import random

import torch

STEPS, COUNT, DRAWS = 1000, 4, 3
RECORDED = (1, 2, 10, 100, STEPS)
THETA = [1.0, -2.0, 0.5, 3.0]


class Draw:
    """Hyperparameters, of which those for float are exact in it."""

    def __init__(self, generator, kind):
        self.generator, self.kind = generator, kind

    def power(self, low, high):
        """Evenly in the exponent of 10."""
        drawn = 10 ** self.generator.uniform(low, high)
        return drawn if self.kind == "double" else 2.0 ** round(torch.tensor(drawn).log2().item())

    def decay(self, low, high):
        """1 less a number evenly in the exponent of 10."""
        return 1 - self.power(low, high)

    def between(self, low, high):
        drawn = self.generator.uniform(low, high)
        return drawn if self.kind == "double" else round(drawn * 8) / 8

    def adam(self):
        return {"lr": self.power(-3, -1), "betas": (self.decay(-1.3, -0.3), self.decay(-4, -1)), "eps": self.power(-10, -4)}

    def sgd(self):
        return {"lr": self.power(-3, -1), "momentum": self.decay(-1.3, -0.3)}

    def rms(self):
        return {"lr": self.power(-3, -1), "alpha": self.decay(-3, -0.5), "eps": self.power(-10, -4)}


VARIANTS = {
    "SGD": lambda draw: {"lr": draw.power(-3, -1)},
    "SGD, momentum": lambda draw: draw.sgd(),
    "SGD, dampening": lambda draw: {**draw.sgd(), "dampening": draw.between(0.125, 0.9)},
    "SGD, Nesterov": lambda draw: {**draw.sgd(), "nesterov": True},
    "Adagrad": lambda draw: {"lr": draw.power(-2, 0), "lr_decay": draw.power(-4, -2), "initial_accumulator_value": draw.power(-3, 0),
                             "eps": draw.power(-10, -4)},
    "Adadelta": lambda draw: {"lr": draw.power(-0.3, 0.3), "rho": draw.decay(-2, -0.7), "eps": draw.power(-8, -4)},
    "Adam": lambda draw: draw.adam(),
    "Adam, amsgrad": lambda draw: {**draw.adam(), "amsgrad": True},
    "AdamW": lambda draw: draw.adam(),
    "AdamW, amsgrad": lambda draw: {**draw.adam(), "amsgrad": True},
    "Adamax": lambda draw: draw.adam(),
    "NAdam": lambda draw: {**draw.adam(), "momentum_decay": draw.power(-3, -1), "foreach": True},  # Without foreach 1.13 counts mu twice.
    "RAdam": lambda draw: draw.adam(),
    "RMSprop": lambda draw: draw.rms(),
    "RMSprop, momentum": lambda draw: {**draw.rms(), "momentum": draw.decay(-1, -0.3)},
    "RMSprop, centered": lambda draw: {**draw.rms(), "centered": True},
    "RMSprop, centered, momentum": lambda draw: {**draw.rms(), "centered": True, "momentum": draw.decay(-1, -0.3)},
    "Rprop": lambda draw: {"lr": draw.power(-3, -1), "etas": (draw.between(0.3, 0.8), draw.between(1.125, 1.5)),
                           "step_sizes": (draw.power(-6, -4), draw.between(0.25, 5))},
    "ASGD": lambda draw: {"lr": draw.power(-3, -1), "lambd": draw.power(-4, -2), "alpha": draw.between(0.5, 1),
                          "t0": draw.generator.randrange(500)},
}


def gradient(step):
    """Exact in float on both sides: small integers over a power of two."""
    return [((step * (7 + 4 * j) + 3 * j) % 32 - 12) / 16 for j in range(COUNT)]


def run(make, kind, settings):
    torch.set_default_dtype(kind)
    theta = torch.tensor(THETA, requires_grad=True)
    optimizer = make([theta], **settings)
    path = []
    for step in range(STEPS):
        theta.grad = torch.tensor(gradient(step))
        optimizer.step()
        if step + 1 in RECORDED:
            path.append(theta.tolist() + (optimizer.state[theta]["ax"].tolist() if make is torch.optim.ASGD else []))
    return path


generator = random.Random(17)
cases = []
for name, drawn in VARIANTS.items():
    make = getattr(torch.optim, name.split(",")[0])
    has = make([torch.zeros(1, requires_grad=True)], lr=1).defaults
    for kind, number in [("double", 1), ("double", 2), ("double", 3), ("float", 1)]:
        draw = Draw(generator, kind)
        settings = drawn(draw)
        if number == 2 and "weight_decay" in has or make is torch.optim.AdamW:
            settings["weight_decay"] = draw.power(-3, -1)
        if number == 3 and "maximize" in has:
            settings["maximize"] = True
        path = run(make, torch.float64 if kind == "double" else torch.float32, settings)
        cases.append({"name": f"{name}, {kind}, draw {number}", "class": make.__name__, "settings": settings, "path": path})
with open("trajectories.json", "w") as file:
    file.write("[\n" + ",\n".join(map(json.dumps, cases)) + "\n]\n")
