using System.Text.Json;

namespace Optimizers.Tests.Peers;

/// <summary>
/// Trajectories of torch.optim (PyTorch 1.13.1) over 1,000 steps at hyperparameters drawn from a seed, made by trajectories.py beside this file.
/// </summary>
public sealed class TorchTests
{
    private static readonly int[] Recorded = [1, 2, 10, 100, 1000];
    private static readonly Dictionary<string, JsonElement> Cases = Read();

    public static TheoryData<string> Names => [.. Cases.Keys];

    /// <summary>
    /// Within one unit in the last place of the largest |θ| so far for each step, since either side rounds θ once a step by half of one, and ten
    /// more: in the first steps PyTorch's 1 − β₂ᵗ loses digits that the library's products of decays keep.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_trajectory_of_1000_steps_is_that_of_torch_optim(string name)
    {
        var path = Cases[name].GetProperty("path").EnumerateArray()
            .Select(each => each.EnumerateArray().Select(x => x.GetDouble()).ToArray()).ToArray();
        var isDouble = name.Contains("double", StringComparison.Ordinal);
        var optimizer = Create(Cases[name].GetProperty("class").GetString()!, Cases[name].GetProperty("settings"));
        double[] theta = [1, -2, 0.5, 3];
        var single = Array.ConvertAll(theta, x => (float)x);
        var largest = 3.0;
        for (var step = 0; step < Recorded[^1]; step++)
        {
            var gradient = Enumerable.Range(0, theta.Length).Select(j => ((((step * (7 + (4 * j))) + (3 * j)) % 32) - 12) / 16.0).ToArray();
            Parameter parameter = isDouble ? (theta, gradient) : (single, Array.ConvertAll(gradient, x => (float)x));
            optimizer.Step([parameter]);
            largest = Math.Max(largest, isDouble ? theta.Max(Math.Abs) : single.Max(Math.Abs));
            if (Array.IndexOf(Recorded, step + 1) is not (>= 0 and var index))
                continue;
            var tolerance = (step + 11) * (isDouble ? Math.BitIncrement(largest) - largest : MathF.BitIncrement((float)largest) - (float)largest);
            var found = isDouble ? [.. theta] : Array.ConvertAll(single, x => (double)x);
            if (optimizer is Asgd averaged)
            {
                using var scope = averaged.AtEvaluationPoint(parameter);
                found = [.. found, .. isDouble ? theta : Array.ConvertAll(single, x => (double)x)];
            }

            found.Should().HaveCount(path[index].Length);
            for (var j = 0; j < found.Length; j++)
                found[j].Should().BeApproximately(path[index][j], tolerance, "of coordinate {0} after {1} steps of {2}", j, step + 1, optimizer);
        }
    }

    private static Optimizer Create(string name, JsonElement settings)
    {
        double Of(string key, double absent = 0) => settings.TryGetProperty(key, out var value) ? value.GetDouble() : absent;
        bool Is(string key) => settings.TryGetProperty(key, out var value) && value.GetBoolean();
        double At(string key, int place) => settings.GetProperty(key)[place].GetDouble();
        var (rate, epsilon, momentum, decay, maximize) = (Of("lr"), Of("eps"), Of("momentum"), Of("weight_decay"), Is("maximize"));
        return (name, momentum > 0, Is("amsgrad") || Is("centered")) switch
        {
            ("SGD", false, _) => new Sgd(rate) { L2Penalty = decay, Maximize = maximize },
            ("SGD", true, _) => new Momentum(rate, momentum, MomentumForm.Accumulated, Is("nesterov"), Of("dampening"))
            {
                L2Penalty = decay,
                Maximize = maximize,
            },
            ("Adagrad", _, _) => new Adagrad(Schedule.InverseTimeDecay(rate, Of("lr_decay")), Of("initial_accumulator_value"), epsilon)
            {
                L2Penalty = decay,
                Maximize = maximize,
            },
            ("Adadelta", _, _) => new Adadelta(rate, Of("rho"), epsilon) { L2Penalty = decay, Maximize = maximize },
            ("Adam", _, false) => new Adam(rate, At("betas", 0), At("betas", 1), epsilon) { L2Penalty = decay, Maximize = maximize },
            ("Adam", _, true) => new AmsGrad(rate, At("betas", 0), At("betas", 1), epsilon) { L2Penalty = decay, Maximize = maximize },
            ("AdamW", _, false) => new AdamW(rate, decay, At("betas", 0), At("betas", 1), epsilon) { Maximize = maximize },
            ("AdamW", _, true) => new AmsGrad(rate, At("betas", 0), At("betas", 1), epsilon) { WeightDecay = decay, Maximize = maximize },
            ("Adamax", _, _) => new Adamax(rate, At("betas", 0), At("betas", 1), epsilon) { L2Penalty = decay, Maximize = maximize },
            ("NAdam", _, _) => new NAdam(rate, At("betas", 0), At("betas", 1), epsilon, Of("momentum_decay")) { L2Penalty = decay },
            ("RAdam", _, _) => new RAdam(rate, At("betas", 0), At("betas", 1), epsilon) { L2Penalty = decay },
            ("RMSprop", false, false) => new RmsProp(rate, Of("alpha"), RmsPropStart.Zero, epsilon) { L2Penalty = decay, Maximize = maximize },
            ("RMSprop", true, false) => new RmsPropWithMomentum(rate, momentum, Of("alpha"), RmsPropStart.Zero, epsilon)
            {
                L2Penalty = decay,
                Maximize = maximize,
            },
            ("RMSprop", _, true) => new CenteredRmsProp(rate, Of("alpha"), RmsPropStart.Zero, epsilon, momentum)
            {
                L2Penalty = decay,
                Maximize = maximize,
            },
            ("Rprop", _, _) => new Rprop(rate, At("etas", 0), At("etas", 1), At("step_sizes", 0), At("step_sizes", 1)) { Maximize = maximize },
            ("ASGD", _, _) => new Asgd(rate, Of("lambd"), Of("alpha"), (long)Of("t0")) { L2Penalty = decay, Maximize = maximize },
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "This optimizer has no counterpart here."),
        };
    }

    private static Dictionary<string, JsonElement> Read()
    {
        using var stream = typeof(TorchTests).Assembly.GetManifestResourceStream("trajectories.json")!;
        return JsonDocument.Parse(stream).RootElement.EnumerateArray().ToDictionary(each => each.GetProperty("name").GetString()!);
    }
}
