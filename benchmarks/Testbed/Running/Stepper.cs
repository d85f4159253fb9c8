using Optimizers.Testbed.Problems;

namespace Optimizers.Testbed.Running;

/// <summary>Takes the steps of a training: what an optimizer asks for beside the gradient, it gets.</summary>
internal sealed class Stepper
{
    private readonly Training _training;
    private readonly IOptimizer _optimizer;
    private readonly Parameter[] _parameters;
    private readonly Inputs _inputs;

    /// <param name="training">The training, at its start.</param>
    /// <param name="optimizer">The optimizer, before its first step.</param>
    /// <param name="seed">The seed of what is estimated.</param>
    public Stepper(Training training, IOptimizer optimizer, int seed)
    {
        (_training, _optimizer) = (training, optimizer);
        _parameters = [.. training.Blocks.Select(block => block.Parameter)];
        _inputs = new Inputs(training, _parameters, optimizer, seed);
    }

    /// <summary>One step on a new batch.</summary>
    /// <returns>False if a loss or a gradient is not finite any more.</returns>
    public bool Step(CancellationToken cancellationToken)
    {
        _training.Draw();
        try
        {
            var loss = _training.Gradients();
            if (!double.IsFinite(loss))
                return false;
            if (_optimizer is Sam sam)
            {
                using (sam.Ascend(_parameters))
                    _training.Gradients();
            }

            _optimizer.Step(_parameters, _inputs.At(_optimizer.Iteration, loss), cancellationToken);
            return true;
        }
        catch (NonFiniteGradientException)
        {
            return false;
        }
        catch (ArgumentException)
        {
            // What the optimizer asked for beside the gradient is not finite.
            return false;
        }
    }

    /// <summary>The measure: of an average where that is what the optimizer's paper evaluates.</summary>
    public double Measure()
    {
        using var scope = _optimizer switch
        {
            AveragedOptimizer average => average.AtEvaluationPoint(_parameters),
            ScheduleFree<Sgd.Rule> free => free.AtEvaluationPoint(_parameters),
            ScheduleFree<Adam.Rule> free => free.AtEvaluationPoint(_parameters),
            _ => null,
        };
        return _training.Measure();
    }
}
