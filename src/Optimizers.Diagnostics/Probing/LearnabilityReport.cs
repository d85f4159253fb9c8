using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Diagnostics;

/// <summary>
/// What a generic model learns of the answers from the inputs, on examples that it has not seen: a ridge regression on the inputs and on random
/// rectified features of them (Huang, Zhu and Siew 2006, "Extreme learning machine"), in three folds. Classes count as indicators.
/// </summary>
/// <remarks>
/// It is a lower bound of what can be learned: where it finds something, the labels belong to the inputs and a loss at chance is not the data's
/// fault. Where it finds nothing, nothing follows; it does not learn a parity, or a picture.
/// </remarks>
/// <param name="Share">The share of the answers' variance that is explained on unseen examples; at most 1, below 0 for worse than the mean.</param>
/// <param name="Shuffled">The largest share explained of three shufflings of the same answers: what chance gives.</param>
/// <param name="LinearShare">The share that the inputs alone explain, without the random features: any network of them can do as much.</param>
/// <param name="Examples">How many examples took part.</param>
public sealed record LearnabilityReport(double Share, double Shuffled, double LinearShare, int Examples)
{
    private const int FewestExamples = 40;
    private const int MostExamples = 800;
    private const int MostFeatures = 64;
    private const int RandomFeatures = 96;
    private const int Folds = 3;
    private const int Shufflings = 3;
    private const double FarAboveChance = 0.05;
    private static readonly double[] Ridges = [1e-3, 1e-1, 1e1];

    /// <summary>True where the answers are learned better than shuffled ones: they belong to their inputs.</summary>
    public bool IsLearned => Share > Math.Max(Shuffled, 0) + FarAboveChance;

    /// <summary>The report; null without answers, with fewer than 40 examples that are finite, or where all answers are the same.</summary>
    /// <param name="inputs">features × examples.</param>
    /// <param name="labels">The classes of the first examples; null for a regression.</param>
    /// <param name="targets">The targets of the first examples; null for a classification.</param>
    /// <param name="seed">Chooses the examples, the folds, the random features and the shufflings.</param>
    /// <param name="mostFeatures">The most inputs that are features themselves; of more, as many are drawn.</param>
    internal static LearnabilityReport? Of(
        Matrix<double> inputs, IReadOnlyList<int>? labels, IReadOnlyList<double>? targets, int seed, int mostFeatures = MostFeatures)
    {
        var count = labels?.Count ?? targets?.Count ?? 0;
        // Inputs may be a sample; its order is that of the answers only where the numbers agree.
        if (count == 0 || count != inputs.ColumnCount || inputs.RowCount == 0)
            return null;
        var random = new Random(seed);
        var columns = inputs.ToColumnArrays();
        int[] known = [.. Enumerable.Range(0, count).Where(i => Array.TrueForAll(columns[i], double.IsFinite) && IsFinite(i))];

        // An example that comes twice would be seen where its copy is held out.
        int[] distinct = [.. known.DistinctBy(i => Fingerprint(columns[i]))];
        if (distinct.Length >= FewestExamples)
            known = distinct;
        int[] chosen = [.. RandomSample.Of(known.Length, MostExamples, random).Select(i => known[i])];
        if (chosen.Length < FewestExamples)
            return null;
        var answers = labels is null
            ? Matrix<double>.Build.Dense(chosen.Length, 1, (i, _) => targets![chosen[i]])
            : Indicators([.. chosen.Select(i => labels[i])]);
        answers = Centred(answers);
        if (answers.FrobeniusNorm() == 0)
            return null;
        var (features, direct) = Features(Array.ConvertAll(chosen, i => columns[i]), random, mostFeatures);
        var all = new Matrix<double>[1 + Shufflings];
        for (var k = 0; k < all.Length; k++)
        {
            int[] order = [.. Enumerable.Range(0, chosen.Length)];
            if (k > 0)
                random.Shuffle(order);
            all[k] = Matrix<double>.Build.Dense(answers.RowCount, answers.ColumnCount, (i, j) => answers[order[i], j]);
        }

        var shares = Shares(features, all);
        var linear = Shares(features.SubMatrix(0, features.RowCount, 0, 1 + direct), all[..1]);
        return new(shares[0], shares[1..].Max(), linear[0], chosen.Length);

        bool IsFinite(int i) => labels is not null || double.IsFinite(targets![i]);
    }

    // FNV-1a over the bits, so that it is the same in every process.
    private static ulong Fingerprint(double[] example)
    {
        var hash = 14695981039346656037;
        foreach (var value in example)
            hash = (hash ^ BitConverter.DoubleToUInt64Bits(value)) * 1099511628211;
        return hash;
    }

    // The best of the ridges, for the answers and for each shuffling alike, so that the choice favours none.
    private static double[] Shares(Matrix<double> features, Matrix<double>[] answers)
    {
        var (count, width) = (features.RowCount, answers[0].ColumnCount);
        var errors = new double[Ridges.Length, answers.Length];
        var together = Matrix<double>.Build.DenseOfMatrixArray(Row(answers));
        for (var fold = 0; fold < Folds; fold++)
        {
            int[] held = [.. Enumerable.Range(0, count).Where(i => i % Folds == fold)];
            int[] kept = [.. Enumerable.Range(0, count).Where(i => i % Folds != fold)];
            var (z, y) = (RowsOf(features, kept), RowsOf(together, kept));
            var (gram, moments) = (z.TransposeThisAndMultiply(z), z.TransposeThisAndMultiply(y));
            var (heldZ, heldY) = (RowsOf(features, held), RowsOf(together, held));
            for (var r = 0; r < Ridges.Length; r++)
            {
                var regular = gram + (Ridges[r] * kept.Length * Matrix<double>.Build.DenseIdentity(gram.RowCount));
                var difference = heldY - (heldZ * regular.Cholesky().Solve(moments));
                for (var k = 0; k < answers.Length; k++)
                    errors[r, k] += Math.Pow(difference.SubMatrix(0, held.Length, k * width, width).FrobeniusNorm(), 2);
            }
        }

        var total = Math.Pow(answers[0].FrobeniusNorm(), 2);
        return [.. Enumerable.Range(0, answers.Length).Select(k => 1 - (Enumerable.Range(0, Ridges.Length).Min(r => errors[r, k]) / total))];
    }

    private static Matrix<double>[,] Row(Matrix<double>[] blocks)
    {
        var row = new Matrix<double>[1, blocks.Length];
        for (var k = 0; k < blocks.Length; k++)
            row[0, k] = blocks[k];
        return row;
    }

    private static Matrix<double> RowsOf(Matrix<double> matrix, int[] rows) =>
        Matrix<double>.Build.Dense(rows.Length, matrix.ColumnCount, (i, j) => matrix[rows[i], j]);

    private static Matrix<double> Indicators(int[] labels)
    {
        int[] classes = [.. labels.Distinct().Order()];
        return Matrix<double>.Build.Dense(labels.Length, classes.Length, (i, j) => labels[i] == classes[j] ? 1 : 0);
    }

    private static Matrix<double> Centred(Matrix<double> answers)
    {
        var means = answers.ColumnSums() / answers.RowCount;
        return Matrix<double>.Build.Dense(answers.RowCount, answers.ColumnCount, (i, j) => answers[i, j] - means[j]);
    }

    /// <summary>1, the inputs in standard deviations (of many, some) and rectified random projections of them, a row an example; how many are
    /// inputs.</summary>
    private static (Matrix<double> Features, int Direct) Features(double[][] examples, Random random, int most)
    {
        var moments = FeatureMoments.Of(examples, examples[0].Length);
        int[] varying = [.. Enumerable.Range(0, examples[0].Length).Where(j => !moments.IsConstant(j))];
        var z = Array.ConvertAll(examples, x => Array.ConvertAll(varying, j => (x[j] - moments.Means[j]) / moments.Deviations[j]));
        var directions = new double[RandomFeatures][];
        for (var k = 0; k < RandomFeatures; k++)
            directions[k] = Array.ConvertAll(varying, _ => ((2 * random.NextDouble()) - 1) * Math.Sqrt(3.0 / Math.Max(1, varying.Length)));
        var offsets = Array.ConvertAll(directions, _ => (2 * random.NextDouble()) - 1);
        var direct = RandomSample.Of(varying.Length, most, random);
        return (Matrix<double>.Build.Dense(z.Length, 1 + direct.Length + RandomFeatures, (i, j) =>
            j == 0 ? 1
            : j <= direct.Length ? z[i][direct[j - 1]]
            : Math.Max(0, Spans.Dot(directions[j - 1 - direct.Length], z[i]) + offsets[j - 1 - direct.Length])), direct.Length);
    }
}
