"""The tasks of Program.cs for ARPACK, through scipy's eigsh (Debian: python3-scipy). Run by hand: python3 eigsh.py [pairs]
The time of the products is measured and taken off; of two short runs the one of the less processor time counts."""

import sys
import time

import numpy as np
import scipy
from scipy.sparse.linalg import LinearOperator, eigsh

n = 1_000_000
products = 0
spent = 0.0


def operator(diagonal):
    def multiply(v):
        global products, spent
        start = time.perf_counter()
        result = diagonal * v.ravel()
        spent += time.perf_counter() - start
        products += 1
        return result

    return LinearOperator((n, n), matvec=multiply, dtype=np.float64)


def run(what, diagonal, repetitions=2, **options):
    global products, spent
    best = None
    for _ in range(repetitions):
        products, spent = 0, 0.0
        a = operator(diagonal)
        start, processor = time.perf_counter(), time.process_time()
        values, vectors = eigsh(a, v0=np.random.default_rng(0).standard_normal(n), **options)
        whole, processor = time.perf_counter() - start, time.process_time() - processor
        taken = products
        own = whole - spent
        residual = max(np.linalg.norm(diagonal * x - value * x) for value, x in zip(values, vectors.T))
        if best is None or processor < best[0]:
            best = (processor, own, whole, taken, values, residual)
    processor, own, whole, taken, values, residual = best
    print(f"| {what} | eigsh | {taken} | {whole:.2f} s | {own:.2f} s | {processor:.2f} s | from {values.min():.6f} to {values.max():.6f}, largest residual {residual:.2g} |")


print(f"scipy {scipy.__version__}, numpy {np.__version__}")
even = np.linspace(-1, 10, n)
if "pairs" not in sys.argv:
    run("both ends, tol 1e-2, n = 10⁶", even, k=2, which="BE", tol=1e-2)
separated = even.copy()
separated[:10] = -11 + np.arange(10)
for ncv in (None, 40):
    run(f"10 smallest pairs, tol 1e-8, ncv {ncv}, n = 10⁶", separated, repetitions=1, k=10, which="SA", tol=1e-8, ncv=ncv)
