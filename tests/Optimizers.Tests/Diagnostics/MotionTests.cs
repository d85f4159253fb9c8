using System.Diagnostics;
using System.Numerics;
using Optimizers.Diagnostics.Monitoring;
using Optimizers.Tests.Rules;

namespace Optimizers.Tests.Diagnostics;

/// <summary>The sums of a watched step: element i goes to partial sum i mod 8, in order, whatever the width of lanes.</summary>
public sealed class MotionTests
{
    /// <summary>The command by which the test assembly prints the bits of this process's sums.</summary>
    internal const string Command = "motion";

    [Fact]
    public void The_sums_have_the_bits_of_additions_one_after_another_for_every_length()
    {
        for (var length = 0; length < 100; length++)
        {
            var vectors = Vectors(length);
            var floats = Array.ConvertAll(vectors, Trajectory.ToFloat);
            var sums = Partials(vectors);
            sums.Should().Equal(OneByOne(vectors));
            var ofFloats = Partials(floats);
            ofFloats.Should().Equal(OneByOne(floats));
            ofFloats.Zip(sums, (x, y) => Math.Abs(x - y)).Should().OnlyContain(error => error < 1e-5, "Δθ alone is rounded, to a float");
        }
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public async Task A_process_that_may_not_use_all_of_the_processor_gets_the_same_bits(string forbidden)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(Program).Assembly.Location, Command]) { RedirectStandardOutput = true };
        start.Environment[forbidden] = "0";
        using var process = Process.Start(start)!;
        var printed = (await process.StandardOutput.ReadToEndAsync()).Trim();
        await process.WaitForExitAsync();
        printed.Should().Be(Bits());
    }

    /// <summary>The bits of the sums over vectors of doubles and of floats.</summary>
    internal static string Bits() => string.Join(' ', new[] { 7, 8, 501 }.SelectMany(length =>
        Partials(Vectors(length)).Concat(Partials(Array.ConvertAll(Vectors(length), Trajectory.ToFloat))))
        .Select(sum => BitConverter.DoubleToInt64Bits(sum).ToString("X16", System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>θ after, θ before, g, g before, Δθ, Δθ before.</summary>
    private static double[][] Vectors(int length) => [.. Enumerable.Range(0, 6).Select(seed => Trajectory.Gradient(length, 3, seed))];

    private static double[] OneByOne<E>(E[][] vectors) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        var partials = new double[Motion<E>.Sums * Motion<E>.Partials];
        for (var i = 0; i < vectors[0].Length; i++)
        {
            var (g, theta, h, v) = (At(2), At(1), At(3), At(5));
            var u = double.CreateChecked(vectors[0][i] - vectors[1][i]);
            double[] terms = [g * g, theta * theta, u * u, g * h, u * v, u * g];
            for (var sum = 0; sum < terms.Length; sum++)
                partials[(sum * Motion<E>.Partials) + (i % Motion<E>.Partials)] += terms[sum];

            double At(int vector) => double.CreateChecked(vectors[vector][i]);
        }

        return partials;
    }

    /// <summary>Of doubles Δθ and g are kept on the way; of floats Δθ is made before.</summary>
    private static double[] Partials<E>(E[][] vectors) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        var length = vectors[0].Length;
        var own = Array.ConvertAll(vectors, vector => (E[])[.. vector, E.Zero]);
        if (typeof(E) == typeof(float))
            Motion<E>.Subtract(ref own[0][0], ref own[1][0], ref own[4][0], (nuint)length);
        var partials = new double[Motion<E>.Sums * Motion<E>.Partials];
        Motion<E>.Sum(
            ref own[0][0], ref own[1][0], ref own[2][0], ref own[3][0], ref own[4][0], ref own[5][0], (nuint)length, ref partials[0]);
        own[4].Should().Equal([.. vectors[0].Zip(vectors[1], (after, before) => after - before), E.Zero]);
        own[3].Should().Equal([.. typeof(E) == typeof(double) ? vectors[2] : vectors[3], E.Zero]);
        return partials;
    }

    [Fact]
    public void The_sums_of_two_sets_of_elements_are_those_of_both() =>
        (new MotionSums(1, 2, 3, 4, 5, 6) + new MotionSums(10, 20, 30, 40, 50, 60)).Should().Be(new MotionSums(11, 22, 33, 44, 55, 66));
}
