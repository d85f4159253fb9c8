using System.Globalization;

namespace Optimizers.Mpi;

/// <summary>What the variables of this process say of who has started it.</summary>
/// <param name="Variable">The variable.</param>
/// <param name="Size">How many ranks it has started.</param>
/// <param name="IsOpenMpi">True for Open MPI's launcher, false for one of MPICH and its descendants, null for one that starts either.</param>
internal sealed record MpiLauncher(string Variable, int Size, bool? IsOpenMpi)
{
    private static readonly MpiLauncher[] Known =
    [
        new("OMPI_COMM_WORLD_SIZE", 0, true), new("PMI_SIZE", 0, false), new("SLURM_STEP_NUM_TASKS", 0, null),
    ];

    /// <summary>The launcher; null for a process that was started by itself.</summary>
    public static MpiLauncher? Find()
    {
        foreach (var launcher in Known)
        {
            if (Environment.GetEnvironmentVariable(launcher.Variable) is { Length: > 0 } text
                && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
                && size > 0)
            {
                return launcher with { Size = size };
            }
        }

        return null;
    }
}
