namespace Optimizers.Tests.Rules;

/// <summary>
/// Hands an optimizer, in every step, all inputs that there are, each a function of the gradients alone, so that properties of steps are asked of it
/// as of the others: L = ½Σg², g′ = ¾g, and D = 1 + g²/(1 + g²), rounded to float.
/// </summary>
internal sealed class Fed(IOptimizer inner) : IOptimizer, IWrapsOptimizer
{
    private ParameterSet? _second;
    private ParameterSet? _diagonal;

    public IOptimizer Inner { get; } = inner;

    public long Iteration => Inner.Iteration;

    public static double Loss(IEnumerable<double> gradients) => 0.5 * gradients.Sum(g => g * g);

    public static double Second(double g) => 0.75 * g;

    public static double Diagonal(double g) => (float)(double.IsFinite(g * g) ? 1 + (g * g / (1 + (g * g))) : 2);

    public void Step(scoped ReadOnlySpan<Parameter> parameters, CancellationToken cancellationToken = default)
    {
        if (_second is null || !Fits(_second, parameters))
        {
            var shapes = parameters.ToArray().Select(each => (each.ElementKind, each.Rows, each.IsMatrix ? each.Columns : 0)).ToArray();
            (_second, _diagonal) = (new(shapes), new(shapes));
        }

        var loss = 0.0;
        for (var i = 0; i < parameters.Length; i++)
        {
            ref readonly var parameter = ref parameters[i];
            if (!parameter.Frozen && parameter.HasGradient && parameter.Fault is null)
                loss += Fill(parameter, _second.GradientOf(i), _diagonal!.GradientOf(i));
        }

        var inputs = new StepInputs { Loss = loss, SecondGradient = _second.Parameters, HessianDiagonal = _diagonal!.Parameters };
        Inner.Step(parameters, inputs, cancellationToken);
    }

    public OptimizerState Snapshot(OptimizerState? into = null) => Inner.Snapshot(into);

    public void Restore(OptimizerState state) => Inner.Restore(state);

    public void Reset() => Inner.Reset();

    public void Watch(StepObserver observer) => Inner.Watch(observer);

    public void Unwatch(StepObserver observer) => Inner.Unwatch(observer);

    public override string? ToString() => Inner.ToString();

    private static bool Fits(ParameterSet set, scoped ReadOnlySpan<Parameter> parameters)
    {
        var fits = set.Parameters.Length == parameters.Length;
        for (var i = 0; fits && i < parameters.Length; i++)
        {
            ref readonly var place = ref set.Parameters[i];
            fits = (place.ElementKind, place.Rows, place.Columns, place.IsMatrix)
                == (parameters[i].ElementKind, parameters[i].Rows, parameters[i].Columns, parameters[i].IsMatrix);
        }

        return fits;
    }

    // Without allocation, so that what a step allocates is the optimizer's.
    private static double Fill(in Parameter parameter, Array second, Array diagonal)
    {
        var loss = 0.0;
        for (var k = 0; k < second.Length; k++)
        {
            var g = parameter.ElementKind switch
            {
                ElementKind.Double => parameter.Gradients<double>()[k],
                ElementKind.Single => parameter.Gradients<float>()[k],
                ElementKind.Half => (double)parameter.Gradients<Half>()[k],
                _ => BitConverter.UInt32BitsToSingle((uint)parameter.Gradients<ushort>()[k] << 16),
            };
            loss += 0.5 * g * g;
            ParameterSet.Set(second, k, Second(g));
            ParameterSet.Set(diagonal, k, Diagonal(g));
        }

        return loss;
    }
}
