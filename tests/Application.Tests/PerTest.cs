// A fresh fixture for each test: its mocks are fields and nothing is left over.
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
