namespace Optimizers.FaultBench.World;

/// <summary>All cases that were reported in public, in the order of their list, then the recipes of tutorials.</summary>
internal static class PublicKinds
{
    public static IReadOnlyList<Kind> All { get; } =
    [
        LineCases.LineRate, LineCases.Television, LineCases.LineTimesHundred, LineCases.TwentyPoints,
        PowerCases.FourthPower, PowerCases.Cubes, PowerCases.Squares,
        LossCases.SumOfThree, LossCases.HouseValues, LossCases.OneSoftmaxConvolution, LossCases.OneSoftmaxBits, LossCases.SoftmaxFederated,
        LossCases.SoftmaxBigrams,
        StartCases.ZeroLayers, LoopCases.AnalogExample, LoopCases.LineDemo, LoopCases.ListedLayers, LoopCases.GroupedImages,
        GapCases.SensorGaps, GapCases.SeriesGaps, StartCases.SingleRelu, PictureCases.RawDigits,
        DepthCases.FourSigmoidLayers, DepthCases.ThirdSigmoidLayer, LoopCases.SignOfAWeight,
        XorCases.TwoUnits, XorCases.AbsoluteError, DataCases.FiveClasses, DataCases.FortyExamples, PictureCases.RawPrediction,
        PictureCases.RawImages, PowerCases.ReluSine, DataCases.Questions,
        Tutorials.Line, Tutorials.SoftmaxRegression, Tutorials.Perceptron, Tutorials.Cars, Tutorials.Sine, Tutorials.Digits, Tutorials.Flowers,
    ];
}
