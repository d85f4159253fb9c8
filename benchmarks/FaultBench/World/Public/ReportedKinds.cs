namespace Optimizers.FaultBench.World;

/// <summary>All sets of what people reported.</summary>
internal static class ReportedKinds
{
    public static IReadOnlyList<Kind> All { get; } =
    [
        .. PublicKinds.All, .. SecondKinds.All, .. ThirdKinds.All, .. FourthKinds.All, .. FifthKinds.All, .. SixthKinds.All, .. SeventhKinds.All,
        .. EighthKinds.All, .. NinthKinds.All, .. TenthKinds.All,
    ];
}
