using System.Text.Json;
using Optimizers.Tests.Rules;

namespace Optimizers.Tests.Peers;

/// <summary>Trajectories of torch.optim (PyTorch 1.13.1, double), made by trajectories.py beside this file.</summary>
public sealed class TorchTests
{
    private const int Steps = 60;
    private static readonly int[] Recorded = [0, 1, 9, Steps - 1];
    private static readonly Dictionary<string, double[][]> Paths = Read();

    public static TheoryData<string> Names => [.. Paths.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_trajectory_is_that_of_torch_optim(string name)
    {
        double[] theta = [1, -2, 0.5, 3];
        var optimizer = OptimizerFacts.Of(name).Create(0.01);
        for (var step = 0; step < Steps; step++)
        {
            optimizer.Step(theta, [.. Enumerable.Range(0, theta.Length).Select(j => ((((step * (7 + (4 * j))) + (3 * j)) % 32) - 12) / 16.0)]);
            if (Array.IndexOf(Recorded, step) is >= 0 and var index)
            {
                for (var j = 0; j < theta.Length; j++)
                    theta[j].Should().BeApproximately(Paths[name][index][j], 1e-13, "of coordinate {0} in step {1}", j, step);
            }
        }
    }

    private static Dictionary<string, double[][]> Read()
    {
        using var stream = typeof(TorchTests).Assembly.GetManifestResourceStream("trajectories.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, double[][]>>(stream)!;
    }
}
