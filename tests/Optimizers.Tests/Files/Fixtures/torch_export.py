"""A PyTorch optimizer as a safetensors file: its state's tensors by name, its groups and the parameters' names as text."""
import json

import torch

from safetensors_plain import write

KINDS = {torch.float64: "F64", torch.float32: "F32", torch.int64: "I64"}


def tensor_of(value):
    """Older versions count the steps of some rules in a plain number; newer ones in a float32 tensor without dimensions, which all become here."""
    return value if torch.is_tensor(value) else torch.tensor(value, dtype=torch.float32)


def export(path, optimizer, model):
    """State i belongs to the i-th parameter, counted through all groups; names[i] is its name in the model. SGD without momentum has no state."""
    found = {parameter: name for name, parameter in model.named_parameters()}
    names = [found[parameter] for group in optimizer.param_groups for parameter in group["params"]]
    saved = optimizer.state_dict()
    state = {f"state.{i}.{name}": tensor_of(value) for i, values in saved["state"].items() for name, value in values.items() if value is not None}
    tensors = {name: (KINDS[tensor.dtype], list(tensor.shape), tensor.flatten().tolist()) for name, tensor in state.items()}
    texts = {"optimizer": type(optimizer).__name__, "param_groups": json.dumps(saved["param_groups"]), "names": json.dumps(names)}
    write(path, tensors, texts)
