namespace Optimizers.FaultBench.World;

/// <summary>Random draws that the base library has not.</summary>
internal static class Draws
{
    public static double Normal(this Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    public static double Uniform(this Random random, double from, double to) => from + ((to - from) * random.NextDouble());

    /// <summary>Uniform on a logarithmic scale.</summary>
    public static double Log(this Random random, double from, double to) => from * Math.Pow(to / from, random.NextDouble());

    /// <summary>From <paramref name="from"/> to <paramref name="to"/>, both possible.</summary>
    public static int Integer(this Random random, int from, int to) => random.Next(from, to + 1);

    public static T Pick<T>(this Random random, params ReadOnlySpan<T> choices) => choices[random.Next(choices.Length)];

    public static bool Chance(this Random random, double probability) => random.NextDouble() < probability;

    public static double[] Normals(Random random, int count, double scale = 1)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++)
            values[i] = scale * random.Normal();
        return values;
    }

    /// <summary>An index, each with its probability.</summary>
    public static int Category(this Random random, ReadOnlySpan<double> probabilities)
    {
        var rest = random.NextDouble();
        for (var c = 0; c < probabilities.Length - 1; c++)
        {
            rest -= probabilities[c];
            if (rest < 0)
                return c;
        }

        return probabilities.Length - 1;
    }

    /// <summary>How often something happens whose mean is known (Poisson's distribution).</summary>
    public static int Count(this Random random, double mean)
    {
        var (count, time) = (-1, 0.0);
        for (; time < mean; count++)
            time -= Math.Log(1 - random.NextDouble());
        return count;
    }

    public static int[] Permutation(this Random random, int count)
    {
        var order = Enumerable.Range(0, count).ToArray();
        random.Shuffle(order);
        return order;
    }
}
