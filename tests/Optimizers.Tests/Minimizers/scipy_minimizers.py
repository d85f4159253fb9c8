"""Writes scipy.json: the points that scipy's minimizers visit. Run by hand; no test needs Python.

    apt-get install python3-scipy     # 1.10.1 made the file that is here
    python3 scipy_minimizers.py > scipy.json
"""
import json

import numpy as np
from scipy import optimize


def freudenstein_roth(p):
    x, y = p
    r = np.array([-13 + x + ((5 - y) * y - 2) * y, -29 + x + ((y + 1) * y - 14) * y])
    return r, np.array([[1, (10 - 3 * y) * y - 2], [1, (3 * y + 2) * y - 14]])


def rosenbrock(p):
    x, y = p
    return np.array([10 * (y - x * x), 1 - x]), np.array([[-20 * x, 10.0], [-1.0, 0.0]])


def bard(p):
    data = [.14, .18, .22, .25, .29, .32, .35, .39, .37, .58, .73, .96, 1.34, 2.10, 4.39]
    u = np.arange(1.0, 16)
    v = 16 - u
    w = np.minimum(u, v)
    below = v * p[1] + w * p[2]
    r = data - (p[0] + u / below)
    return r, np.stack([-np.ones(15), u * v / below**2, u * w / below**2], 1)


def kowalik_osborne(p):
    data = [.1957, .1947, .1735, .1600, .0844, .0627, .0456, .0342, .0323, .0235, .0246]
    u = np.array([4.0, 2, 1, .5, .25, .167, .125, .1, .0833, .0714, .0625])
    above, below = u * u + u * p[1], u * u + u * p[2] + p[3]
    r = data - p[0] * above / below
    return r, np.stack([-above / below, -p[0] * u / below, p[0] * above * u / below**2, p[0] * above / below**2], 1)


def powell_singular(p):
    a, b, c, d = p
    r = np.array([a + 10 * b, np.sqrt(5) * (c - d), (b - 2 * c)**2, np.sqrt(10) * (a - d)**2])
    j = np.array([[1, 10, 0, 0], [0, 0, np.sqrt(5), -np.sqrt(5)], [0, 2 * (b - 2 * c), -4 * (b - 2 * c), 0],
                  [2 * np.sqrt(10) * (a - d), 0, 0, -2 * np.sqrt(10) * (a - d)]])
    return r, j


def jennrich_sampson(p):
    i = np.arange(1.0, 11)
    return 2 + 2 * i - (np.exp(i * p[0]) + np.exp(i * p[1])), np.stack([-i * np.exp(i * p[0]), -i * np.exp(i * p[1])], 1)


def beale(p):
    x, y = p
    r = np.array([1.5 - x * (1 - y), 2.25 - x * (1 - y**2), 2.625 - x * (1 - y**3)])
    return r, np.array([[y - 1, x], [y**2 - 1, 2 * x * y], [y**3 - 1, 3 * x * y * y]])


def trials(problem, start):
    """MINPACK's lmder: every point at which it asks for residuals."""
    points = []

    def residuals(p):
        if not points or not np.array_equal(points[-1], p):
            points.append(p.copy())
        return problem(p)[0]

    optimize.leastsq(residuals, start, Dfun=lambda p: problem(p)[1], ftol=1e-10, xtol=1e-10, gtol=0, full_output=True)
    return [list(point) for point in points]


def iterates(value, gradient, product, start):
    """scipy's trust-ncg: where each iteration ends."""
    points = []
    result = optimize.minimize(value, start, jac=gradient, hessp=product, method="trust-ncg", callback=lambda p: points.append(list(p)),
                               options={"gtol": 1e-8})
    assert result.success
    return points


def half(problem):
    return lambda p: 0.5 * np.sum(problem(p)[0]**2), lambda p: problem(p)[1].T @ problem(p)[0]


def lbfgs(value, gradient, start):
    result = optimize.minimize(value, start, jac=gradient, method="L-BFGS-B", options={"ftol": 0, "gtol": 1e-9, "maxiter": 5000, "maxfun": 9999})
    return {"start": list(start), "point": list(result.x), "value": float(result.fun), "evaluations": int(result.nfev)}


LEAST_SQUARES = {
    "Rosenbrock": (rosenbrock, [-1.2, 1]), "FreudensteinRoth": (freudenstein_roth, [0.5, -2]), "Bard": (bard, [1, 1, 1]),
    "KowalikOsborne": (kowalik_osborne, [.25, .39, .415, .39]), "PowellSingular": (powell_singular, [3, -1, 0, 1]),
    "JennrichSampson": (jennrich_sampson, [.3, .4]), "Beale": (beale, [1, 1]),
}
ROSENBROCKS = {"2": [-1.2, 1], "5": [-1.2, 1, -1.2, 1, -1.2], "10": [-1.2, 1] * 5}
print(json.dumps({
    "leastsq": {name: trials(problem, np.array(start, float)) for name, (problem, start) in LEAST_SQUARES.items()},
    "trust-ncg": {n: iterates(optimize.rosen, optimize.rosen_der, optimize.rosen_hess_prod, np.array(start, float))
                  for n, start in ROSENBROCKS.items()},
    "L-BFGS-B": {name: lbfgs(*half(problem), np.array(start, float))
                 for name, (problem, start) in LEAST_SQUARES.items() if name not in ("PowellSingular", "JennrichSampson")},
}, indent=None, separators=(",", ":")).replace('"trust-ncg"', '\n"trust-ncg"').replace('"L-BFGS-B"', '\n"L-BFGS-B"'))
