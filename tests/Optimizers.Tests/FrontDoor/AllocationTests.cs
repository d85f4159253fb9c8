using MathNet.Numerics.LinearAlgebra;
using Optimizers.Tests.Rules;

namespace Optimizers.Tests.FrontDoor;

/// <summary>
/// Alone in the process: what other tests do with the thread pool would be counted too. A step that allocates does so in every round; the pool
/// itself now and then makes a thread.
/// </summary>
[Collection(nameof(AllocationTests))]
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public sealed class AllocationTests
{
    public static TheoryData<string> Names { get; } = OptimizerFacts.Of(fact => fact.Allocates is null);

    public static TheoryData<string> All => OptimizerFacts.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void After_the_first_step_nothing_is_allocated_on_one_thread_or_many(string name)
    {
        foreach (var threads in new[] { 1, 2 })
        {
            var fact = OptimizerFacts.Of(name);
            var optimizer = fact.Create(Schedule.WarmUp(3, to: 0.01).Then(Schedule.CosineDecay(50, from: 0.01)), threads);
            var w = Matrix<double>.Build.Dense(300, 300, 1);
            var b = Matrix<float>.Build.Dense(30, 10, 1f);
            var dw = Matrix<double>.Build.Dense(300, 300, 0.5);
            var db = Matrix<float>.Build.Dense(30, 10, 0.5f);
            Parameter small = fact.NeedsMatrices ? (b, db) : (b.AsColumnMajorArray(), db.AsColumnMajorArray());
            for (var i = 0; i < 30; i++)
                optimizer.Step([(w, dw), small]);
            Allocation.Least(() =>
            {
                for (var i = 0; i < 10; i++)
                    optimizer.Step([(w, dw), small]);
            }).Should().Be(0);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_snapshot_into_one_of_the_same_parameters_allocates_nothing(string name)
    {
        var fact = OptimizerFacts.Of(name);
        var (optimizer, parameters) = (fact.Create(0.01), ParameterSet.Small(fact));
        for (var i = 0; i < 3; i++)
            parameters.Step(optimizer, i);
        var state = optimizer.Snapshot();
        parameters.Step(optimizer, 3);
        var fresh = StateBits.Of(optimizer);
        Allocation.Least(() => state = optimizer.Snapshot(state)).Should().Be(0);
        StateBits.Of(state).Should().Equal(fresh);
    }
}
