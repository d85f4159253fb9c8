namespace Optimizers.Reports.Tests;

public class DemoTests
{
    [Fact]
    public void Writes()
    {
        Directory.CreateDirectory("/tmp/rep");
        ReportPage.Write("/tmp/rep/report.html", [Runs.TooLarge(), Runs.Healthy(), Runs.HostileAndUnknown()], "Why it fails: three trainings");
        ReportPage.Write("/tmp/rep/one.html", [Runs.TooLarge()], "Why it fails");
        Runs.TooLarge().WritePngs("/tmp/rep/png");
        Runs.HostileAndUnknown().WritePngs("/tmp/rep/png");
    }
}
