using System.Globalization;

namespace Optimizers.Files;

/// <summary>Hyperparameters as text, as files record them.</summary>
internal static class HyperparameterText
{
    /// <summary>Those of an optimizer; those of the optimizers inside with "inner." before their names.</summary>
    public static SortedDictionary<string, string> Of(IOptimizer optimizer)
    {
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var prefix = "";
        for (var each = optimizer; ; each = ((IWrapsOptimizer)each).Inner)
        {
            foreach (var (name, value) in (each as IHasHyperparameters)?.Hyperparameters ?? [])
                texts[prefix + name] = Of(value);
            if (each is not IWrapsOptimizer || each is Optimizer) // An Optimizer says for its parts what they were set to.
                return texts;
            prefix += "inner.";
        }
    }

    /// <summary>A value's text, the same in every country.</summary>
    public static string Of(object value) => string.Create(CultureInfo.InvariantCulture, $"{value}");

    /// <summary>What differs, in the order of the names.</summary>
    public static IReadOnlyList<HyperparameterDifference> Differences(
        IReadOnlyDictionary<string, string> recorded, IReadOnlyDictionary<string, string> present)
    {
        var names = recorded.Keys.Union(present.Keys).Order(StringComparer.Ordinal);
        return [.. names.Select(name => new HyperparameterDifference(name, recorded.GetValueOrDefault(name), present.GetValueOrDefault(name)))
            .Where(each => each.Recorded != each.Present)];
    }
}
