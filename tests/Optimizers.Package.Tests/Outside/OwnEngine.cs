namespace Outside;

/// <summary>Another engine: plain gradient descent on doubles that shares no code with the library's, and tells observers as that does.</summary>
internal sealed class OwnEngine(double rate) : IOptimizer
{
    private readonly StepObservers _observers = new();

    public long Iteration { get; private set; }

    public void Step(scoped ReadOnlySpan<Parameter> parameters, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        for (var i = 0; i < parameters.Length; i++)
        {
            var gradient = parameters[i].Gradients<double>();
            for (var k = 0; k < gradient.Length; k++)
            {
                if (double.IsFinite(gradient[k]))
                    continue;
                var fault = new NonFiniteGradientException(i, parameters[i], k, gradient[k], Iteration);
                _observers.Refused(this, fault);
                throw fault;
            }
        }

        var view = new StepView(this, parameters, Iteration, rate);
        _observers.Planned(view);
        foreach (ref readonly var parameter in parameters)
        {
            for (var k = 0; k < parameter.Length; k++)
                parameter.Values<double>()[k] -= rate * parameter.Gradients<double>()[k];
        }

        Iteration++;
        _observers.Taken(view);
    }

    public OptimizerState Snapshot(OptimizerState? into = null) => new(nameof(OwnEngine), maximizes: false, []) { Iteration = Iteration };

    public void Restore(OptimizerState state) => Iteration = state.Iteration;

    public void Reset() => Iteration = 0;

    public void Watch(StepObserver observer) => _observers.Add(this, observer);

    public void Unwatch(StepObserver observer) => _observers.Remove(observer);
}
