namespace Optimizers.Tests.Proofs;

/// <summary>Matrices from a seed, and what is done to them. Everything is column by column.</summary>
internal sealed class MatrixSource(int seed)
{
    private readonly Random _random = new(seed);

    public int Integer(int from, int end) => _random.Next(from, end);

    public double Uniform(double from, double to) => from + ((to - from) * _random.NextDouble());

    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    public T Any<T>(params ReadOnlySpan<T> choices) => choices[_random.Next(choices.Length)];

    public static double[] Vector(int n, Func<double> entry)
    {
        var v = new double[n];
        for (var i = 0; i < n; i++)
            v[i] = entry();
        return v;
    }

    public static double[] Symmetric(int n, Func<double> entry)
    {
        var a = new double[n * n];
        for (var j = 0; j < n; j++)
        {
            for (var i = j; i < n; i++)
                a[i + (j * n)] = a[j + (i * n)] = entry();
        }

        return a;
    }

    /// <summary>QΛQᵀ but for rounding, Q by Gram and Schmidt from a random matrix.</summary>
    public double[] WithSpectrum(double[] spectrum)
    {
        var n = spectrum.Length;
        var q = Orthogonal(n);
        var a = new double[n * n];
        for (var j = 0; j < n; j++)
        {
            for (var i = j; i < n; i++)
            {
                var sum = 0.0;
                for (var k = 0; k < n; k++)
                    sum += q[i + (k * n)] * spectrum[k] * q[j + (k * n)];
                a[i + (j * n)] = a[j + (i * n)] = sum;
            }
        }

        return a;
    }

    /// <summary>BBᵀ of an n × rank matrix of small integers: its inertia is that of its rank, exactly.</summary>
    public double[] Gram(int n, int rank, int largest)
    {
        var b = Vector(n * rank, () => _random.Next(-largest, largest + 1));
        var a = new double[n * n];
        for (var j = 0; j < n; j++)
        {
            for (var i = 0; i < n; i++)
            {
                for (var k = 0; k < rank; k++)
                    a[i + (j * n)] += b[i + (k * n)] * b[j + (k * n)];
            }
        }

        return a;
    }

    /// <summary>LDLᵀ of integers, L unit lower triangular with a few entries of ±1 a row: D's signs are its inertia. Exact while below 2⁵³.</summary>
    public double[] Congruent(int[] d, int perRow)
    {
        var n = d.Length;
        var l = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            l[i + (i * n)] = 1;
            for (var k = 0; k < perRow && i > 0; k++)
                l[i + (_random.Next(i) * n)] = _random.Next(2) == 0 ? 1 : -1;
        }

        var a = new double[n * n];
        for (var k = 0; k < n; k++)
        {
            for (var j = k; j < n; j++)
            {
                var factor = l[j + (k * n)] * d[k];
                for (var i = k; i < n && factor != 0; i++)
                    a[i + (j * n)] += l[i + (k * n)] * factor;
            }
        }

        return a;
    }

    /// <summary>DAD, dᵢ as given.</summary>
    public static double[] Graded(double[] a, double[] d)
    {
        var n = d.Length;
        var graded = new double[n * n];
        for (var j = 0; j < n; j++)
        {
            for (var i = 0; i < n; i++)
                graded[i + (j * n)] = a[i + (j * n)] * (d[i] * d[j]);
        }

        return graded;
    }

    public static double[] Scaled(double[] a, int exponent) => Array.ConvertAll(a, entry => Math.ScaleB(entry, exponent));

    public static double[] PlusDiagonal(double[] a, int n, Func<int, double> entry)
    {
        var sum = (double[])a.Clone();
        for (var i = 0; i < n; i++)
            sum[i + (i * n)] += entry(i);
        return sum;
    }

    /// <summary>Some entries above the diagonal moved to a neighbouring double.</summary>
    public double[] Rounded(double[] a, int n)
    {
        var rounded = (double[])a.Clone();
        for (var j = 0; j < n; j++)
        {
            for (var i = 0; i < j; i++)
            {
                rounded[i + (j * n)] = _random.Next(3) switch
                {
                    0 => Math.BitIncrement(a[i + (j * n)]),
                    1 => Math.BitDecrement(a[i + (j * n)]),
                    _ => a[i + (j * n)],
                };
            }
        }

        return rounded;
    }

    private double[] Orthogonal(int n)
    {
        var q = Vector(n * n, Normal);
        for (var k = 0; k < n; k++)
        {
            var column = q.AsSpan(k * n, n);
            for (var pass = 0; pass < 2; pass++)
            {
                for (var m = 0; m < k; m++)
                {
                    var other = q.AsSpan(m * n, n);
                    var dot = 0.0;
                    for (var i = 0; i < n; i++)
                        dot += column[i] * other[i];
                    for (var i = 0; i < n; i++)
                        column[i] -= dot * other[i];
                }
            }

            var norm = 0.0;
            foreach (var entry in column)
                norm += entry * entry;
            norm = Math.Sqrt(norm);
            foreach (ref var entry in column)
                entry /= norm;
        }

        return q;
    }
}
