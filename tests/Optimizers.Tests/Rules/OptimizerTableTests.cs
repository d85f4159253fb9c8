using Optimizers.Tests.House;

namespace Optimizers.Tests.Rules;

/// <summary>The documents' tables are those of the records.</summary>
public sealed class OptimizerTableTests
{
    [Fact]
    public void The_page_on_optimizers_has_the_formulas_of_the_records() =>
        WrittenPart.Holds("docs/optimizers.md", "optimizers", OptimizerTables.Formulas(), nameof(OptimizerTableTests));

    [Fact]
    public void The_page_on_choosing_has_the_facts_of_the_records() =>
        WrittenPart.Holds("docs/choosing.md", "optimizers", OptimizerTables.Choices(), nameof(OptimizerTableTests));
}
