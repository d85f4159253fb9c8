using System.Globalization;
using Optimizers.FaultBench;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
MathNet.Numerics.Control.UseSingleThread();
if (args is ["--rates"])
    RateSearch.Print(DataSets.Available(Fashion.DefaultFolder), default);
