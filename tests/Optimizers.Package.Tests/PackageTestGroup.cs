namespace Optimizers.Package.Tests;

/// <summary>The tests that share one packed library.</summary>
[CollectionDefinition(Name)]
public sealed class PackageTestGroup : ICollectionFixture<PackedLibrary>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "The packed library";
}
