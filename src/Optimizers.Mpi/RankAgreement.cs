using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Optimizers.Mpi;

/// <summary>What ranks compare before they step: whether all can, and whether all have the same model, optimizer and values.</summary>
/// <param name="inner">The optimizer of this rank.</param>
/// <param name="world">The ranks.</param>
internal sealed class RankAgreement(IOptimizer inner, MpiWorld world)
{
    private bool _isAgreed;

    /// <summary>True once all ranks have been found to have the same values.</summary>
    public bool HasCompared { get; private set; }

    /// <summary>Begins anew.</summary>
    public void Reset() => (_isAgreed, HasCompared) = (false, false);

    /// <summary>Gives every rank the values of rank 0.</summary>
    public void Synchronize(scoped ReadOnlySpan<Parameter> parameters)
    {
        Meet(parameters, needsGradients: false, CancellationToken.None);
        Agree(parameters);
        for (var i = 0; i < parameters.Length; i++)
            world.Broadcast(BytesOf(parameters[i]));
    }

    /// <summary>All ranks learn whether all of them can take this step.</summary>
    public void Meet(scoped ReadOnlySpan<Parameter> parameters, bool needsGradients, CancellationToken cancellationToken)
    {
        Exception? mine = null;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            Check(parameters, needsGradients);
        }
        catch (Exception exception) when (exception is ArgumentException or OperationCanceledException)
        {
            mine = exception;
        }

        var all = world.Meet([mine is null ? 0 : 1, inner.Iteration, parameters.Length]);
        if (mine is not null)
            throw mine;
        for (var rank = 0; rank < world.Size; rank++)
        {
            var (failed, iteration, count) = (all[3 * rank], all[(3 * rank) + 1], all[(3 * rank) + 2]);
            if (failed == MpiWorld.HasEnded)
                throw Disagreement(rank, $"has ended its training, and rank {world.Rank} takes step {inner.Iteration}");
            if (failed != 0)
                throw Disagreement(rank, "refused the step, and says why");
            if (iteration != inner.Iteration)
                throw Disagreement(rank, $"is at iteration {iteration}, and rank {world.Rank} at {inner.Iteration}: they restored other states");
            if (count != parameters.Length)
                throw Disagreement(rank, $"has {count} parameters, and rank {world.Rank} {parameters.Length}");
        }
    }

    private static void Check(scoped ReadOnlySpan<Parameter> parameters, bool needsGradients)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            ref readonly var parameter = ref parameters[i];
            if (parameter.Fault is { } fault)
                throw new ArgumentException($"parameters[{i}]{(parameter.Name is null ? "" : $" ({parameter.Name})")}: {fault}.", nameof(parameters));
            if (needsGradients && !parameter.Frozen && !parameter.HasGradient)
                throw new ArgumentException($"parameters[{i}] has no gradient; freeze it where it has none.", nameof(parameters));
        }
    }

    /// <summary>The same version, optimizer and model on all ranks, or none steps.</summary>
    public void Agree(scoped ReadOnlySpan<Parameter> parameters)
    {
        if (_isAgreed)
            return;
        var model = new StringBuilder();
        foreach (ref readonly var each in parameters)
            model.Append(CultureInfo.InvariantCulture, $"{each} {each.LearningRateScale} {each.WeightDecayScale}\n");
        string[] texts = [typeof(IOptimizer).Assembly.FullName!, inner.ToString()!, model.ToString()];
        string[] names = ["version of the library", "optimizer or another setting", "model: names, shapes or element types of its parameters"];
        if (FindOther(Array.ConvertAll(texts, text => Hash(Encoding.UTF8.GetBytes(text)))) is (var rank, var i))
            throw Disagreement(rank, $"has another {names[i]} than rank 0");
        _isAgreed = true;
    }

    /// <summary>The same values on all ranks, or none steps.</summary>
    public void CompareValues(scoped ReadOnlySpan<Parameter> parameters)
    {
        var mine = new long[parameters.Length];
        for (var i = 0; i < mine.Length; i++)
            mine[i] = Hash(BytesOf(parameters[i]));
        if (FindOther(mine) is (var rank, var position))
        {
            var name = parameters[position].Name is { } known ? $" ({known})" : "";
            throw Disagreement(
                rank,
                $"has other values of parameters[{position}]{name} than rank 0: call Synchronize before the first gradient, "
                + "and let nothing but steps write them");
        }

        HasCompared = true;
    }

    /// <summary>The first rank that has another hash than rank 0, and which of its hashes; null if all have the same.</summary>
    private (int Rank, int Index)? FindOther(long[] mine)
    {
        var all = new long[mine.Length * world.Size];
        world.AllGather<long>(mine, all);
        for (var k = mine.Length; k < all.Length; k++)
        {
            if (all[k] != all[k % mine.Length])
                return (k / mine.Length, k % mine.Length);
        }

        return null;
    }

    public static Span<byte> BytesOf(in Parameter parameter) => parameter.ElementKind switch
    {
        ElementKind.Double => MemoryMarshal.AsBytes(parameter.Values<double>()),
        ElementKind.Single => MemoryMarshal.AsBytes(parameter.Values<float>()),
        ElementKind.Half => MemoryMarshal.AsBytes(parameter.Values<Half>()),
        _ => MemoryMarshal.AsBytes(parameter.Values<ushort>()),
    };

    private static long Hash(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(bytes));

    private static InvalidOperationException Disagreement(int rank, string what) => new($"Rank {rank} {what}. Nothing was changed.");
}
