"""Writes python.safetensors and checks library.safetensors, which the library wrote. Run by hand in this folder; no test needs Python.

    dotnet exec <Optimizers.Tests.dll> write-python-fixture library.safetensors
    python3 python_files.py
"""
from safetensors_plain import read, write

write("python.safetensors", {
    "bytes": ("U8", [3], [1, 2, 255]),
    "matrix": ("F64", [2, 3], [11.5, 12.5, 13.5, 21.5, 22.5, 23.5]),
    "single": ("F32", [], [0.25]),
    "whole": ("I64", [2], [-1, 2**62]),
    "half": ("F16", [2, 1], [1.5, -2.0]),
    "nothing": ("F32", [0, 4], []),
}, {"made by": "Python", "größe": "2 × 3"})

tensors, metadata = read("library.safetensors")
kind, shape, numbers = tensors["matrix"]
assert (kind, shape) == ("F64", [2, 3])
assert [[numbers[3 * i + j] for j in range(3)] for i in range(2)] == [[11.5, 12.5, 13.5], [21.5, 22.5, 23.5]]
assert tensors["bytes"] == ("U8", [3], [1, 2, 255])
assert tensors["single"] == ("F32", [], [0.25])
assert tensors["whole"] == ("I64", [2], [-1, 2**62])
assert tensors["half"] == ("F16", [2, 1], [1.5, -2.0])
assert tensors["nothing"] == ("F32", [0, 4], [])
assert {key: text for key, text in metadata.items() if not key.startswith("xxh3")} == {"made by": "the library", "größe": "2 × 3"}
assert len(metadata) == 2 + 1 + len(tensors)
print("library.safetensors is what it should be")
