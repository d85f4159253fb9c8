using Optimizers.Benchmarks.Peers;
using Optimizers.Benchmarks.Workloads;

namespace Optimizers.Benchmarks.Measuring;

/// <summary>Makes the workload of a case.</summary>
internal static class WorkloadFactory
{
    /// <exception cref="ArgumentOutOfRangeException">No contestant computes this case.</exception>
    public static IWorkload Create(StepCase stepCase) => stepCase.IsDouble ? Create<double>(stepCase) : Create<float>(stepCase);

    private static IWorkload Create<T>(StepCase stepCase) where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var (subject, contestant, isDouble, length, threads) = stepCase;
        return contestant switch
        {
            Contestant.Memory => new MemorySweep<T>(Kind(subject), length, threads),
            Contestant.Library => new LibraryStep(subject, isDouble, length, threads, NonFiniteGradients.Throw),
            Contestant.LibraryUnguarded => new LibraryStep(subject, isDouble, length, threads, NonFiniteGradients.Pass),
            Contestant.TorchSharp => new TorchSharpStep(TorchSharpRule.Of(subject), isDouble, length, threads),
            Contestant.MathNet when subject == Subject.Adam => isDouble ? new MathNetAdam(length, threads) : new MathNetAdamSingle(length, threads),
            Contestant.TensorPrimitives when subject == Subject.Adam => new TensorPrimitivesAdam<T>(length),
            _ => throw new ArgumentOutOfRangeException(nameof(stepCase), stepCase, "No contestant computes this case in this process."),
        };
    }

    private static MemorySweepKind Kind(Subject subject) => subject switch
    {
        Subject.Copy => MemorySweepKind.Copy,
        Subject.Triad => MemorySweepKind.Triad,
        Subject.StreamingTriad => MemorySweepKind.StreamingTriad,
        _ => MemorySweepKind.Update,
    };
}
