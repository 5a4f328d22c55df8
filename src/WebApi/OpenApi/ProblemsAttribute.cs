namespace CleanAuth.WebApi.OpenApi;

/// <summary>The problem codes that an operation can answer with, beyond those that follow from its body, access and limits.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProblemsAttribute(params string[] codes) : Attribute
{
    public IReadOnlyList<string> Codes => codes;
}

/// <summary>An anonymous operation that also reads an access token when one is sent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BearerOptionalAttribute : Attribute;
