using System.Text.Json;
using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Tests.Files.PyTorch;

/// <summary>The model of torch_states.py: a matrix of 2 × 3, and a vector of 4 with twice the learning rate.</summary>
internal sealed class TorchModel
{
    private readonly Matrix<double> _weight = Matrix<double>.Build.Dense(2, 3);
    private readonly Matrix<double> _weightGradient = Matrix<double>.Build.Dense(2, 3);
    private readonly double[] _bias = new double[4];
    private readonly double[] _biasGradient = new double[4];
    private readonly Matrix<float> _weightSingle = Matrix<float>.Build.Dense(2, 3);
    private readonly Matrix<float> _weightGradientSingle = Matrix<float>.Build.Dense(2, 3);
    private readonly float[] _biasSingle = new float[4];
    private readonly float[] _biasGradientSingle = new float[4];
    private readonly bool _isDouble;

    public TorchModel(bool isDouble, double biasScale = 2)
    {
        _isDouble = isDouble;
        Parameters = isDouble
            ? [new Parameter(_weight, _weightGradient) { Name = "weight" },
                new Parameter(_bias, _biasGradient) { Name = "bias", LearningRateScale = biasScale }]
            : [new Parameter(_weightSingle, _weightGradientSingle) { Name = "weight" },
                new Parameter(_biasSingle, _biasGradientSingle) { Name = "bias", LearningRateScale = biasScale }];
    }

    public Parameter[] Parameters { get; }

    /// <summary>The values by rows, the matrix first.</summary>
    public double[] Values
    {
        get
        {
            return _isDouble
                ? [.. _weight.ToRowMajorArray(), .. _bias]
                : [.. _weightSingle.ToRowMajorArray().Select(each => (double)each), .. _biasSingle.Select(each => (double)each)];
        }

        set
        {
            for (var k = 0; k < 10; k++)
                Set(k, value[k], _weight, _bias, _weightSingle, _biasSingle);
        }
    }

    /// <summary>The optimizers of torch_states.py.</summary>
    public static Optimizer Create(string name)
    {
        const double Rate = 1 / 64.0;
        return name switch
        {
            "sgd" => new Sgd(Rate),
            "momentum" => new Momentum(Rate, 0.875, MomentumForm.Accumulated) { L2Penalty = 0.125 },
            "nesterov" => new Momentum(Rate, 0.875, MomentumForm.Accumulated, nesterov: true),
            "adam" => new Adam(Rate),
            "adamw" => new AdamW(Rate, 0.125),
            "amsgrad" => new AmsGrad(Rate, 0.875, 0.9375),
            "rmsprop" => new RmsProp(Rate, 0.99, RmsPropStart.Zero, 1e-8),
            "rmsprop-centered" => new CenteredRmsProp(Rate, 0.875, RmsPropStart.Zero, 1e-8),
            "rmsprop-momentum" => new RmsPropWithMomentum(Rate, 0.5, 0.875, RmsPropStart.Zero, 1e-8),
            "adagrad" => new Adagrad(Rate, initialAccumulator: 0.5, epsilon: 1e-10),
            "adadelta" => new Adadelta(Rate, 0.875, 1e-6) { L2Penalty = 0.125 },
            "adamax" => new Adamax(Rate),
            "nadam" => new NAdam(Rate, scheduleDecay: 0.0625),
            "radam" => new RAdam(Rate, 0.875, 0.9375),
            "rprop" => new Rprop(Rate, smallest: 1 / 1024.0, largest: 0.25),
            "rprop-maximize" => new Rprop(Rate, 0.375, 1.5) { Maximize = true },
            "asgd" => new Asgd(Rate, lambda: 0.125, start: 5),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such case."),
        };
    }

    /// <summary>True of a number that PyTorch keeps in float32 whatever the parameter is, the count of the steps left out.</summary>
    public static bool IsNumber(string tensor) => tensor[(tensor.LastIndexOf('.') + 1)..] is "mu_product" or "eta" or "mu";

    /// <summary>The values of torch.json: those of the saved step, then of the twenty after it.</summary>
    public static double[][] Path(string name)
    {
        using var json = JsonDocument.Parse(Fixture.Open("torch.json"));
        return [.. json.RootElement.GetProperty(name).EnumerateArray()
            .Select(step => step.EnumerateArray().SelectMany(values => values.EnumerateArray().Select(each => each.GetDouble())).ToArray())];
    }

    /// <summary>One step by the gradients of torch_states.py.</summary>
    public void Step(Optimizer optimizer, int s)
    {
        for (var k = 0; k < 10; k++)
            Set(k, ((((s * (7 + (4 * k))) + (3 * k)) % 32) - 12) / 16.0, _weightGradient, _biasGradient, _weightGradientSingle, _biasGradientSingle);
        optimizer.Step(Parameters);
    }

    private static void Set(int k, double value, Matrix<double> weight, double[] bias, Matrix<float> weightSingle, float[] biasSingle)
    {
        if (k < 6)
            (weight[k / 3, k % 3], weightSingle[k / 3, k % 3]) = (value, (float)value);
        else
            (bias[k - 6], biasSingle[k - 6]) = (value, (float)value);
    }
}
