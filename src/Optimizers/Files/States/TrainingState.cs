using Optimizers.Steps;

namespace Optimizers.Files;

/// <summary>A training as the content of a file, and back: what an optimizer remembers, and the values of the parameters that are handed
/// over.</summary>
internal static class TrainingState
{
    /// <summary>A copy of all that a file holds.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="parameters">The parameters whose values are saved too.</param>
    public static OptimizerFile Capture(IOptimizer optimizer, scoped ReadOnlySpan<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        if (!parameters.IsEmpty)
            StepDoor.CheckValues(parameters, null);
        var state = optimizer.Snapshot();
        var values = ParameterVectors.Read(parameters, StateFileNames.Value);
        CheckFit(state, values);
        return new OptimizerFile(state) { Parameters = values, Hyperparameters = HyperparameterText.Of(optimizer) };
    }

    /// <summary>Goes on from a content: everything is checked before anything is changed.</summary>
    /// <returns>The hyperparameters that are others now.</returns>
    public static IReadOnlyList<HyperparameterDifference> Apply(
        IOptimizer optimizer, OptimizerFile content, scoped ReadOnlySpan<Parameter> parameters)
    {
        var state = content.State;
        IReadOnlyList<ParameterState> values = [];
        if (!parameters.IsEmpty)
        {
            StepDoor.CheckValues(parameters, null);
            var present = ParameterVectors.Infos(parameters);
            var names = ParameterOrder.NamesOf(present);
            state = ParameterOrder.Arrange(state, names);
            values = ParameterOrder.Arrange(content.Parameters, ParameterOrder.Match(ParameterOrder.NamesOf(content.Parameters), names));
            if (values.Count == 0)
            {
                throw new ArgumentException(
                    "The file has no values of parameters; it was saved without them. Hand over no parameters to load the optimizer alone. Nothing "
                    + "was changed.",
                    nameof(parameters));
            }

            CheckFit(new OptimizerState("parameters", false, values), present, nameof(parameters), "file");
            CheckFit(state, present, nameof(parameters), "file");
        }
        else if (optimizer.Iteration > 0)
        {
            state = ParameterOrder.Arrange(state, ParameterOrder.NamesOf(ParameterOrder.FirstWithParameters(optimizer.Snapshot()).Parameters));
        }

        optimizer.Restore(state);
        if (values.Count > 0)
            ParameterVectors.Write([.. values], parameters);
        return HyperparameterText.Differences(content.Hyperparameters, HyperparameterText.Of(optimizer));
    }

    /// <summary>Refuses values that are not of the parameters of the steps.</summary>
    /// <exception cref="ArgumentException">They are of others.</exception>
    public static void CheckFit(OptimizerState state, IReadOnlyList<ParameterState> parameters) =>
        CheckFit(state, parameters, nameof(parameters), "optimizer");

    private static void CheckFit(OptimizerState state, IReadOnlyList<ParameterState> parameters, string argument, string of)
    {
        var known = ParameterOrder.FirstWithParameters(state).Parameters;
        if (known.Count == 0 || parameters.Count == 0)
            return;
        if (known.Count != parameters.Count)
        {
            throw new ArgumentException(
                $"{parameters.Count} parameters are handed over, but the {of} has {known.Count}: hand over those of the steps, in their order. "
                + "Nothing was changed.",
                argument);
        }

        for (var i = 0; i < known.Count; i++)
        {
            if (known[i].Shape != parameters[i].Shape || known[i].Kind != parameters[i].Kind)
            {
                throw new ArgumentException(
                    $"parameters[{i}] is {Parameter.Describe(parameters[i].Shape, parameters[i].Kind)}; in the {of} it is "
                    + $"{Parameter.Describe(known[i].Shape, known[i].Kind)}. Nothing was changed.",
                    argument);
            }

            if (known[i].Name is { } name && parameters[i].Name is { } present && name != present)
                throw new ArgumentException($"parameters[{i}] is named {present}; in the {of} it is {name}. Nothing was changed.", argument);
        }
    }
}
