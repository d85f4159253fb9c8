using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Optimizers.Tests.LinearAlgebra.Products;

/// <summary>
/// Products in a process of their own: <c>products THREADS</c> prints a hash of the bits of many, <c>products THREADS COUNT SEED</c> compares so many
/// of either element type with exact ones and prints the first that is wrong.
/// </summary>
internal static class ProductProgram
{
    public const string Command = "products";

    public static int Run(string[] arguments)
    {
        var numbers = Array.ConvertAll(arguments, argument => int.Parse(argument, CultureInfo.InvariantCulture));
        if (numbers is [_, var count, var seed])
        {
            var fault = FirstFault<double>(count, seed) ?? FirstFault<float>(count, seed);
            Console.WriteLine(fault ?? $"{count} products of doubles and {count} of floats are within the bound.");
            return fault is null ? 0 : 1;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append<double>(hash, numbers[0]);
        Append<float>(hash, numbers[0]);
        Console.WriteLine(Convert.ToHexString(hash.GetHashAndReset()));
        return 0;
    }

    /// <summary>Says of the first of so many random products that is further from the exact one than the bound what it is; null if none is.</summary>
    public static string? FirstFault<E>(int count, int seed) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var product = new RandomProduct<E>(random);
            if (product.Fault(product.Multiply(threads: 1 + (i % 3))) is { } fault)
                return fault;
        }

        return null;
    }

    private static void Append<E>(IncrementalHash hash, int threads) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        var random = new Random(9);
        for (var i = 0; i < 150; i++)
        {
            var c = new RandomProduct<E>(random).Multiply(threads);
            for (var k = 0; k < c.Length; k++)
                c[k] = E.IsNaN(c[k]) ? E.NaN : c[k];
            hash.AppendData(MemoryMarshal.AsBytes(c.AsSpan()));
        }
    }
}
