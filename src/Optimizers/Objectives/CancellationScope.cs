namespace Optimizers.Curvature;

/// <summary>While it lasts, an objective asks a token before each of its evaluations. Scopes may lie in one another.</summary>
internal readonly ref struct CancellationScope
{
    private readonly Objective _objective;
    private readonly CancellationToken _former;

    public CancellationScope(Objective objective, CancellationToken token)
    {
        (_objective, _former) = (objective, objective.Cancellation);
        if (token.CanBeCanceled)
            objective.Cancellation = token;
    }

    public void Dispose() => _objective.Cancellation = _former;
}
