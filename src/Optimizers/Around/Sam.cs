namespace Optimizers;

/// <summary>
/// Sharpness-aware minimization around any optimizer (Foret et al. 2021, algorithm 1): its step is taken from θ by the gradient at θ + ρg/‖g‖₂,
/// the highest point near by.
/// </summary>
/// <remarks>
/// <code>
/// var parameters = new Parameter[] { (w, dw), (b, db) };
/// Gradients(w, b, dw, db);                  // at θ
/// using (sam.Ascend(parameters))
///     Gradients(w, b, dw, db);              // at θ + ρg/‖g‖₂, into the same memory
/// sam.Step(parameters);                     // from θ
/// </code>
/// <para>θ is kept bit for bit, and is back when the scope ends, also by an exception: θ + e − e would not come back. A step inside the scope
/// goes back to θ first. Where g is 0 nothing moves.</para>
/// </remarks>
public sealed class Sam : IOptimizer, IWrapsOptimizer, IHasHyperparameters
{
    private const string Base = "base";
    private ParameterState[]? _base;

    /// <summary>Sharpness-aware minimization.</summary>
    /// <param name="inner">The optimizer that takes the steps.</param>
    /// <param name="radius">ρ: how far the ascent goes, in units of the parameters; finite, above 0.</param>
    /// <exception cref="ArgumentNullException">There is no inner optimizer.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The radius is out of its range.</exception>
    public Sam(IOptimizer inner, double radius = 0.05)
    {
        ArgumentNullException.ThrowIfNull(inner);
        Inner = inner;
        Radius = HyperparameterRange.Positive(radius);
    }

    /// <summary>
    /// Adaptive sharpness-aware minimization, ASAM (Kwon et al. 2021, algorithm 1, p = 2): with T = |θ| + η for each element, the second gradient is
    /// taken at θ + ρT²g/‖Tg‖₂, so that scaling weights changes nothing.
    /// </summary>
    /// <param name="inner">The optimizer that takes the steps.</param>
    /// <param name="radius">ρ, relative to the parameters; finite, above 0.</param>
    /// <param name="eta">η: the least T; finite, above 0.</param>
    /// <exception cref="ArgumentNullException">There is no inner optimizer.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public static Sam Adaptive(IOptimizer inner, double radius = 0.5, double eta = 0.01) =>
        new(inner, radius) { Eta = HyperparameterRange.Positive(eta) };

    /// <inheritdoc/>
    public IOptimizer Inner { get; }

    /// <summary>ρ.</summary>
    public double Radius { get; }

    /// <summary>η of the adaptive form; null of the plain one.</summary>
    public double? Eta { get; private init; }

    /// <inheritdoc/>
    public long Iteration => Inner.Iteration;

    /// <summary>True between <see cref="Ascend"/> and the end of its scope, or a step in it.</summary>
    public bool IsAscended => _base is not null;

    /// <summary>ρ, and η of the adaptive form; those of the optimizer inside are its own.</summary>
    public IReadOnlyList<Hyperparameter> Hyperparameters => Eta is { } eta ? [new("radius", Radius), new("eta", eta)] : [new("radius", Radius)];

    private string RuleName => field ??= $"Sam({Inner.GetType().Name})";

    /// <summary>Moves the parameters to θ + ρg/‖g‖₂, or θ + ρT²g/‖Tg‖₂, until the scope is disposed.</summary>
    /// <param name="parameters">The parameters with their gradients at θ. They are read and written while the scope is open.</param>
    /// <returns>The scope, which puts θ back.</returns>
    /// <exception cref="ArgumentException">A pair is unusable.</exception>
    /// <exception cref="InvalidOperationException">Such a scope is open already.</exception>
    /// <exception cref="NonFiniteGradientException">A gradient holds NaN or an infinity. Nothing was changed.</exception>
    public IDisposable Ascend(params ReadOnlySpan<Parameter> parameters)
    {
        if (IsAscended)
            throw new InvalidOperationException("The parameters are ascended already; end that scope, or step, first.");
        var kept = parameters.ToArray();
        Ascent.Check(kept, Iteration);
        _base = ParameterVectors.Read(kept, Base);
        Ascent.Move(kept, Radius, Eta);
        return new Scope(this, kept);
    }

    /// <inheritdoc/>
    public void Step(scoped ReadOnlySpan<Parameter> parameters, CancellationToken cancellationToken = default)
    {
        GoBack(parameters);
        Inner.Step(parameters, cancellationToken);
    }

    /// <inheritdoc/>
    public OptimizerState Snapshot(OptimizerState? into = null)
    {
        var state = WrapperState.Snapshot(RuleName, Inner, _base, into);
        state.Scalars["ascended"] = IsAscended ? 1 : 0;
        return state;
    }

    /// <inheritdoc/>
    public void Restore(OptimizerState state) => _base = WrapperState.Restore(RuleName, Inner, Base, state);

    /// <inheritdoc/>
    public void Reset()
    {
        Inner.Reset();
        _base = null;
    }

    /// <inheritdoc/>
    public void Watch(StepObserver observer) => Inner.Watch(observer);

    /// <inheritdoc/>
    public void Unwatch(StepObserver observer) => Inner.Unwatch(observer);

    /// <summary>"Sam(Sgd(...), radius: 0.05)".</summary>
    public override string ToString() => FormattableString.Invariant($"Sam({Inner}, radius: {Radius})");

    private void GoBack(scoped ReadOnlySpan<Parameter> parameters)
    {
        if (_base is null)
            return;
        if (parameters.Length != _base.Length)
        {
            throw new ArgumentException(
                $"The step has {parameters.Length} parameters, but the ascent had {_base.Length}: both take the same ones in the same order.",
                nameof(parameters));
        }

        ParameterVectors.Write(_base, parameters);
        _base = null;
    }

    private sealed class Scope(Sam sam, Parameter[] parameters) : IDisposable
    {
        private readonly ParameterState[]? _opened = sam._base;

        public void Dispose()
        {
            if (_opened is not null && ReferenceEquals(sam._base, _opened))
                sam.GoBack(parameters);
        }
    }
}
