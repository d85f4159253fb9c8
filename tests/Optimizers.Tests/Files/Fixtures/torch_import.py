"""A safetensors file that the library exported, or torch_export.py, into a PyTorch optimizer with the same groups."""
import json

import torch

from safetensors_plain import read

KINDS = {"F64": torch.float64, "F32": torch.float32, "I64": torch.int64}


def load(path, optimizer):
    """What this version of PyTorch has in its groups and the file has not stays as it is. With the package safetensors, its load_file will do."""
    tensors, texts = read(path)
    groups = [{**mine, **saved} for mine, saved in zip(optimizer.state_dict()["param_groups"], json.loads(texts["param_groups"]), strict=True)]
    state = {}
    for name, (kind, shape, numbers) in tensors.items():
        _, index, value = name.split(".", 2)
        state.setdefault(int(index), {})[value] = torch.tensor(numbers, dtype=KINDS[kind]).reshape(shape)
    optimizer.load_state_dict({"state": state, "param_groups": groups})
