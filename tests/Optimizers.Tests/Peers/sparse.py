"""Writes sparse.json: torch.optim.SparseAdam on a table of 6 entries of 3 numbers, of which each of 200 steps touches one to three. Run by hand; no
test needs Python.

    apt-get install python3-torch     # 1.13.1 made the file that is here
    python3 sparse.py

Gradients and entries are whole functions of the step, exact in binary. The epsilon is next to nothing: torch adds it to the root of v, Adam's paper
to that of the corrected v.
"""
import json

import torch

ENTRIES, WIDTH, STEPS = 6, 3, 200

table = torch.tensor([[(5 * e + 3 * k) % 7 - 3 for k in range(WIDTH)] for e in range(ENTRIES)], dtype=torch.double, requires_grad=True)
optimizer = torch.optim.SparseAdam([table], lr=0.01, betas=(0.75, 0.875), eps=1e-30)
recorded = {}
for step in range(STEPS):
    entries = [step % 5, step * step % 5, step % 5]  # Twice the same; the last one is never touched.
    values = [[((7 * step + 3 * n + 5 * k) % 11 - 5) / 8 for k in range(WIDTH)] for n in range(len(entries))]
    table.grad = torch.sparse_coo_tensor([entries], torch.tensor(values, dtype=torch.double), (ENTRIES, WIDTH))
    optimizer.step()
    if step + 1 in (1, 10, STEPS):
        recorded[step + 1] = table.detach().flatten().tolist()
json.dump(recorded, open("sparse.json", "w"), indent=1)
