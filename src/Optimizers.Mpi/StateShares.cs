using Optimizers.Steps;

namespace Optimizers.Mpi;

#pragma warning disable OPT1002 // What this is for.

/// <summary>Which rank steps which parameter, and keeps its state: whole ones, as rules that look at the whole of one need them.</summary>
/// <param name="world">The ranks.</param>
internal sealed class StateShares(MpiWorld world) : IStepExchange
{
    private int[] _owners = [];

    /// <summary>Gives every parameter to its rank.</summary>
    /// <param name="owners">The ranks, in the order of the parameters.</param>
    public void Assign(int[] owners) => _owners = owners;

    /// <summary>True once the parameters have their ranks.</summary>
    public bool IsAssigned => _owners.Length > 0;

    /// <summary>Begins anew.</summary>
    public void Reset() => _owners = [];

    /// <summary>The rank of a parameter.</summary>
    public int OwnerOf(int position) => _owners[position];

    /// <summary>
    /// The ranks of parameters of so many numbers: the largest first, each to the rank that has the fewest numbers so far; ties go to the earlier
    /// parameter and the lower rank.
    /// </summary>
    public static int[] Owners(ReadOnlySpan<int> lengths, int ranks)
    {
        var (owners, numbers) = (new int[lengths.Length], new long[ranks]);
        var all = lengths.ToArray();
        foreach (var position in Enumerable.Range(0, all.Length).OrderByDescending(position => all[position]))
        {
            var rank = Array.IndexOf(numbers, numbers.Min());
            owners[position] = rank;
            numbers[rank] += all[position];
        }

        return owners;
    }

    /// <inheritdoc/>
    public bool Steps(in ParameterInfo parameter) => _owners[parameter.Position] == world.Rank;

    /// <inheritdoc/>
    public void Join(Span<double> values, Gathering gathering)
    {
        if (gathering == Gathering.Sum)
        {
            world.Sum(values);
            return;
        }

        var all = new double[checked(values.Length * world.Size)];
        world.AllGather<double>(values, all);
        for (var k = 0; k < all.Length; k++)
            values[k % values.Length] = Math.Max(values[k % values.Length], all[k]);
    }
}
