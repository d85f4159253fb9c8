"""Writes the arrays that NpyFileTests reads, by NumPy itself (1.24.2): python3 npy_files.py FOLDER. Every one is k * 3 - 7 for k = 0 to 23, as 2 x 3 x 4."""

import sys

import numpy as np
from numpy.lib import format

folder = sys.argv[1]
values = (np.arange(24) * 3 - 7).reshape(2, 3, 4)
for order in "CF":
    for name in ("<f4", ">f4", "<f8", ">f8", "<i4", ">i4", "<i8", ">i8"):
        np.save(f"{folder}/{order}-{'big' if name[0] == '>' else 'little'}-{name[1:]}.npy", np.array(values, dtype=name, order=order))
np.save(f"{folder}/C-u1.npy", (values + 7).astype(np.uint8))
np.save(f"{folder}/C-bool.npy", values > 0)
np.save(f"{folder}/C-objects.npy", np.array([1, "two"], dtype=object))
np.save(f"{folder}/C-fields.npy", np.zeros(3, dtype=[("a", "<f4"), ("b", "<i4")]))
np.save(f"{folder}/C-text.npy", np.array(["one", "two"]))
np.save(f"{folder}/C-number.npy", np.float64(2.5))
np.save(f"{folder}/C-empty.npy", np.zeros((0, 3)))
for version in (1, 2, 3):
    with open(f"{folder}/version-{version}.npy", "wb") as file:
        format.write_array(file, values.astype("<f8"), version=(version, 0))
