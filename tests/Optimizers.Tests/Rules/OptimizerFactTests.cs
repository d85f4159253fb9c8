namespace Optimizers.Tests.Rules;

/// <summary>The records say the truth: whatever of them can be seen is seen on the optimizer itself.</summary>
public sealed class OptimizerFactTests
{
    public static TheoryData<string> Names => OptimizerFacts.Names;

    public static TheoryData<string> Elementwise { get; } = OptimizerFacts.Of(fact => fact.IsElementwise);

    [Fact]
    public void No_two_records_share_a_name() => OptimizerFacts.All.Select(fact => fact.Name).Should().OnlyHaveUniqueItems();

    [Fact]
    public void Every_optimizer_of_the_library_has_a_record()
    {
        var known = OptimizerFacts.All.SelectMany(fact => Parts(fact.Create(0.1))).Select(Plain).ToHashSet();
        typeof(IOptimizer).Assembly.GetExportedTypes()
            .Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(IOptimizer)))
            .Where(type => !known.Contains(Plain(type)))
            .Should().BeEmpty("a new optimizer is one row of OptimizerFacts");

        static Type Plain(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;

        static IEnumerable<Type> Parts(IOptimizer optimizer) =>
        [
            optimizer.GetType(),
            .. optimizer is IWrapsOptimizer wrapper ? Parts(wrapper.Inner) : [],
            .. optimizer is GroupedOptimizer grouped ? grouped.Rules.SelectMany(Parts) : [],
        ];
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_record_has_a_transcription(string name)
    {
        var fact = OptimizerFacts.Of(name);
        (fact.Coordinate is not null || fact.Algorithm is not null || fact.Ascent is not null)
            .Should().BeTrue("a formula is tested against its paper");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_bytes_of_state_are_those_of_a_snapshot(string name)
    {
        var fact = OptimizerFacts.Of(name);
        var (optimizer, parameters) = (fact.Create(0.01), new ParameterSet((ElementKind.Single, 8, 6)));
        parameters.Step(optimizer, 0);
        var values = StateBits.Values(optimizer.Snapshot()).ToArray();
        values.Where(value => value.Form == StateForm.Element).Sum(value => value.Bytes.Length).Should().Be(48 * fact.StateBytes);
        values.Any(value => value.Form is StateForm.Row or StateForm.Column or StateForm.Matrix).Should().Be(fact.AlsoKeeps is not null);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_epsilon_is_a_hyperparameter_above_0(string name)
    {
        var fact = OptimizerFacts.Of(name);
        HasEpsilon(fact.Create(0.1).Find<Optimizer>()!).Should().Be(fact.HasEpsilon);

        static bool HasEpsilon(Optimizer optimizer) => optimizer.Hyperparameters.Any(each => each.Value switch
        {
            Optimizer part => HasEpsilon(part),
            Schedule schedule => each.Name.StartsWith("epsilon", StringComparison.Ordinal) && schedule.At(0) > 0,
            double number => each.Name.StartsWith("epsilon", StringComparison.Ordinal) && number > 0,
            _ => false,
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_decays_shrinks_where_the_gradient_is_zero_and_nothing_else_moves(string name)
    {
        var fact = OptimizerFacts.Of(name);
        var (optimizer, parameters) = (fact.Create(0.01), ParameterSet.Small(fact));
        var start = parameters.All().Sum(x => x * x);
        for (var i = 0; i < 3; i++)
            optimizer.Step(parameters.Parameters);
        if (fact.Decays || fact.IsNoisy)
            Math.Abs(parameters.All().Sum(x => x * x) - start).Should().BePositive();
        else
            parameters.Bits().Should().Equal(ParameterSet.Small(fact).Bits());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_rounds_are_those_of_the_formula(string name)
    {
        var fact = OptimizerFacts.Of(name);
        fact.Create(0.1).Find<Optimizer>()!.Source.Programs.Max(program => program.RoundCount).Should().Be(fact.Rounds);
    }

    [Theory]
    [MemberData(nameof(Elementwise))]
    public void What_is_elementwise_steps_each_element_as_if_it_were_alone(string name)
    {
        const int Count = 6;
        var fact = OptimizerFacts.Of(name);
        var (together, alone) = (fact.Create(0.05), Enumerable.Range(0, Count).Select(_ => fact.Create(0.05)).ToArray());
        var theta = Trajectory.Start(Count);
        var each = theta.Select(x => new[] { x }).ToArray();
        var gradient = new double[Count];
        Parameter[] matrix = [Parameter.Matrix(theta, gradient, 2, 3)];
        for (var step = 0; step < 8; step++)
        {
            Trajectory.Gradient(Count, step).CopyTo(gradient, 0);
            together.Step(matrix);
            for (var j = 0; j < Count; j++)
                alone[j].Step([Parameter.Matrix(each[j], (double[])[gradient[j]], 1, 1)]);
        }

        each.Select(x => x[0]).Should().Equal(theta);
    }

    /// <summary>Each of the last gradient's elements crosses zero in small steps: does the step jump?</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_step_is_smooth_or_jumps_as_its_record_says(string name)
    {
        const int Points = 4001;
        var fact = OptimizerFacts.Of(name);
        var previous = Step(0);
        double largest = 0, low = previous, high = previous;
        for (var i = 1; i < Points; i++)
        {
            var next = Step(i);
            (largest, low, high) = (Math.Max(largest, Math.Abs(next - previous)), Math.Min(low, next), Math.Max(high, next));
            previous = next;
        }

        (largest > 0.1 * (high - low)).Should().Be(!fact.IsSmooth);

        double Step(int point)
        {
            var optimizer = fact.Create(0.05);
            double[] theta = [1, -2, 0.5, 3], gradient = new double[4];
            Parameter[] parameters = [Parameter.Matrix(theta, gradient, 2, 2)];
            for (var step = 0; step < 4; step++)
            {
                Trajectory.Gradient(4, step).CopyTo(gradient, 0);
                optimizer.Step(parameters);
            }

            gradient[0] = (8.0 * point / (Points - 1)) - 4;
            optimizer.Step(parameters);
            return theta[0];
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_needs_matrices_refuses_a_vector_and_the_others_take_it(string name)
    {
        var fact = OptimizerFacts.Of(name);
        var optimizer = fact.Create(0.1);
        double[] theta = [1, 2, 3];
        var step = optimizer.Invoking(o => o.Step([(theta, [0.5, -1, 2])]));
        if (fact.NeedsMatrices)
            step.Should().Throw<InvalidOperationException>().WithMessage("*matrices*");
        else
            step.Should().NotThrow();
        (optimizer.Iteration == 0).Should().Be(fact.NeedsMatrices);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_sums_of_rows_stay_where_the_record_says_so_and_nowhere_else(string name)
    {
        var fact = OptimizerFacts.Of(name);
        var (optimizer, parameters) = (fact.Create(0.05), new ParameterSet((ElementKind.Double, 4, 3)));
        var before = Sums();
        for (var step = 0; step < 5; step++)
            parameters.Step(optimizer, step);
        (Sums().Zip(before, (x, y) => Math.Abs(x - y)).Max() < 1e-14).Should().Be(fact.KeepsRowSums);

        double[] Sums()
        {
            var theta = (double[])parameters[0];
            return [.. Enumerable.Range(0, 4).Select(row => theta[row] + theta[row + 4] + theta[row + 8])];
        }
    }
}
