using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Functions;

/// <summary>Functions written as a user would.</summary>
internal static class Losses
{
    /// <summary>Himmelblau, Applied Nonlinear Programming, 1972.</summary>
    public readonly struct Himmelblau : IFunction
    {
        public T Value<T>(ReadOnlySpan<T> x) where T : struct, IReal<T> => T.Pow(x[0] * x[0] + x[1] - 11, 2) + T.Pow(x[0] + x[1] * x[1] - 7, 2);
    }

    /// <summary>The chained Rosenbrock function of n ≥ 2 variables.</summary>
    public readonly struct Rosenbrock : IFunction
    {
        public T Value<T>(ReadOnlySpan<T> x) where T : struct, IReal<T>
        {
            T sum = 0;
            for (var i = 0; i + 1 < x.Length; i++)
                sum += T.Pow(1 - x[i], 2) + 100 * T.Pow(x[i + 1] - x[i] * x[i], 2);
            return sum;
        }
    }

    /// <summary>Every operation once, of three variables; smooth where x₀ &gt; 0.</summary>
    public readonly struct Everything : IFunction
    {
        public T Value<T>(ReadOnlySpan<T> x) where T : struct, IReal<T>
        {
            var (a, b, c) = (x[0], x[1], x[2]);
            return T.Sqrt(a) * T.Sin(b) + T.Exp(a * b / 3) / (1 + c * c) - T.Log(a + 0.5) * T.Tanh(c - b) + T.Cos(a * c)
                + T.Pow(b - 2 * c, 3) - T.Pow(a, -2) + T.Softplus(b * c) * T.Sigmoid(a - c) + T.Abs(a + 1) * T.Max(a + 5, b) + T.Min(c, a + 7) * b;
        }
    }

    /// <summary>A logistic regression with weight decay: a function with data.</summary>
    public readonly struct LogisticRegression(double[][] inputs, double[] signs, double decay) : IFunction
    {
        public T Value<T>(ReadOnlySpan<T> x) where T : struct, IReal<T>
        {
            T sum = 0;
            for (var k = 0; k < inputs.Length; k++)
            {
                T margin = 0;
                for (var i = 0; i < x.Length; i++)
                    margin += inputs[k][i] * x[i];
                sum += T.Softplus(-signs[k] * margin);
            }

            foreach (var entry in x)
                sum += 0.5 * decay * T.Pow(entry, 2);
            return sum;
        }
    }

    /// <summary>Any polynomial in the entries of Qᵀx (or of x), a monomial a row: coefficient, then the exponents.</summary>
    public readonly struct Polynomial(double[][] monomials, double[,]? rotation = null) : IFunction
    {
        public T Value<T>(ReadOnlySpan<T> x) where T : struct, IReal<T>
        {
            var y = new T[x.Length];
            for (var i = 0; i < y.Length; i++)
            {
                y[i] = rotation is null ? x[i] : 0;
                for (var j = 0; rotation is not null && j < y.Length; j++)
                    y[i] += rotation[j, i] * x[j];
            }

            T sum = 0;
            foreach (var monomial in monomials)
            {
                T term = monomial[0];
                for (var i = 0; i < y.Length; i++)
                    term *= T.Pow(y[i], (int)monomial[i + 1]);
                sum += term;
            }

            return sum;
        }
    }

    /// <summary>(y − x²)(y − 2x²), Peano's: a minimum along every line through 0, and none. In the parameters Qᵀx if there is a Q.</summary>
    public static Polynomial Peano(double[,]? rotation = null) => new([[1, 0, 2], [-3, 2, 1], [2, 4, 0]], rotation);
}
